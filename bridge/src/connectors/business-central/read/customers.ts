import { Decimal } from 'decimal.js'
import type { SourceRecord } from '../../../engine/records.ts'
import type { Clock } from '../../../engine/clock.ts'
import { isoNow } from '../../../engine/clock.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { textOf, type Client, type JsonRow } from '../client.ts'
import { customer } from '../entities.ts'
import { createLedger, type DetailedEntry, type Ledger } from '../ledger.ts'
import { dimensionNames } from '../write/composed.ts'
import { rowsById, selection, toRecord } from './rows.ts'

/** What stands elsewhere than on the customer card, and how it is asked for. */
const expansions: Readonly<Record<string, string>> = {
  paymentTerms: 'paymentTerm($select=code,displayName)',
  paymentTermsCode: 'paymentTerm($select=code,displayName)',
  balance: 'customerFinancialDetail($select=balance,overdueAmount)',
  overdueAmount: 'customerFinancialDetail($select=balance,overdueAmount)',
  companyContactNumber: 'contactsInformation($select=contactNumber,contactType)',
}
const fromLedger = ['lastPaymentDate', 'lastPaymentAmount']
/** Fields that do not stand on the customer card: they cannot be selected or filtered there. Default dimensions are only written. */
export const beyondCard: ReadonlySet<string> = new Set([
  ...Object.keys(expansions),
  ...fromLedger,
  'readAt',
  'localCurrencyCode',
  ...dimensionNames,
])

/** Days that are looked back first for a customer's last payment: most customers who pay at all have paid since. */
const recentDays = 120

/** The newest payment received of each customer, by number. A customer's whole history is read only when the last is old. */
async function lastPayments(
  ledger: Pick<Ledger, 'paymentsOf'>,
  numbers: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, DetailedEntry>> {
  const since = new Date(now - recentDays * 24 * 3600 * 1000).toISOString().slice(0, 10)
  const found = new Map<string, DetailedEntry>()
  const look = async (some: readonly string[], from?: string) => {
    if (some.length === 0) return
    const payments = (await ledger.paymentsOf(some, from)).filter(({ amount }) => amount.startsWith('-'))
    const inOrder = payments.toSorted((a, b) => a.postingDate.localeCompare(b.postingDate) || a.number - b.number)
    for (const payment of inOrder) found.set(payment.customerNumber, payment)
  }
  await look(numbers, since)
  await look(numbers.filter((number) => !found.has(number)))
  return found
}

function related(row: JsonRow, name: string): JsonRow {
  const value = row[name]
  return (Array.isArray(value) ? (value[0] as JsonRow | undefined) : (value as JsonRow | null | undefined)) ?? {}
}

const filled = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

const amountOf = (value: unknown) => (value === undefined ? null : new Decimal(textOf(value)))

/** Customer cards with the figures that were asked for. */
export async function readCustomers(
  { client, clock }: { client: Client; clock: Pick<Clock, 'now'> },
  company: CompanyRef,
  ids: readonly string[],
  fields: readonly string[],
  localCurrency: () => Promise<string | null>,
): Promise<ReadonlyMap<string, SourceRecord>> {
  const onCard = fields.filter((field) => !beyondCard.has(field))
  const extra = [...new Set(fields.flatMap((field) => expansions[field] ?? []))]
  const wantsPayments = fields.some((field) => fromLedger.includes(field))
  const rows = await rowsById(client, customer, company, ids, selection(customer, [...onCard, 'number'], extra))
  const numbers = wantsPayments ? rows.map((row) => String(row.number)) : []
  const payments = await lastPayments(createLedger(client, company), numbers, clock.now())
  const readAt = isoNow(clock)
  const localCurrencyCode = fields.includes('localCurrencyCode') ? await localCurrency() : null
  return new Map(
    rows.map((row) => {
      const record = toRecord(customer, row)
      const last = payments.get(String(row.number))
      const figures = related(row, 'customerFinancialDetail')
      const people = Array.isArray(row.contactsInformation) ? (row.contactsInformation as readonly JsonRow[]) : []
      const stands = people.find((person) => person.contactType === 'Company')
      const { code, displayName } = related(row, 'paymentTerm')
      const more = {
        paymentTerms: filled(displayName),
        paymentTermsCode: filled(code),
        balance: amountOf(figures.balance),
        overdueAmount: amountOf(figures.overdueAmount),
        lastPaymentDate: last?.postingDate ?? null,
        lastPaymentAmount: last ? new Decimal(last.amount).neg() : null,
        readAt,
        localCurrencyCode,
        companyContactNumber: stands ? textOf(stands.contactNumber) : null,
      }
      const asked = Object.fromEntries(Object.entries(more).filter(([name]) => fields.includes(name)))
      return [record.id, { ...record, fields: { ...record.fields, ...asked } }]
    }),
  )
}

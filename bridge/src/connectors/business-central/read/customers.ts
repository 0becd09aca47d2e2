import { Decimal } from 'decimal.js'
import type { SourceRecord } from '../../../engine/records.ts'
import type { Clock } from '../../../engine/clock.ts'
import { isoNow } from '../../../engine/clock.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import { textOf, type Client, type JsonRow } from '../client.ts'
import { customer } from '../entities.ts'
import { createLedger, type DetailedEntry } from '../ledger.ts'
import { rowsById, selection, toRecord } from './rows.ts'

/** What stands elsewhere than on the customer card, and how it is asked for. */
const expansions: Readonly<Record<string, string>> = {
  paymentTerms: 'paymentTerm($select=displayName)',
  balance: 'customerFinancialDetail($select=balance,overdueAmount)',
  overdueAmount: 'customerFinancialDetail($select=balance,overdueAmount)',
}
const fromLedger = ['lastPaymentDate', 'lastPaymentAmount']
/** Fields that do not stand on the customer card: they cannot be selected or filtered there. */
export const beyondCard: ReadonlySet<string> = new Set([...Object.keys(expansions), ...fromLedger, 'readAt'])

const newest = (payments: readonly DetailedEntry[]): DetailedEntry | undefined =>
  payments.toSorted((a, b) => a.postingDate.localeCompare(b.postingDate) || a.number - b.number).at(-1)

function related(row: JsonRow, name: string): JsonRow {
  const value = row[name]
  return (Array.isArray(value) ? (value[0] as JsonRow | undefined) : (value as JsonRow | null | undefined)) ?? {}
}

const amountOf = (value: unknown) => (value === undefined ? null : new Decimal(textOf(value)))

/** Customer cards with the figures that were asked for. */
export async function readCustomers(
  { client, clock }: { client: Client; clock: Pick<Clock, 'now'> },
  company: CompanyRef,
  ids: readonly string[],
  fields: readonly string[],
): Promise<ReadonlyMap<string, SourceRecord>> {
  const onCard = fields.filter((field) => !beyondCard.has(field))
  const extra = [...new Set(fields.flatMap((field) => expansions[field] ?? []))]
  const wantsPayments = fields.some((field) => fromLedger.includes(field))
  const rows = await rowsById(client, customer, company, ids, selection(customer, [...onCard, 'number'], extra))
  const payments = wantsPayments
    ? await createLedger(client, company).paymentsOf(rows.map((row) => String(row.number)))
    : []
  const readAt = isoNow(clock)
  return new Map(
    rows.map((row) => {
      const record = toRecord(customer, row)
      const last = newest(payments.filter((payment) => payment.customerNumber === row.number))
      const figures = related(row, 'customerFinancialDetail')
      const terms = related(row, 'paymentTerm').displayName
      const more = {
        paymentTerms: typeof terms === 'string' && terms !== '' ? terms : null,
        balance: amountOf(figures.balance),
        overdueAmount: amountOf(figures.overdueAmount),
        lastPaymentDate: last?.postingDate ?? null,
        lastPaymentAmount: last ? new Decimal(last.amount).neg() : null,
        readAt,
      }
      const asked = Object.fromEntries(Object.entries(more).filter(([name]) => fields.includes(name)))
      return [record.id, { ...record, fields: { ...record.fields, ...asked } }]
    }),
  )
}

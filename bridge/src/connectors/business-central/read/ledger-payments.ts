import { Decimal } from 'decimal.js'
import type { SourceRecord } from '../../../engine/records.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import type { Client } from '../client.ts'
import { createLedger, isApplication, isInitial, isPayment, type DetailedEntry } from '../ledger.ts'
import { idsByNumber } from './ids-by-number.ts'

/** One application as a payment sees it: which entry it closed and by how much. */
interface Application {
  readonly row: DetailedEntry
  readonly closed: number
  readonly amount: Decimal
}

/**
 * Either the payment applied itself to the invoice (the invoice's row lowers it: its sign turns) or, when somebody applied by
 * hand from the invoice, the invoice did the applying and the payment's own row tells.
 */
function applicationsOf(
  entry: number,
  own: readonly DetailedEntry[],
  applied: readonly DetailedEntry[],
): Application[] {
  const byPayment = applied
    .filter((row) => isApplication(row) && row.applied === entry && row.entry !== entry)
    .map((row) => ({ row, closed: row.entry, amount: new Decimal(row.amount).neg() }))
  const byOther = own
    .filter((row) => isApplication(row) && row.applied !== entry && row.applied !== 0)
    .map((row) => ({ row, closed: row.applied, amount: new Decimal(row.amount) }))
  return [...byPayment, ...byOther]
}

/** Posted payments, refunds and credit memos with what they closed, by the number of their customer ledger entry. */
export async function readLedgerPayments(
  client: Client,
  company: CompanyRef,
  ids: readonly string[],
  localCurrency: () => Promise<string | null>,
): Promise<ReadonlyMap<string, SourceRecord>> {
  const ledger = createLedger(client, company)
  const entries = ids.filter((id) => /^\d+$/.test(id)).map(Number)
  const [own, applied] = await Promise.all([ledger.ofEntries(entries), ledger.appliedBy(entries)])
  const all = new Map(
    entries.map((entry) => [
      entry,
      applicationsOf(
        entry,
        own.filter((row) => row.entry === entry),
        applied,
      ),
    ]),
  )
  const closed = await ledger.ofEntries([...all.values()].flat().map((application) => application.closed))
  const documentOf = new Map(closed.filter(isInitial).map((row) => [row.entry, row]))
  const invoiceNumbers = [...documentOf.values()]
    .filter((row) => row.documentType === 'Invoice')
    .map((row) => row.documentNumber)
  const invoices = await idsByNumber(client, company, 'salesInvoices', invoiceNumbers)
  const customers = await idsByNumber(
    client,
    company,
    'customers',
    own.map((row) => row.customerNumber),
  )
  const currencyCode = await localCurrency()

  return new Map(
    entries.flatMap((entry): [string, SourceRecord][] => {
      const rows = own.filter((row) => row.entry === entry)
      const first = rows.find(isInitial)
      if (!first || !isPayment(first)) return []
      const remaining = rows.reduce((total, row) => total.plus(row.amount), new Decimal(0))
      const id = String(entry)
      const fields = {
        id,
        documentType: first.documentType,
        documentNumber: first.documentNumber,
        customerId: customers.get(first.customerNumber) ?? null,
        postingDate: first.postingDate,
        // Received money is a credit, thus negative in the ledger.
        amount: new Decimal(first.amount).neg(),
        unappliedAmount: remaining.neg(),
        currencyCode,
        applications: (all.get(entry) ?? []).map(({ row, closed: other, amount }) => ({
          id: String(row.number),
          invoiceId: invoices.get(documentOf.get(other)?.documentNumber ?? '') ?? null,
          amount,
          postingDate: row.postingDate,
        })),
      }
      return [[id, { id, version: undefined, fields }]]
    }),
  )
}

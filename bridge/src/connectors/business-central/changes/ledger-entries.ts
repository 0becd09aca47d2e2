import type { Change, ChangeSink } from '../../../engine/ports.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import type { Client } from '../client.ts'
import { customer, ledgerPayment, salesCreditMemo, salesInvoice } from '../entities.ts'
import { createLedger, isInitial, isPayment, type DetailedEntry, type Ledger } from '../ledger.ts'
import { idsByNumber } from '../read/ids-by-number.ts'

/** Entry numbers are taken when a posting begins and seen when it commits: a look-back catches the late ones. */
const lookBack = 500

/** How far the ledger of one company has been translated. */
interface Progress {
  readonly until: number
  /** Numbers inside the look-back that have been told. */
  readonly seen: readonly number[]
}

/** The initial rows of entries: most are among what was just read, the others are asked for. */
async function documentsOf(ledger: Ledger, rows: readonly DetailedEntry[], entries: readonly number[]) {
  const known = new Map(rows.filter(isInitial).map((row) => [row.entry, row]))
  const missing = entries.filter((entry) => !known.has(entry))
  const asked = missing.length === 0 ? [] : await ledger.ofEntries(missing)
  for (const row of asked.filter(isInitial)) known.set(row.entry, row)
  return entries.flatMap((entry) => known.get(entry) ?? [])
}

/**
 * New detailed customer ledger entries. Business Central sends no signal for a part payment and does not stamp the invoice:
 * an entry is the signal for its payment, for the invoices and credit memos it touches and for the customer's balance.
 *
 * @returns the number of changes
 */
export async function pollLedger(client: Client, company: CompanyRef, sink: ChangeSink): Promise<number> {
  const name = `business-central/${company.id}/customer-ledger`
  const kept = await sink.cursor(name)
  const before: Progress = kept === undefined ? { until: 0, seen: [] } : (JSON.parse(kept) as Progress)
  const ledger = createLedger(client, company)
  const rows = await ledger.after(Math.max(0, before.until - lookBack))
  const told = new Set(before.seen)
  const fresh = rows.filter((row) => !told.has(row.number))
  if (fresh.length === 0) return 0

  const touched = [...new Set(fresh.flatMap((row) => [row.entry, row.applied]))].filter((entry) => entry !== 0)
  const documents = await documentsOf(ledger, rows, touched)
  const numbersOf = (type: string) =>
    documents.filter((row) => row.documentType === type).map((row) => row.documentNumber)
  const customers = fresh.map((row) => row.customerNumber)
  const [invoiceIds, creditMemoIds, customerIds] = await Promise.all([
    idsByNumber(client, company, 'salesInvoices', numbersOf('Invoice')),
    idsByNumber(client, company, 'salesCreditMemos', numbersOf('Credit Memo')),
    idsByNumber(client, company, 'customers', customers),
  ])
  const signal = (entity: Change['entity'], id: string): Change => ({
    entity,
    company: company.id,
    id,
    kind: 'updated',
    echo: false,
  })
  const changes = [
    ...[...invoiceIds.values()].map((id) => signal(salesInvoice, id)),
    ...[...creditMemoIds.values()].map((id) => signal(salesCreditMemo, id)),
    ...documents.filter(isPayment).map((row) => signal(ledgerPayment, String(row.entry))),
    ...[...customerIds.values()].map((id) => signal(customer, id)),
  ]
  const until = Math.max(before.until, ...fresh.slice(-1).map((row) => row.number))
  const seen = rows.map((row) => row.number).filter((number) => number > until - lookBack)
  await sink.accept(changes, { name, value: JSON.stringify({ until, seen } satisfies Progress) })
  return changes.length
}

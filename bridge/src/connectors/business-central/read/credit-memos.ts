import type { SourceRecord } from '../../../engine/records.ts'
import type { CompanyRef } from '../../../mapping/index.ts'
import type { Client } from '../client.ts'
import { salesCreditMemo } from '../entities.ts'
import { createLedger } from '../ledger.ts'
import { readLedgerPayments } from './ledger-payments.ts'
import { rowsById, selection, toRecord } from './rows.ts'

/** Credit memos that are not posted: nothing of them is used. */
const unposted: readonly unknown[] = ['Draft', 'In Review']

/**
 * Credit memos. What is left of them stands in the customer ledger only; a memo that the ledger does not have (it is
 * released and not posted, or the set-up of the Analytics API leaves its day out) has no remaining amount.
 */
export async function readCreditMemos(
  client: Client,
  company: CompanyRef,
  ids: readonly string[],
  fields: readonly string[],
  localCurrency: () => Promise<string | null>,
): Promise<ReadonlyMap<string, SourceRecord>> {
  const onDocument = fields.filter((field) => field !== 'remainingAmount')
  const needed = ['number', 'status', 'totalAmountIncludingTax']
  const query = selection(salesCreditMemo, [...onDocument, ...needed])
  const rows = await rowsById(client, salesCreditMemo, company, ids, query)
  const records = rows.map((row) => toRecord(salesCreditMemo, row))
  if (!fields.includes('remainingAmount')) return new Map(records.map((record) => [record.id, record]))

  const posted = records.filter(({ fields: memo }) => !unposted.includes(memo.status))
  const numbers = posted.map(({ fields: memo }) => String(memo.number))
  const initial = await createLedger(client, company).ofDocuments('Credit Memo', numbers)
  const entries = new Map(initial.map((row) => [row.documentNumber, String(row.entry)]))
  const settled = await readLedgerPayments(client, company, [...entries.values()], localCurrency)
  return new Map(
    records.map((record) => {
      const { status, number, totalAmountIncludingTax } = record.fields
      const left = settled.get(entries.get(String(number)) ?? '')?.fields.unappliedAmount ?? null
      const remainingAmount = unposted.includes(status) ? totalAmountIncludingTax : left
      return [record.id, { ...record, fields: { ...record.fields, remainingAmount } }]
    }),
  )
}

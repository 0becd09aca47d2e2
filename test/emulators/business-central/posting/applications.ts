import type { Company, Row } from '../tables.ts'
import { customerEntry, detailedEntries } from './customer-ledger.ts'
import { rowsWhere } from './read-row.ts'

/** Rows of an entry that an application brought about and nobody took back. */
export const standingRows = (company: Pick<Company, 'table'>, entryId: string): readonly Row[] =>
  rowsWhere(company, detailedEntries, 'customerLedgerEntryId', entryId).filter(
    (row) => Number(row['_application']) > 0 && row['unapplied'] !== true,
  )

/**
 * The applications of a customer ledger entry (by its number) that stand, newest first: the order in which `unapply`
 * takes them. Throws `BusinessError` when there is no such entry.
 */
export function applicationsOf(company: Pick<Company, 'table'>, entryNumber: number): number[] {
  const rows = standingRows(company, customerEntry(company, entryNumber).id)
  return [...new Set(rows.map((row) => Number(row['_application'])))].sort((a, b) => b - a)
}

import type { Company, Row } from '../tables.ts'
import { detailedEntries } from './customer-ledger.ts'
import { type Decimal, decimal, sum } from './money.ts'
import { rowsWhere } from './read-row.ts'

/** Rows by which adjusting exchange rates moved an entry, and by which applying it took that back. */
export const unrealizedRows = (company: Pick<Company, 'table'>, entry: Row): readonly Row[] =>
  rowsWhere(company, detailedEntries, 'customerLedgerEntryId', entry.id).filter((row) =>
    String(row['entryType']).startsWith('Unrealized_'),
  )

/**
 * What an entry is worth more (or less) than it was posted with, in the company's currency.
 * [base application, table Detailed Cust. Ledg. Entry: GetUnrealizedGainLossAmount]
 */
export const unrealizedOf = (company: Pick<Company, 'table'>, entry: Row): Decimal =>
  sum(unrealizedRows(company, entry).map((row) => decimal(row['amountLcy'])))

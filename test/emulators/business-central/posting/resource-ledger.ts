import type { Company, Row } from '../tables.ts'
import { type Decimal, stored } from './money.ts'
import { text } from './read-row.ts'

/** Internal tables: what was sold of resources and of fixed assets, one row per posted line. */
export const resourceEntries = '_resourceLedgerEntries'
export const fixedAssetEntries = '_fixedAssetLedgerEntries'

/** Writes the ledger entry of a resource or fixed asset that is invoiced. Quantities of what is sold are negative. */
export function postOtherLedger(
  company: Company,
  table: typeof resourceEntries | typeof fixedAssetEntries,
  sold: {
    readonly line: Row
    readonly postingDate: string
    readonly documentNumber: string
    readonly quantity: Decimal
    readonly amountLcy: Decimal
  },
): void {
  company.table(table).insert({
    entryNumber: company.nextEntry(table),
    entryType: table === resourceEntries ? 'Sale' : 'Disposal',
    number: text(sold.line, 'lineObjectNumber'),
    description: text(sold.line, 'description'),
    postingDate: sold.postingDate,
    documentNumber: sold.documentNumber,
    quantity: stored(sold.quantity.neg()),
    amountLcy: stored(sold.amountLcy.neg()),
  })
}

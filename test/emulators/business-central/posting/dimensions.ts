import type { Company, Row } from '../tables.ts'
import { rowsWhere, text } from './read-row.ts'

/** Dimensions of documents and lines: rows with `parentId`, `parentType`, `dimensionId`, `valueId`. */
const dimensionTable = '_dimensionSetEntries'
/** Combinations of dimension values that entries were posted with: `signature` and the number of the set. */
const setTable = '_dimensionSets'

/** Parent types of what is posted, as dimension set lines name them. */
export const dimensionParents = {
  salesInvoices: 'Sales_x0020_Invoice',
  salesInvoiceLines: 'Sales_x0020_Invoice_x0020_Line',
  salesCreditMemos: 'Sales_x0020_Credit_x0020_Memo',
  salesCreditMemoLines: 'Sales_x0020_Credit_x0020_Memo_x0020_Line',
  salesShipments: 'Sales_x0020_Shipment',
  salesShipmentLines: 'Sales_x0020_Shipment_x0020_Line',
  generalLedgerEntries: 'General_x0020_Ledger_x0020_Entry',
} as const

const dimensionsOf = (company: Pick<Company, 'table'>, parentId: string): readonly Row[] =>
  rowsWhere(company, dimensionTable, 'parentId', parentId)

/** What is posted keeps the dimensions of what it was posted from. */
export function copyDimensions(company: Company, from: string, table: keyof typeof dimensionParents, to: string): void {
  for (const { dimensionId, valueId } of dimensionsOf(company, from))
    company.table(dimensionTable).insert({ parentType: dimensionParents[table], parentId: to, dimensionId, valueId })
}

/** Takes the dimensions of a deleted document or line away. */
export function dropDimensions(company: Company, parentId: string): void {
  for (const row of dimensionsOf(company, parentId)) company.table(dimensionTable).delete(row.id)
}

/** Says which dimension values a document or line has, whatever their order: equal for equal sets, blank for none. */
export const dimensionSignature = (company: Pick<Company, 'table'>, parentId: string): string =>
  dimensionsOf(company, parentId)
    .map((row) => `${text(row, 'dimensionId')}=${text(row, 'valueId')}`)
    .sort()
    .join(' ')

/** The number of a dimension set, made when it is new: the same for the same values, 0 for none. */
export function dimensionSetNumber(company: Company, parentId: string): number {
  const signature = dimensionSignature(company, parentId)
  if (signature === '') return 0
  const known = rowsWhere(company, setTable, 'signature', signature)[0]
  const set = known ?? company.table(setTable).insert({ signature, entryNumber: company.nextEntry(setTable) })
  return Number(set['entryNumber'])
}

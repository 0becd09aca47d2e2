import type { Company } from '../tables.ts'
import { rowsWhere } from './read-row.ts'

/** Dimensions of documents and lines: rows with `parentId`, `parentType`, `dimensionId`, `valueId`. */
const dimensionTable = '_dimensionSetEntries'

/** Parent types of posted documents, as dimension set lines name them. */
export const dimensionParents = {
  salesInvoices: 'Sales_x0020_Invoice',
  salesInvoiceLines: 'Sales_x0020_Invoice_x0020_Line',
  salesCreditMemos: 'Sales_x0020_Credit_x0020_Memo',
  salesCreditMemoLines: 'Sales_x0020_Credit_x0020_Memo_x0020_Line',
  salesShipments: 'Sales_x0020_Shipment',
  salesShipmentLines: 'Sales_x0020_Shipment_x0020_Line',
} as const

/** What is posted keeps the dimensions of what it was posted from. */
export function copyDimensions(company: Company, from: string, table: keyof typeof dimensionParents, to: string): void {
  for (const { dimensionId, valueId } of rowsWhere(company, dimensionTable, 'parentId', from))
    company.table(dimensionTable).insert({ parentType: dimensionParents[table], parentId: to, dimensionId, valueId })
}

/** Takes the dimensions of a deleted document or line away. */
export function dropDimensions(company: Company, parentId: string): void {
  for (const row of rowsWhere(company, dimensionTable, 'parentId', parentId))
    company.table(dimensionTable).delete(row.id)
}

import type { Company, Row } from '../tables.ts'
import { rowsWhere } from './read-row.ts'

export type DocumentKind = 'salesQuote' | 'salesOrder' | 'salesInvoice' | 'salesCreditMemo'

/** Where each kind lives, and how BC's messages name it. */
export const documentKinds = {
  salesQuote: { table: 'salesQuotes', lines: 'salesQuoteLines', type: 'Quote', says: 'quote' },
  salesOrder: { table: 'salesOrders', lines: 'salesOrderLines', type: 'Order', says: 'order' },
  salesInvoice: { table: 'salesInvoices', lines: 'salesInvoiceLines', type: 'Invoice', says: 'invoice' },
  salesCreditMemo: {
    table: 'salesCreditMemos',
    lines: 'salesCreditMemoLines',
    type: 'Credit Memo',
    says: 'credit memo',
  },
} as const satisfies Record<DocumentKind, { table: string; lines: string; type: string; says: string }>

/** The lines of a document in their order. */
export function linesOf(company: Pick<Company, 'table'>, kind: DocumentKind, documentId: string): readonly Row[] {
  const lines = rowsWhere(company, documentKinds[kind].lines, 'documentId', documentId)
  return [...lines].sort((a, b) => Number(a['sequence'] ?? 0) - Number(b['sequence'] ?? 0))
}

/** Does the line stand for something that is sold? Comments, and lines without a number, do not. */
export const isSold = (line: Readonly<Record<string, unknown>>): boolean =>
  line['lineType'] !== 'Comment' && line['lineType'] !== '_x0020_'

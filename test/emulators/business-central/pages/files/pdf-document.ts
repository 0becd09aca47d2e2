import type { Row } from '../../tables.ts'
import { currencyCode } from '../local-currency.ts'
import type { Page, PageContext } from '../page.ts'
import { salesCreditMemo, salesInvoice, salesQuote, type DocumentKind } from '../sales/document-kind.ts'
import { pdf } from './pdf.ts'
import { text } from '../../wire/text.ts'

/** Documents with a printed form in the 2025-11 metadata. */
const printed: readonly DocumentKind[] = [salesInvoice, salesCreditMemo, salesQuote]

function find({ company }: PageContext, id: string): { kind: DocumentKind; row: Row } | undefined {
  for (const kind of printed) {
    const row = company.table(kind.set).get(id)
    if (row) return { kind, row }
  }
  return undefined
}

/** The printed document: to-one below quotes, invoices and credit memos. */
export const pdfDocument: Page = {
  needsParent: { properties: ['parentId', 'id'], refusal: 'You must specify a document to get its PDF.' },
  source: {
    all: () => [],
    where: (context, _property, value) => {
      const found = find(context, value)
      if (!found) return []
      return [{ id: value, parentId: value, parentType: found.kind.dimensionParent, _etag: found.row['_etag'] }]
    },
  },
  streams: {
    pdfDocumentContent: {
      read: (context, { id }) => {
        const found = find(context, id)
        if (!found) return undefined
        const { kind, row } = found
        const said = (name: string) => text(row, name)
        const lines = context.company.table(kind.lines).where('documentId', id)
        const bytes = pdf([
          context.company.name,
          `Sales ${kind.label} ${said('number')}`,
          `Customer ${said('customerNumber')} ${said('customerName')}`,
          `Date ${said(kind.dateProperty)}`,
          ...lines.map((line) => `${text(line, 'quantity')} x ${text(line, 'description')}`),
          `Total ${said('totalAmountIncludingTax')} ${currencyCode(context.company, row)}`,
        ])
        return { type: 'application/octet-stream', bytes }
      },
    },
  },
}

import type { Row } from '../../tables.ts'
import { currencyCode } from '../local-currency.ts'
import type { Page, PageContext } from '../page.ts'
import { salesCreditMemo, salesInvoice, salesOrder, salesQuote, type DocumentKind } from '../sales/document-kind.ts'
import { pdf } from './pdf.ts'
import { text } from '../../wire/text.ts'

/** A document with a printed form. */
interface Printed extends Pick<DocumentKind, 'set' | 'lines' | 'label'> {
  readonly dateProperty: string
  readonly dimensionParent: string
}

/** Those of the 2025-11 metadata. */
const printed: readonly Printed[] = [salesInvoice, salesCreditMemo, salesQuote]

/** Those that application version 29 has besides. */
const printed29: readonly Printed[] = [
  salesOrder,
  {
    set: 'salesShipments',
    lines: 'salesShipmentLines',
    label: 'shipment',
    dateProperty: 'postingDate',
    dimensionParent: 'Sales_x0020_Shipment',
  },
]

function find({ company, switches }: PageContext, id: string): { kind: Printed; row: Row } | undefined {
  for (const kind of switches.version29 ? [...printed, ...printed29] : printed) {
    const row = company.table(kind.set).get(id)
    if (row) return { kind, row }
  }
  return undefined
}

/** The printed document: to-one below quotes, invoices and credit memos, in version 29 orders and shipments too. */
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
        const total = said('totalAmountIncludingTax')
        const bytes = pdf([
          context.company.name,
          `Sales ${kind.label} ${said('number')}`,
          `Customer ${said('customerNumber')} ${said('customerName')}`,
          `Date ${said(kind.dateProperty)}`,
          ...lines.map((line) => `${text(line, 'quantity')} x ${text(line, 'description')}`),
          ...(total === '' ? [] : [`Total ${total} ${currencyCode(context.company, row)}`]),
        ])
        return { type: 'application/octet-stream', bytes }
      },
    },
  },
}

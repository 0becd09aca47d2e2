import type { Row } from '../../tables.ts'
import type { Values } from '../../wire/coerce.ts'
import { entitySet } from '../../entities.ts'
import { moveDimensions } from '../dimensions/document-dimensions.ts'
import type { ActionResult, PageContext } from '../page.ts'
import { recalculate } from '../../posting/index.ts'
import { salesQuote, type DocumentKind } from './document-kind.ts'

/** Makes an order or an invoice of a quote: a document with a new id; the quote is gone afterwards. */
export function convertQuote({ company }: PageContext, quote: Row, target: DocumentKind): ActionResult {
  const set = entitySet(target.set)
  const made = company.table(target.set).insert({
    ...common(quote, Object.keys(set.properties)),
    number: company.nextNumber(target.kind),
    status: 'Draft',
    [target.dateProperty]: company.workDate(),
    postingDate: company.workDate(),
    ...(target.kind === 'salesOrder' && { partialShipping: true, fullyShipped: false }),
  })
  moveDimensions(company, quote.id, target.dimensionParent, made.id)
  for (const line of company.table(salesQuote.lines).where('documentId', quote.id)) {
    const copy = company.table(target.lines).insert({
      ...common(line, Object.keys(entitySet(target.lines).properties)),
      documentId: made.id,
      shipmentDate: company.workDate(),
      ...(target.kind === 'salesOrder' && {
        shipQuantity: line['quantity'],
        invoiceQuantity: line['quantity'],
        shippedQuantity: '0',
        invoicedQuantity: '0',
      }),
    })
    moveDimensions(company, line.id, target.lineDimensionParent, copy.id)
    company.table(salesQuote.lines).delete(line.id)
  }
  company.table(salesQuote.set).delete(quote.id)
  recalculate(company, target.kind, made.id)
  return { set: target.set, id: made.id }
}

/** The properties both documents have; the id is the row's own. */
function common(from: Row, names: readonly string[]): Values {
  return Object.fromEntries(names.filter((name) => name !== 'id' && name in from).map((name) => [name, from[name]]))
}

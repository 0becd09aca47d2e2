import type { Company, Row } from '../tables.ts'
import { foreignCurrency, roundingPrecision } from './currency.ts'
import { copyDimensions } from './dimensions.ts'
import { headerFrom, lineAmountsFrom, lineFrom } from './document-fields.ts'
import { documentKinds, linesOf } from './document-kinds.ts'
import { calculatedNow } from './recalculate.ts'

const totals = ['discountAmount', 'totalAmountExcludingTax', 'totalTaxAmount', 'totalAmountIncludingTax'] as const

/**
 * Writes a draft of another kind over everything on a posted document. Amounts are copied, not calculated anew, so that
 * the draft takes back to the cent what the document charged. `header` holds what the new kind has besides.
 */
export function copyDocument(
  company: Company,
  from: 'salesInvoice' | 'salesCreditMemo',
  document: Row,
  to: 'salesInvoice' | 'salesCreditMemo',
  header: Readonly<Record<string, unknown>>,
): Row {
  const { table, lines } = documentKinds[to]
  const precision = roundingPrecision(company, foreignCurrency(company, document))
  const draft = company.table(table).insert({
    ...headerFrom(document, to),
    number: company.nextNumber(to),
    discountAppliedBeforeTax: document['discountAppliedBeforeTax'] ?? true,
    ...Object.fromEntries(totals.map((name) => [name, document[name] ?? '0'])),
    status: 'Draft',
    ...header,
  })
  copyDimensions(company, document.id, table, draft.id)
  for (const line of linesOf(company, from, document.id)) {
    const copied = company.table(lines).insert({
      ...lineFrom(line),
      ...lineAmountsFrom(line),
      _orderLineId: undefined,
      _prepaidDeducted: undefined,
      documentId: draft.id,
      _calculated: calculatedNow(line, precision),
      // What is credited cannot come back once more.
      ...(to === 'salesCreditMemo' ? { _returnsLineId: line.id } : {}),
    })
    copyDimensions(company, line.id, lines, copied.id)
  }
  return draft
}

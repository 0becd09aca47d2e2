import type { Company, Row } from '../tables.ts'
import { copyDimensions } from './dimensions.ts'
import { lineFrom } from './document-fields.ts'
import { documentTotals } from './document-amounts.ts'
import { isSold } from './document-kinds.ts'
import { type Decimal, stored, zero } from './money.ts'
import type { PostedLine } from './posted-lines.ts'
import { zeroDate, zeroGuid } from './read-row.ts'

/** What an invoice's header says when nothing else was entered. */
export const invoiceBlanks = {
  promisedPayDate: zeroDate,
  customerPurchaseOrderReference: '',
  orderId: zeroGuid,
  orderNumber: '',
  disputeStatusId: zeroGuid,
  disputeStatus: '',
} as const

/** What a credit memo's header says when it corrects nothing. */
const creditMemoBlanks = { invoiceId: zeroGuid, invoiceNumber: '', customerReturnReasonId: zeroGuid } as const

/** The number series of posted documents, and how their document date is called. */
export const postedKinds = {
  salesInvoice: { series: 'postedSalesInvoice', date: 'invoiceDate', blanks: invoiceBlanks },
  salesCreditMemo: { series: 'postedSalesCreditMemo', date: 'creditMemoDate', blanks: creditMemoBlanks },
} as const

/** The totals of the posted lines, as header properties. */
export function totalsOf(lines: readonly PostedLine[]): Record<string, string> {
  const totals = Object.entries(documentTotals(lines.map((line) => line.amounts)))
  return Object.fromEntries(totals.map(([name, amount]) => [name, stored(amount)]))
}

/** Writes the lines of a posted document, with ids of their own, in the order of the source: comments go along. */
export function insertPostedLines(
  company: Company,
  table: 'salesInvoiceLines' | 'salesCreditMemoLines',
  documentId: string,
  source: readonly Row[],
  posted: readonly PostedLine[],
): void {
  const bySource = new Map(posted.map((line) => [line.source.id, line]))
  for (const line of source) {
    const calculated = bySource.get(line.id)
    if (!calculated && isSold(line)) continue
    const amounts = Object.entries(calculated?.amounts ?? {}).map(([name, amount]) => [name, stored(amount as Decimal)])
    const inserted = company.table(table).insert({
      ...lineFrom(line),
      documentId,
      quantity: stored(calculated?.quantity ?? zero),
      discountAmount: stored(calculated?.discountAmount ?? zero),
      discountAppliedBeforeTax: line['discountAppliedBeforeTax'] ?? true,
      ...(Object.fromEntries(amounts) as Record<string, string>),
    })
    copyDimensions(company, line.id, table, inserted.id)
  }
}

import type { Company, Row } from '../tables.ts'
import { copyDimensions } from './dimensions.ts'
import { headerFrom, lineFrom } from './document-fields.ts'
import { type Decimal, decimal, stored, sum } from './money.ts'
import { must, text, zeroGuid } from './read-row.ts'
import { recalculate } from './recalculate.ts'

/** How much of a line of a posted invoice comes back. */
export interface LineBack {
  readonly line: Row
  readonly quantity: Decimal
}

function draftHeader(company: Company, invoice: Row, reasonId: string | undefined): Row {
  if (reasonId !== undefined) must(company, 'customerReturnReasons', reasonId, 'The return reason')
  const today = company.workDate()
  return company.table('salesCreditMemos').insert({
    ...headerFrom(invoice, 'salesCreditMemo'),
    number: company.nextNumber('salesCreditMemo'),
    creditMemoDate: today,
    postingDate: today,
    dueDate: today,
    invoiceId: invoice.id,
    invoiceNumber: text(invoice, 'number'),
    customerReturnReasonId: reasonId ?? zeroGuid,
    discountAmount: '0',
    discountAppliedBeforeTax: invoice['discountAppliedBeforeTax'] ?? true,
    status: 'Draft',
  })
}

/** The part of the invoice discount that belongs to what comes back of a line. */
const discountShare = ({ line, quantity }: LineBack): Decimal =>
  decimal(line['invoiceDiscountAllocation']).times(quantity).div(decimal(line['quantity'])).toDecimalPlaces(2)

/** Writes a draft credit memo over parts of an invoice, at the prices, discounts and taxes they were sold with. */
export function draftReturn(company: Company, invoice: Row, back: readonly LineBack[], reasonId?: string): Row {
  const memo = draftHeader(company, invoice, reasonId)
  copyDimensions(company, invoice.id, 'salesCreditMemos', memo.id)
  for (const { line, quantity } of back) {
    const made = company.table('salesCreditMemoLines').insert({
      ...lineFrom(line),
      _orderLineId: undefined,
      _prepaidDeducted: undefined,
      documentId: memo.id,
      quantity: stored(quantity),
      discountAmount: '0',
      _returnsLineId: line.id,
    })
    copyDimensions(company, line.id, 'salesCreditMemoLines', made.id)
  }
  company.table('salesCreditMemos').update(memo.id, { discountAmount: stored(sum(back.map(discountShare))) })
  recalculate(company, 'salesCreditMemo', memo.id)
  return must(company, 'salesCreditMemos', memo.id, 'The credit memo')
}

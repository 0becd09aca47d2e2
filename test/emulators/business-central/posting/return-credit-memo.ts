import { BusinessError, type Company, type Row } from '../tables.ts'
import { postedInvoice } from './corrective-credit-memo.ts'
import { copyDimensions } from './dimensions.ts'
import { headerFrom, lineFrom } from './document-fields.ts'
import { isSold, linesOf } from './document-kinds.ts'
import { type GivenAmount, givenPositive } from './given.ts'
import { type Decimal, decimal, stored } from './money.ts'
import { recalculate } from './recalculate.ts'
import { must, text, zeroGuid } from './read-row.ts'
import { refuseMoreThan, returnedBefore } from './returned-goods.ts'

/** What a customer sends back of one line of a posted invoice. */
export interface ReturnedPart {
  readonly lineId: string
  readonly quantity: GivenAmount
}

/** The quantity to take back, not more than was sold and is not back already. */
function quantityOf(company: Company, line: Row, asked: GivenAmount): Decimal {
  const quantity = givenPositive(asked, 'Quantity')
  const left = decimal(line['quantity']).minus(returnedBefore(company, line, 'drafts too'))
  if (quantity.gt(left)) throw refuseMoreThan(left, line)
  return quantity
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
const discountShare = (line: Row, quantity: Decimal): Decimal =>
  decimal(line['invoiceDiscountAllocation']).times(quantity).div(decimal(line['quantity'])).toDecimalPlaces(2)

/**
 * Makes a draft credit memo over goods that come back: parts of lines of a posted invoice, at the prices, discounts and
 * taxes they were sold with. The invoice may be paid or not; `postCreditMemo` applies the memo to it as far as it is open,
 * the rest stays open to be refunded or applied. Throws `BusinessError`, and changes nothing, for a draft or canceled
 * invoice and when more is to come back than was sold.
 * [Microsoft Learn: Process sales returns; Get Posted Document Lines to Reverse]
 */
export function makeReturnCreditMemo(
  company: Company,
  asked: { readonly invoiceId: string; readonly lines: readonly ReturnedPart[]; readonly reasonId?: string },
): Row {
  return company.transaction(() => {
    const invoice = postedInvoice(company, asked.invoiceId)
    const sold = linesOf(company, 'salesInvoice', invoice.id).filter(isSold)
    if (asked.lines.length === 0) throw new BusinessError('There is nothing to post.')
    const memo = draftHeader(company, invoice, asked.reasonId)
    copyDimensions(company, invoice.id, 'salesCreditMemos', memo.id)
    let discount = decimal(0)
    for (const { lineId, quantity: wanted } of asked.lines) {
      const line = sold.find(({ id }) => id === lineId)
      if (!line) throw new BusinessError(`The line ${lineId} is not in the invoice.`, 'Internal_RecordNotFound', 404)
      const quantity = quantityOf(company, line, wanted)
      discount = discount.plus(discountShare(line, quantity))
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
    company.table('salesCreditMemos').update(memo.id, { discountAmount: stored(discount) })
    recalculate(company, 'salesCreditMemo', memo.id)
    return must(company, 'salesCreditMemos', memo.id, 'The credit memo')
  })
}

import { BusinessError, type Company, type Row } from '../tables.ts'
import { checkNotInReview, checkedCustomers, checkedLines, checkedPostingDate, documentName } from './checks.ts'
import { foreignCurrency, roundingPrecision } from './currency.ts'
import { linesOf } from './document-kinds.ts'
import { postFromOrder } from './document-from-order.ts'
import { type Decimal, decimal, stored, zero } from './money.ts'
import { calculatePostedLines } from './posted-lines.ts'
import { become } from './prepayment.ts'
import { type LinePrepayment, prepaymentLines, prepaymentOf } from './prepayment-lines.ts'
import { must, text } from './read-row.ts'
import { recalculate } from './recalculate.ts'

const kinds = {
  salesInvoice: {
    amount: ({ asked, invoiced }: LinePrepayment): Decimal => (asked.isZero() ? zero : asked.minus(invoiced)),
    after: ({ asked, invoiced }: LinePrepayment): Decimal => (asked.isZero() ? invoiced : asked),
  },
  salesCreditMemo: {
    amount: ({ invoiced, deducted }: LinePrepayment): Decimal => invoiced.minus(deducted),
    after: ({ deducted }: LinePrepayment): Decimal => deducted,
  },
} as const

function post(company: Company, kind: keyof typeof kinds, orderId: string): Row {
  const { amount, after } = kinds[kind]
  return company.transaction(() => {
    const draft = must(company, 'salesOrders', orderId, 'The order')
    checkNotInReview(draft)
    const { billTo } = checkedCustomers(company, kind, draft, false)
    const postingDate = checkedPostingDate(company, draft, documentName('salesOrder', draft))
    recalculate(company, 'salesOrder', orderId)
    const order = must(company, 'salesOrders', orderId, 'The order')
    const precision = roundingPrecision(company, foreignCurrency(company, order))
    const sold = checkedLines(company, 'salesOrder', linesOf(company, 'salesOrder', orderId))
    const amountOf = (line: Row) => amount(prepaymentOf(order, line, precision))
    const lines = prepaymentLines(company, sold, amountOf, { quantity: '1', after: 0 })
    if (lines.length === 0) throw new BusinessError('There is nothing to post.')
    const posted = calculatePostedLines(company, order, lines, (line) => ({
      now: decimal(line['quantity']),
      before: zero,
    }))
    const header = { _prepayment: true, _prepaymentOrderNumber: text(order, 'number') }
    const document = postFromOrder(company, kind, { order, billTo, postingDate, lines, posted, header })
    for (const line of sold) {
      const prepaid = stored(after(prepaymentOf(order, line, precision)))
      company.table('salesOrderLines').update(line.id, { _prepaid: prepaid }, { silent: true })
    }
    become(company, must(company, 'salesOrders', orderId, 'The order'), 'Pending Prepayment')
    return document
  })
}

/**
 * Posts the prepayment invoice of an order and returns it: a posted sales invoice over what is asked for ahead and not
 * invoiced yet, by tax group, on the prepayment account, without `orderId`. The order is pending prepayment from then on,
 * to be posted all the same where the set-up does not ask for the payment; its later invoices deduct what is prepaid.
 * Throws `BusinessError`, and changes nothing, when there is nothing to invoice.
 * [Microsoft Learn: Create prepayment invoices; base application, codeunit Sales-Post Prepayments]
 */
export const postPrepaymentInvoice = (company: Company, orderId: string): Row => post(company, 'salesInvoice', orderId)

/**
 * Posts the prepayment credit memo of an order and returns it: a posted sales credit memo over all that is invoiced ahead
 * and not deducted yet. It is applied to nothing. The order is pending prepayment, and cannot be posted before the
 * prepayment is invoiced again or taken back. Throws `BusinessError`, and changes nothing, when nothing is left to credit.
 * [Microsoft Learn: Correct prepayments; base application, codeunit Sales-Post Prepayments]
 */
export const postPrepaymentCreditMemo = (company: Company, orderId: string): Row =>
  post(company, 'salesCreditMemo', orderId)

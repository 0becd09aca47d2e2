import { BusinessError, type Company, type Row } from '../tables.ts'
import { checkNotInReview, checkedCustomers, checkedLines, checkedPostingDate, documentName } from './checks.ts'
import { linesOf } from './document-kinds.ts'
import { type GivenAmount, givenAmount } from './given.ts'
import { postInvoiceFromOrder } from './invoice-from-order.ts'
import { decimal, stored, zero } from './money.ts'
import { calculatePostedLines } from './posted-lines.ts'
import { postingSetup } from './posting-setup.ts'
import { prepaymentLines } from './prepayment-lines.ts'
import { must, referred, text } from './read-row.ts'
import { recalculate } from './recalculate.ts'
import { ledgerEntryOf } from './statuses.ts'

/** Is a prepayment asked for that has not been invoiced? */
const isUnposted = (order: Row): boolean =>
  decimal(order['_prepaymentPercent']).gt(0) && text(order, '_prepaymentInvoiceId') === ''

/**
 * Throws when an order cannot be posted because of its prepayment: not invoiced, or, where the set-up checks it, not paid.
 * [base application, codeunit Prepayment Mgt.]
 */
export function checkPrepayment(company: Company, order: Row): void {
  const which = `of type Order with the number ${text(order, 'number')}`
  if (isUnposted(order)) throw new BusinessError(`There are unposted prepayment amounts on the document ${which}.`)
  const invoice = referred(company, 'salesInvoices', order, '_prepaymentInvoiceId')
  if (postingSetup(company).checkPrepayment && invoice && ledgerEntryOf(company, invoice)?.['open'] === true)
    throw new BusinessError(`There are unpaid prepayment invoices that are related to the document ${which}.`)
}

/**
 * Asks for a part of a draft order to be paid ahead, in percent of every line; 0 takes it back. API v2.0 has no property
 * for it. Throws `BusinessError` for a released order and when the prepayment is invoiced already.
 * [Microsoft Learn: Set up prepayments]
 */
export function setPrepayment(company: Company, orderId: string, percent: GivenAmount): Row {
  const order = must(company, 'salesOrders', orderId, 'The order')
  const asked = givenAmount(percent, 'Prepayment %')
  if (asked.isNegative() || asked.gt(100))
    throw new BusinessError('Prepayment % must be between 0 and 100.', 'Application_FieldValidationException')
  if (order['status'] !== 'Draft')
    throw new BusinessError(
      `Status must be equal to 'Open' in ${documentName('salesOrder', order)}. Current value is 'Released'.`,
      'Application_FieldValidationException',
    )
  if (text(order, '_prepaymentInvoiceId') !== '')
    throw new BusinessError('The prepayment has been invoiced: its percentage can no longer be changed.')
  return company.table('salesOrders').update(orderId, { _prepaymentPercent: stored(asked) })
}

/**
 * Releases a draft order, as the client's action does: its lines are closed. With a prepayment that is not invoiced it is
 * _Pending Prepayment_ inside, which the API shows as `Open` like a released one. Throws `BusinessError` when there is
 * nothing on it, or an approval is pending. [Microsoft Learn: Release sales orders; page GraphMgt - Sales Order Buffer]
 */
export function releaseOrder(company: Company, orderId: string): Row {
  return company.transaction(() => {
    const order = must(company, 'salesOrders', orderId, 'The order')
    checkNotInReview(order)
    if (linesOf(company, 'salesOrder', orderId).length === 0)
      throw new BusinessError(
        `There is nothing to release for the document of type Order with the number ${text(order, 'number')}.`,
      )
    const state = isUnposted(order) ? 'Pending Prepayment' : 'Released'
    if (order['status'] === 'Open' && order['_state'] === state) return order
    return company.table('salesOrders').update(orderId, { status: 'Open', _state: state })
  })
}

/**
 * Posts the prepayment invoice of an order and returns it: a posted sales invoice over the percentage of every tax group,
 * on the prepayment account, without `orderId`. The order is released by it; its later invoices deduct what is prepaid.
 * Throws `BusinessError`, and changes nothing, when none is asked for or it is posted already.
 * [Microsoft Learn: Create prepayment invoices; base application, codeunit Sales-Post Prepayments]
 */
export function postPrepaymentInvoice(company: Company, orderId: string): Row {
  return company.transaction(() => {
    const draft = must(company, 'salesOrders', orderId, 'The order')
    checkNotInReview(draft)
    const { billTo } = checkedCustomers(company, 'salesOrder', draft, false)
    const postingDate = checkedPostingDate(company, draft, documentName('salesOrder', draft))
    if (!isUnposted(draft)) throw new BusinessError('There is nothing to post.')
    recalculate(company, 'salesOrder', orderId)
    const order = must(company, 'salesOrders', orderId, 'The order')
    const sold = checkedLines(company, 'salesOrder', linesOf(company, 'salesOrder', orderId))
    const { lines, shares } = prepaymentLines(company, order, sold, decimal(order['_prepaymentPercent']))
    if (lines.length === 0) throw new BusinessError('There is nothing to post.')
    const posted = calculatePostedLines(company, order, lines, (line) => ({
      now: decimal(line['quantity']),
      before: zero,
    }))
    const header = { _prepayment: true, _prepaymentOrderNumber: text(order, 'number') }
    const invoice = postInvoiceFromOrder(company, { order, billTo, postingDate, lines, posted, header })
    for (const [lineId, share] of shares)
      company.table('salesOrderLines').update(lineId, { _prepaid: stored(share) }, { silent: true })
    company
      .table('salesOrders')
      .update(orderId, { status: 'Open', _state: 'Released', _prepaymentInvoiceId: invoice.id })
    return invoice
  })
}

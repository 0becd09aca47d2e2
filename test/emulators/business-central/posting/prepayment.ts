import { BusinessError, type Company, type Row } from '../tables.ts'
import { checkNotInReview, documentName } from './checks.ts'
import { foreignCurrency, roundingPrecision } from './currency.ts'
import { isSold, linesOf } from './document-kinds.ts'
import { type GivenAmount, givenAmount } from './given.ts'
import { decimal, stored } from './money.ts'
import { postingSetup } from './posting-setup.ts'
import { prepaymentOf } from './prepayment-lines.ts'
import { must, rowsWhere, text } from './read-row.ts'
import { ledgerEntryOf } from './statuses.ts'

const which = (order: Row): string => `the document of type Order with the number ${text(order, 'number')}`

/** The prepayments of all lines of an order. */
function prepaymentsOf(company: Company, order: Row) {
  const precision = roundingPrecision(company, foreignCurrency(company, order))
  const lines = linesOf(company, 'salesOrder', order.id).filter(isSold)
  return lines.map((line) => ({ line, ...prepaymentOf(order, line, precision) }))
}

/** Throws when something is asked for ahead that is not invoiced, or no longer. */
function refuseUnposted(company: Company, order: Row): void {
  if (prepaymentsOf(company, order).some(({ asked, invoiced }) => !asked.isZero() && !asked.eq(invoiced)))
    throw new BusinessError(`There are unposted prepayment amounts on ${which(order)}.`)
}

/** Is a prepayment invoice of this order not paid, where the set-up asks? */
const isUnpaid = (company: Company, order: Row): boolean =>
  postingSetup(company).checkPrepayment &&
  rowsWhere(company, 'salesInvoices', '_prepaymentOrderNumber', text(order, 'number')).some(
    (invoice) => ledgerEntryOf(company, invoice)?.['open'] === true,
  )

const unpaid = (order: Row): BusinessError =>
  new BusinessError(`There are unpaid prepayment invoices that are related to ${which(order)}.`)

/**
 * Throws when an order cannot be posted because of its prepayment: not invoiced, or, where the set-up checks it, not paid.
 * [base application, codeunit Prepayment Mgt.]
 */
export function checkPrepayment(company: Company, order: Row): void {
  refuseUnposted(company, order)
  if (isUnpaid(company, order)) throw unpaid(order)
}

/**
 * Asks for a part of a draft order to be paid ahead, in percent of every line; 0 takes it back. API v2.0 has no property
 * for it. Throws `BusinessError` for a released order and when more than that is invoiced ahead already: that takes a
 * prepayment credit memo first. [Microsoft Learn: Set up prepayments; Correct prepayments]
 */
export function setPrepayment(company: Company, orderId: string, percent: GivenAmount): Row {
  return company.transaction(() => {
    const order = must(company, 'salesOrders', orderId, 'The order')
    const asked = givenAmount(percent, 'Prepayment %')
    if (asked.isNegative() || asked.gt(100))
      throw new BusinessError('Prepayment % must be between 0 and 100.', 'Application_FieldValidationException')
    if (order['status'] !== 'Draft')
      throw new BusinessError(
        `Status must be equal to 'Open' in ${documentName('salesOrder', order)}. Current value is 'Released'.`,
        'Application_FieldValidationException',
      )
    const changed = company.table('salesOrders').update(orderId, { _prepaymentPercent: stored(asked) })
    const short = prepaymentsOf(company, changed).find((each) => each.asked.lt(each.invoiced))
    if (short)
      throw new BusinessError(
        `Prepmt. Line Amount cannot be less than ${short.invoiced.toFixed()} in Sales Line: Line No.=${String(short.line['sequence'])}.`,
        'Application_FieldValidationException',
      )
    return changed
  })
}

/**
 * Releases a draft order, or one that is pending prepayment, as the client's action does: its lines are closed. Throws
 * `BusinessError` when there is nothing on it, an approval is pending, or a prepayment is not invoiced. One that has to be
 * paid first leaves the order _Pending Prepayment_ inside, which the API shows as `Open` like a released one.
 * [Microsoft Learn: Release sales orders; base application, codeunit Release Sales Document; page GraphMgt - Sales Order
 * Buffer]
 */
export function releaseOrder(company: Company, orderId: string): Row {
  const order = must(company, 'salesOrders', orderId, 'The order')
  refuseUnposted(company, order)
  if (isUnpaid(company, order)) {
    become(company, order, 'Pending Prepayment')
    throw unpaid(order)
  }
  checkNotInReview(order)
  if (linesOf(company, 'salesOrder', orderId).every((line) => !isSold(line) || decimal(line['quantity']).isZero()))
    throw new BusinessError(`There is nothing to release for ${which(order)}.`)
  return become(company, order, 'Released')
}

/**
 * Reopens an order, as the client's action does: its lines can be changed again, and its prepayment. Throws
 * `BusinessError` while an approval is pending. [base application, codeunit Release Sales Document]
 */
export function reopenOrder(company: Company, orderId: string): Row {
  const order = must(company, 'salesOrders', orderId, 'The order')
  if (order['status'] === 'In_x0020_Review')
    throw new BusinessError('The approval process must be cancelled or completed to reopen this document.')
  return become(company, order, 'Open')
}

/** Gives an order its state inside, and the status that the API makes of it. */
export function become(company: Company, order: Row, state: 'Open' | 'Released' | 'Pending Prepayment'): Row {
  const status = state === 'Open' ? 'Draft' : 'Open'
  if (order['status'] === status && order['_state'] === state) return order
  return company.table('salesOrders').update(order.id, { status, _state: state })
}

import { BusinessError, type Company, type Row } from '../tables.ts'
import { checkNotInReview, checkedCustomers, checkedLines, checkedPostingDate, documentName } from './checks.ts'
import { foreignCurrency, roundingPrecision } from './currency.ts'
import { dropDimensions } from './dimensions.ts'
import { postFromOrder } from './document-from-order.ts'
import { linesOf } from './document-kinds.ts'
import { type Decimal, decimal, stored, zero } from './money.ts'
import { type OrderQuantities, orderQuantitiesNow } from './order-quantities.ts'
import { postShipment } from './post-shipment.ts'
import { calculatePostedLines } from './posted-lines.ts'
import { checkPrepayment } from './prepayment.ts'
import { prepaymentLines, toDeduct } from './prepayment-lines.ts'
import { isFullyShipped, recalculate } from './recalculate.ts'
import { must, text } from './read-row.ts'

/** What a posting of an order made. */
export interface OrderPosting {
  readonly shipment?: Row
  readonly invoice?: Row
  /** True when everything is shipped and invoiced: the order is gone. */
  readonly orderDeleted: boolean
}

interface Posting {
  readonly order: Row
  readonly sellTo: Row
  readonly billTo: Row
  readonly postingDate: string
  readonly lines: readonly Row[]
  readonly quantities: ReadonlyMap<string, OrderQuantities>
}

/** Posts what is invoiced now, less what was prepaid for it. */
function postOrderInvoice(company: Company, { order, billTo, postingDate, lines, quantities }: Posting): Row {
  const sold = lines.filter((line) => quantities.has(line.id))
  const quantityOf = (line: Row) => {
    const each = quantities.get(line.id)
    return { now: each?.toInvoice ?? zero, before: each?.invoiced ?? zero }
  }
  const precision = roundingPrecision(company, foreignCurrency(company, order))
  const amount = order['pricesIncludeTax'] === true ? 'netAmountIncludingTax' : 'netAmount'
  const deducted = new Map(
    calculatePostedLines(company, order, sold, quantityOf).map(({ source, amounts }) => [
      source.id,
      toDeduct(order, source, { ...quantityOf(source), amount: amounts[amount] }, precision),
    ]),
  )
  const after = Math.max(0, ...sold.map((line) => Number(line['sequence'] ?? 0)))
  const deductions = prepaymentLines(company, sold, ({ id }) => deducted.get(id) ?? zero, { quantity: '-1', after })
  for (const line of sold) {
    const all = stored(decimal(line['_prepaidDeducted']).plus(deducted.get(line.id) ?? zero))
    if (all !== '0') company.table('salesOrderLines').update(line.id, { _prepaidDeducted: all }, { silent: true })
  }
  const posted = calculatePostedLines(company, order, [...sold, ...deductions], (line) =>
    quantities.has(line.id) ? quantityOf(line) : { now: decimal(line['quantity']), before: zero },
  )
  const header = { orderId: order.id, orderNumber: text(order, 'number') }
  // Should the invoice be canceled, its lines know what to give back to the order.
  const known = lines.map((line) => ({
    ...line,
    _orderLineId: line.id,
    _prepaidDeducted: stored(deducted.get(line.id) ?? zero),
  }))
  const made = { order, billTo, postingDate, lines: [...known, ...deductions], posted, header }
  return postFromOrder(company, 'salesInvoice', made)
}

/** Deletes an order that is done, or raises its quantities and proposes the rest for the next posting. */
function settleOrder(company: Company, { order, lines, quantities }: Posting): boolean {
  const table = company.table('salesOrderLines')
  const done = [...quantities.values()].every(
    (each) => each.quantity.eq(each.shipped.plus(each.toShip)) && each.quantity.eq(each.invoiced.plus(each.toInvoice)),
  )
  if (done) {
    for (const line of lines) {
      dropDimensions(company, line.id)
      table.delete(line.id)
    }
    dropDimensions(company, order.id)
    company.table('salesOrders').delete(order.id)
    return true
  }
  for (const [lineId, each] of quantities)
    table.update(lineId, {
      shippedQuantity: stored(each.shipped.plus(each.toShip)),
      invoicedQuantity: stored(each.invoiced.plus(each.toInvoice)),
      shipQuantity: undefined,
      invoiceQuantity: undefined,
    })
  // Posting releases the order; it stays released.
  company
    .table('salesOrders')
    .update(order.id, { status: 'Open', _state: 'Released', fullyShipped: isFullyShipped(company, order.id) })
  recalculate(company, 'salesOrder', order.id)
  return false
}

/** What the person at the client chose on posting: Ship, Invoice, or both. */
export interface OrderPostingChoice {
  readonly ship: boolean
  readonly invoice: boolean
}

/** Quantities of the posting, as the choice leaves them: what is not chosen does not move. */
function chosen(line: Row, { ship, invoice }: OrderPostingChoice): OrderQuantities {
  const now = orderQuantitiesNow(line)
  return { ...now, toShip: ship ? now.toShip : zero, toInvoice: invoice ? now.toInvoice : zero }
}

/**
 * Posts what stands in `shipQuantity` and `invoiceQuantity` of an order's lines, as far as `choice` goes: a shipment, an
 * invoice, or both. The order is deleted once everything is shipped and invoiced, else it stays with raised quantities.
 * Throws `BusinessError`, and changes nothing, when it cannot be posted.
 */
export function postOrder(company: Company, orderId: string, choice: OrderPostingChoice): OrderPosting {
  return company.transaction(() => {
    const order = must(company, 'salesOrders', orderId, 'The order')
    checkNotInReview(order)
    const { sellTo, billTo } = checkedCustomers(company, 'salesOrder', order, choice.ship)
    const postingDate = checkedPostingDate(company, order, documentName('salesOrder', order))
    checkPrepayment(company, order)
    recalculate(company, 'salesOrder', orderId)
    const lines = linesOf(company, 'salesOrder', orderId)
    const sold = checkedLines(company, 'salesOrder', lines)
    const quantities = new Map(sold.map((line) => [line.id, chosen(line, choice)]))
    const present = must(company, 'salesOrders', orderId, 'The order')
    const posting: Posting = { order: present, sellTo, billTo, postingDate, lines, quantities }

    const of = (line: Row, which: 'toShip' | 'toInvoice'): Decimal => quantities.get(line.id)?.[which] ?? zero
    const ships = sold.some((line) => !of(line, 'toShip').isZero())
    const invoices = sold.some((line) => !of(line, 'toInvoice').isZero())
    if (!ships && !invoices) throw new BusinessError('There is nothing to post.')
    const shipsAll = sold.every((line) =>
      decimal(line['quantity']).eq(decimal(line['shippedQuantity']).plus(of(line, 'toShip'))),
    )
    if (order['partialShipping'] === false && ships && !shipsAll)
      throw new BusinessError(
        'This document cannot be shipped completely. Change the value in the Shipping Advice field to Partial.',
      )

    const shipment = ships
      ? postShipment(company, present, sellTo, lines, { postingDate, shipped: (line) => of(line, 'toShip') })
      : undefined
    const invoice = invoices ? postOrderInvoice(company, posting) : undefined
    const orderDeleted = settleOrder(company, posting)
    return { ...(shipment && { shipment }), ...(invoice && { invoice }), orderDeleted }
  })
}

/** Posts shipment and invoice together: the one action that the API offers on orders. */
export const shipAndInvoice = (company: Company, orderId: string): OrderPosting =>
  postOrder(company, orderId, { ship: true, invoice: true })

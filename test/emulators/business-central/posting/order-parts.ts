import { BusinessError, type Company } from '../tables.ts'
import { isSold, linesOf } from './document-kinds.ts'
import { type GivenAmount, givenAmount } from './given.ts'
import { stored } from './money.ts'
import { type OrderPosting, postOrder } from './post-order.ts'
import { must } from './read-row.ts'
import { recalculate } from './recalculate.ts'

/** How much of one line of an order is posted now. */
export interface OrderPart {
  readonly lineId: string
  readonly quantity: GivenAmount
}

/**
 * Enters the quantities of the next posting. With `parts`, lines that are not named post nothing; without, each posts all
 * that it can: what is outstanding, or what is shipped and not invoiced.
 */
function enterQuantities(
  company: Company,
  orderId: string,
  property: 'shipQuantity' | 'invoiceQuantity',
  parts: readonly OrderPart[] | undefined,
): void {
  must(company, 'salesOrders', orderId, 'The order')
  const lines = linesOf(company, 'salesOrder', orderId).filter(isSold)
  const stranger = parts?.find(({ lineId }) => !lines.some((line) => line.id === lineId))
  if (stranger)
    throw new BusinessError(`The line ${stranger.lineId} is not in the order.`, 'Internal_RecordNotFound', 404)
  // A quantity that is written twice is asked for anew: left out means "all that is possible".
  for (const { id } of lines)
    company.table('salesOrderLines').update(id, {
      shipQuantity: property === 'shipQuantity' ? undefined : '0',
      invoiceQuantity: undefined,
    })
  recalculate(company, 'salesOrder', orderId)
  if (!parts) return
  for (const { id } of lines) {
    const asked = parts.filter(({ lineId }) => lineId === id)
    if (asked.length > 1) throw new BusinessError(`The line ${id} is named twice.`)
    const quantity = asked[0] ? givenAmount(asked[0].quantity, 'Quantity') : undefined
    company.table('salesOrderLines').update(id, { [property]: quantity ? stored(quantity) : '0' })
  }
  recalculate(company, 'salesOrder', orderId)
}

/**
 * Ships an order, in whole or in part, and invoices nothing: what the client's _Post_ > _Ship_ does. Returns the posted
 * shipment in `shipment`. Throws `BusinessError`, and changes nothing, when it cannot be posted.
 * [Microsoft Learn: Post sales orders]
 */
export const shipOrder = (company: Company, orderId: string, parts?: readonly OrderPart[]): OrderPosting =>
  company.transaction(() => {
    enterQuantities(company, orderId, 'shipQuantity', parts)
    return postOrder(company, orderId, { ship: true, invoice: false })
  })

/**
 * Invoices what was shipped earlier, in whole or in part: the client's _Post_ > _Invoice_. Returns the posted invoice in
 * `invoice`; the order is gone when nothing of it is left. Throws `BusinessError`, and changes nothing, when it cannot be
 * posted.
 */
export const invoiceOrder = (company: Company, orderId: string, parts?: readonly OrderPart[]): OrderPosting =>
  company.transaction(() => {
    enterQuantities(company, orderId, 'invoiceQuantity', parts)
    return postOrder(company, orderId, { ship: false, invoice: true })
  })

import { BusinessError, type Row } from '../tables.ts'
import { Decimal, decimal } from './money.ts'

export interface OrderQuantities {
  readonly quantity: Decimal
  readonly shipped: Decimal
  readonly invoiced: Decimal
  /** What the next posting ships and invoices. */
  readonly toShip: Decimal
  readonly toInvoice: Decimal
}

/** What the line said when it was last calculated. */
export interface QuantitiesBefore {
  readonly quantity: string
  readonly shipQuantity: string
  readonly invoiceQuantity: string
}

/** Beyond zero or on the other side of it than `limit` allows? */
const exceeds = (value: Decimal, limit: Decimal): boolean =>
  value.abs().gt(limit.abs()) || (!value.isZero() && value.isNegative() !== limit.isNegative())

/**
 * Quantities of an order line; `before` is undefined on a line that was never calculated. Left alone, a posting ships what is outstanding and invoices what is then shipped; a new
 * quantity to ship sets the quantity to invoice anew, and a new quantity sets both. Throws when more would be shipped
 * than is outstanding, or invoiced than is shipped.
 */
export function orderQuantities(line: Row, before: QuantitiesBefore | undefined): OrderQuantities {
  const quantity = decimal(line['quantity'])
  const shipped = decimal(line['shippedQuantity'])
  const invoiced = decimal(line['invoicedQuantity'])
  const outstanding = quantity.minus(shipped)
  // On a line that was never calculated, zero is what an empty field holds, not a wish to post nothing.
  const isSet = (property: 'shipQuantity' | 'invoiceQuantity') =>
    line[property] !== undefined && (before !== undefined || !decimal(line[property]).isZero())
  const isNew = (property: keyof QuantitiesBefore) =>
    before === undefined || !decimal(line[property]).eq(before[property])

  const quantityIsNew = before !== undefined && isNew('quantity')
  const shipIsKept = isSet('shipQuantity') && (isNew('shipQuantity') || !quantityIsNew)
  const toShip = shipIsKept ? decimal(line['shipQuantity']) : outstanding
  const mayInvoice = shipped.minus(invoiced).plus(toShip)
  const invoiceIsKept =
    isSet('invoiceQuantity') && (isNew('invoiceQuantity') || !(quantityIsNew || isNew('shipQuantity')))
  const toInvoice = invoiceIsKept ? decimal(line['invoiceQuantity']) : mayInvoice

  if (!shipped.isZero() && (quantity.abs().lt(shipped.abs()) || quantity.isNegative() !== shipped.isNegative()))
    throw new BusinessError(`Quantity must not be less than Quantity Shipped (${shipped.toFixed()}).`)
  if (exceeds(toShip, outstanding)) throw new BusinessError(`You cannot ship more than ${outstanding.toFixed()} units.`)
  if (exceeds(toInvoice, mayInvoice))
    throw new BusinessError(`You cannot invoice more than ${mayInvoice.toFixed()} units.`)
  return { quantity, shipped, invoiced, toShip, toInvoice }
}

/** Quantities of a line that has just been calculated. */
export const orderQuantitiesNow = (line: Row): OrderQuantities => ({
  quantity: decimal(line['quantity']),
  shipped: decimal(line['shippedQuantity']),
  invoiced: decimal(line['invoicedQuantity']),
  toShip: decimal(line['shipQuantity']),
  toInvoice: decimal(line['invoiceQuantity']),
})

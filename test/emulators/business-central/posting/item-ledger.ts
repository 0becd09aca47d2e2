import type { Company, Row } from '../tables.ts'
import { type Decimal, decimal, stored } from './money.ts'
import { referred, rowsWhere, text } from './read-row.ts'

export interface ItemMovement {
  readonly item: Row
  readonly customer: Row
  readonly postingDate: string
  readonly documentType: 'Sales_x0020_Shipment' | 'Sales_x0020_Invoice' | 'Sales_x0020_Credit_x0020_Memo'
  readonly documentNumber: string
  readonly description: string
  /** What leaves the stock; negative when it comes back. */
  readonly quantity: Decimal
  /** Sales in the company's currency, when the movement is invoiced at once. */
  readonly salesAmount?: Decimal
  /** The order line that may be invoiced later. */
  readonly orderLineId?: string
}

/** Does the item have a stock and a cost of goods sold? Services and non-inventory items do not. */
export const isStocked = (item: Row): boolean => text(item, 'type') === 'Inventory' || text(item, 'type') === ''

/** The item of a line, if it is an item line. */
export const itemOf = (company: Pick<Company, 'table'>, line: Row): Row | undefined =>
  referred(company, 'items', line, 'itemId')

/**
 * Writes an item ledger entry and moves the stock. Stock changes silently: it is a FlowField and neither stamps the item
 * nor raises a notification. Stock may go below zero, as it may where negative inventory is not prevented.
 */
export function postItemMovement(company: Company, movement: ItemMovement): void {
  const { item, quantity } = movement
  company.table('itemLedgerEntries').insert({
    entryNumber: company.nextEntry('itemLedgerEntries'),
    itemNumber: text(item, 'number'),
    postingDate: movement.postingDate,
    entryType: 'Sale',
    sourceNumber: text(movement.customer, 'number'),
    sourceType: 'Customer',
    documentNumber: movement.documentNumber,
    documentType: movement.documentType,
    description: movement.description,
    quantity: stored(quantity.neg()),
    salesAmountActual: stored(movement.salesAmount ?? decimal(0)),
    costAmountActual: isStocked(item) ? stored(quantity.times(decimal(item['unitCost'])).neg()) : '0',
    _orderLineId: movement.orderLineId ?? '',
    _toInvoice: stored(movement.salesAmount ? decimal(0) : quantity),
  })
  if (!isStocked(item)) return
  const present = company.table('items').get(item.id) ?? item
  company
    .table('items')
    .update(item.id, { inventory: stored(decimal(present['inventory']).minus(quantity)) }, { silent: true })
}

/** Enters the sales amount of a later invoice on the shipments' item ledger entries, oldest first. */
export function invoiceItemEntries(
  company: Company,
  orderLineId: string,
  quantity: Decimal,
  salesAmount: Decimal,
): void {
  let left = quantity
  let amount = salesAmount
  for (const entry of rowsWhere(company, 'itemLedgerEntries', '_orderLineId', orderLineId)) {
    const open = decimal(entry['_toInvoice'])
    if (left.isZero() || open.isZero()) continue
    const taken = left.abs().lt(open.abs()) ? left : open
    const part = taken.eq(left) ? amount : salesAmount.times(taken).div(quantity).toDecimalPlaces(2)
    company.table('itemLedgerEntries').update(
      entry.id,
      {
        salesAmountActual: stored(decimal(entry['salesAmountActual']).plus(part)),
        _toInvoice: stored(open.minus(taken)),
      },
      { silent: true },
    )
    left = left.minus(taken)
    amount = amount.minus(part)
  }
}

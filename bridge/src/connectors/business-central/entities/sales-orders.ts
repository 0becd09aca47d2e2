import { defineEntity, field } from '../../../engine/entity.ts'
import { openHeader, openLine } from './open-documents.ts'
import { record, system } from './system.ts'

export const salesOrderLine = defineEntity(
  system,
  'salesOrderLine',
  { label: 'sales order line', ...record },
  {
    ...openLine,
    shippedQuantity: field.number(),
    invoicedQuantity: field.number(),
  },
)

export const salesOrder = defineEntity(
  system,
  'salesOrder',
  { label: 'sales order', ...record },
  {
    ...openHeader,
    orderDate: field.day(),
    requestedDeliveryDate: field.day(),
    /** Not in companies that reckon with sales tax. */
    pricesIncludeTax: field.flag(),
    salesOrderLines: field.lines(salesOrderLine),
  },
)

/** How far one line has come. */
export const salesOrderLineProgress = defineEntity(
  system,
  'salesOrderLineProgress',
  { label: 'sales order line status', ...record, viewOf: salesOrderLine },
  {
    id: field.id(),
    quantity: field.number('required'),
    shippedQuantity: field.number('required'),
    invoicedQuantity: field.number('required'),
    shippedPercent: field.number('required'),
    invoicedPercent: field.number('required'),
  },
)

/**
 * How far a sales order has come. Business Central deletes an order that is fully shipped and invoiced, so this entity
 * also answers for an order that is gone: `Invoiced` when posted invoices name it, else `Deleted`.
 */
export const salesOrderProgress = defineEntity(
  system,
  'salesOrderProgress',
  { label: 'sales order status', ...record, viewOf: salesOrder },
  {
    id: field.id(),
    /** null when the order was deleted without an invoice. */
    number: field.text(20),
    status: field.choice(
      ['Draft', 'In Review', 'Released', 'Partly Shipped', 'Shipped', 'Partly Invoiced', 'Invoiced', 'Deleted'],
      'required',
    ),
    shippedPercent: field.number(),
    invoicedPercent: field.number(),
    externalDocumentNumber: field.text(35),
    /** Of an order that is gone: what its invoices have billed. It was deleted in part only when that is less than ordered. */
    invoicedQuantity: field.number(),
    /** Without comments; none when the order is gone. */
    lines: field.lines(salesOrderLineProgress),
  },
)

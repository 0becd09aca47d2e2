import { defineEntity, field } from '../../../engine/entity.ts'
import { dimensions } from './dimensions.ts'
import { record, system } from './system.ts'

export const salesInvoiceLine = defineEntity(
  system,
  'salesInvoiceLine',
  { label: 'sales invoice line', ...record },
  {
    id: field.id(),
    sequence: field.number(),
    lineType: field.text(40),
    lineObjectNumber: field.text(20),
    itemId: field.reference(),
    itemVariantCode: field.text(10),
    description: field.text(100),
    unitOfMeasureCode: field.text(10),
    quantity: field.number(),
    unitPrice: field.number(),
    discountPercent: field.number(),
    discountAmount: field.number(),
    taxCode: field.text(50),
    ...dimensions,
    netAmount: field.number(),
    taxPercent: field.number(),
    netAmountIncludingTax: field.number(),
  },
)

/** `remainingAmount` is worked out when read: a part payment changes it without moving the record's stamp. */
export const salesInvoice = defineEntity(
  system,
  'salesInvoice',
  { label: 'sales invoice', ...record, annulled: { field: 'status', values: ['Canceled'] } },
  {
    id: field.id(),
    number: field.text(20, 'required'),
    externalDocumentNumber: field.text(35),
    invoiceDate: field.day(),
    postingDate: field.day(),
    dueDate: field.day(),
    customerId: field.reference('required'),
    orderId: field.reference(),
    orderNumber: field.text(20),
    currencyCode: field.text(10),
    shipmentMethodCode: field.text(10),
    ...dimensions,
    remainingAmount: field.number(),
    totalAmountExcludingTax: field.number(),
    totalTaxAmount: field.number(),
    totalAmountIncludingTax: field.number(),
    status: field.choice(['Draft', 'In Review', 'Open', 'Paid', 'Canceled', 'Corrective'], 'required'),
    salesInvoiceLines: field.lines(salesInvoiceLine),
  },
)

/** How a sales invoice stands; a draft that was deleted has no number and reads `Deleted`. */
export const salesInvoiceProgress = defineEntity(
  system,
  'salesInvoiceProgress',
  { label: 'sales invoice status', ...record, viewOf: salesInvoice },
  {
    id: field.id(),
    number: field.text(20),
    status: field.choice(['Draft', 'In Review', 'Open', 'Paid', 'Canceled', 'Corrective', 'Deleted'], 'required'),
  },
)

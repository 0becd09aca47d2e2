import { defineEntity, field } from '../../engine/entity.ts'

const system = 'business-central'
const record = { key: 'id', perCompany: true }

/**
 * A customer card, with the financial figures of `customerFinancialDetails` and the newest payment of its ledger, so
 * that one read gives the whole billing picture.
 */
export const customer = defineEntity(
  system,
  'customer',
  { label: 'customer', ...record },
  {
    id: field.id(),
    number: field.text(20),
    displayName: field.text(100, 'required'),
    type: field.choice(['Company', 'Person'], 'required'),
    addressLine1: field.text(100),
    addressLine2: field.text(50),
    city: field.text(30),
    state: field.text(30),
    country: field.text(10),
    postalCode: field.text(20),
    phoneNumber: field.text(30),
    email: field.text(80),
    website: field.text(80),
    taxRegistrationNumber: field.text(20),
    creditLimit: field.number(),
    currencyCode: field.text(10),
    paymentTermsId: field.reference(),
    /** Display name of the payment terms. */
    paymentTerms: field.text(100),
    /** null = not blocked. */
    blocked: field.choice(['Ship', 'Invoice', 'All']),
    /** Local currency, worked out by Business Central when read. */
    balance: field.number(),
    overdueAmount: field.number(),
    lastPaymentDate: field.day(),
    lastPaymentAmount: field.number(),
    /** When the figures were read. */
    readAt: field.instant('required'),
  },
)

export const item = defineEntity(
  system,
  'item',
  { label: 'item', ...record },
  {
    id: field.id(),
    number: field.text(20, 'required'),
    displayName: field.text(100),
    type: field.choice(['Inventory', 'Service', 'Non-Inventory'], 'required'),
    blocked: field.flag(),
    unitPrice: field.number('required'),
    baseUnitOfMeasureCode: field.text(10),
  },
)

export const salesOrderLine = defineEntity(
  system,
  'salesOrderLine',
  { label: 'sales order line', ...record },
  {
    id: field.id(),
    lineType: field.choice(['Comment', 'Item'], 'required'),
    itemId: field.reference(),
    description: field.text(100),
    quantity: field.number('required'),
    unitPrice: field.number('required'),
  },
)

export const salesOrder = defineEntity(
  system,
  'salesOrder',
  { label: 'sales order', ...record },
  {
    id: field.id(),
    number: field.text(20),
    externalDocumentNumber: field.text(35),
    orderDate: field.day(),
    customerId: field.reference('required'),
    salesOrderLines: field.lines(salesOrderLine),
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
  },
)

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
    description: field.text(100),
    unitOfMeasureCode: field.text(10),
    quantity: field.number(),
    unitPrice: field.number(),
    discountPercent: field.number(),
    netAmount: field.number(),
    taxPercent: field.number(),
    netAmountIncludingTax: field.number(),
  },
)

/** `remainingAmount` is worked out when read: a part payment changes it without moving the record's stamp. */
export const salesInvoice = defineEntity(
  system,
  'salesInvoice',
  { label: 'sales invoice', ...record },
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
    remainingAmount: field.number(),
    totalAmountExcludingTax: field.number(),
    totalTaxAmount: field.number(),
    totalAmountIncludingTax: field.number(),
    status: field.choice(['Draft', 'In Review', 'Open', 'Paid', 'Canceled', 'Corrective'], 'required'),
    salesInvoiceLines: field.lines(salesInvoiceLine),
  },
)

export const ledgerApplication = defineEntity(
  system,
  'ledgerApplication',
  { label: 'application', ...record },
  {
    /** Number of the detailed ledger entry. */
    id: field.id(),
    /** The sales invoice that was closed, by id; null when the closed entry is no sales invoice. */
    invoiceId: field.reference(),
    /** Positive = closes the invoice; an un-application brings the opposite sign. */
    amount: field.number('required'),
    postingDate: field.day('required'),
  },
)

/**
 * A posted payment, put together from the detailed customer ledger entries of the Analytics API: API v2.0 itself has no
 * posted payments. The id is the number of the customer ledger entry. Amounts are in local currency, positive = received.
 */
export const ledgerPayment = defineEntity(
  system,
  'ledgerPayment',
  { label: 'payment', ...record },
  {
    id: field.id(),
    documentType: field.choice(['Payment', 'Refund', 'Credit Memo'], 'required'),
    documentNumber: field.text(20, 'required'),
    customerId: field.reference('required'),
    postingDate: field.day('required'),
    amount: field.number('required'),
    unappliedAmount: field.number('required'),
    currencyCode: field.text(10),
    applications: field.lines(ledgerApplication),
  },
)

import { composed, defineEntity, field } from '../../engine/entity.ts'

const system = 'business-central'
const record = { key: 'id', perCompany: true }

/**
 * Codes of dimension values, by what they mean to the company; the dimension behind each is a setting (`BC_DIMENSIONS`). They
 * stand on no page: the writer keeps them among the record's dimensions.
 */
export const dimensions = {
  businessUnit: field.text(20),
  department: field.text(20),
  costCenter: field.text(20),
  project: field.text(20),
} as const

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
    /** The API takes the id of the terms; the writer looks it up. */
    paymentTermsCode: field.text(10),
    /** Display name of the payment terms. */
    paymentTerms: composed(field.text(100)),
    /** null = not blocked. */
    blocked: field.choice(['Ship', 'Invoice', 'All']),
    /** The local currency of the company: all amounts of a customer are in it. */
    localCurrencyCode: composed(field.text(10)),
    /** Worked out by Business Central when read. */
    balance: composed(field.number()),
    overdueAmount: composed(field.number()),
    lastPaymentDate: composed(field.day()),
    lastPaymentAmount: composed(field.number()),
    /** Default dimensions, written only. */
    ...dimensions,
    /** When the figures were read. */
    readAt: composed(field.instant('required')),
    /** Number of the contact of type Company that stands for the customer: persons are hung below it. */
    companyContactNumber: composed(field.text(20)),
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
    /** The local currency of the company: unit prices are in it. */
    currencyCode: composed(field.text(10)),
  },
)

/** A line of a sales document that is not posted yet. */
const openLine = {
  id: field.id(),
  lineType: field.choice(['Comment', 'Item'], 'required'),
  itemId: field.reference(),
  /** Of `itemId`. The API takes the variant's id; the writer looks it up. */
  itemVariantCode: field.text(10),
  description: field.text(100),
  unitOfMeasureCode: field.text(10),
  quantity: field.number('required'),
  unitPrice: field.number(),
  discountPercent: field.number(),
  discountAmount: field.number(),
  /** Tax group, or VAT product posting group. */
  taxCode: field.text(50),
  ...dimensions,
} as const

/** What the headers of open sales documents have in common. */
const openHeader = {
  id: field.id(),
  number: field.text(20),
  externalDocumentNumber: field.text(35),
  customerId: field.reference('required'),
  currencyCode: field.text(10),
  /** The API takes the method's id; the writer looks it up. */
  shipmentMethodCode: field.text(10),
  ...dimensions,
} as const

/**
 * A person we talk to at a customer. Business Central hangs persons below the contact of type Company that stands for the
 * customer, by that contact's number.
 */
export const contact = defineEntity(
  system,
  'contact',
  { label: 'contact', ...record },
  {
    id: field.id(),
    number: field.text(20),
    type: field.choice(['Company', 'Person'], 'required'),
    displayName: field.text(100, 'required'),
    jobTitle: field.text(30),
    companyNumber: field.text(20),
    email: field.text(80),
    phoneNumber: field.text(30),
    mobilePhoneNumber: field.text(30),
    /** The customer that the contact belongs to. */
    customerId: composed(field.reference()),
  },
)

/** A company we buy from. */
export const vendor = defineEntity(
  system,
  'vendor',
  { label: 'vendor', ...record },
  {
    id: field.id(),
    number: field.text(20),
    displayName: field.text(100, 'required'),
    addressLine1: field.text(100),
    city: field.text(30),
    state: field.text(30),
    country: field.text(10),
    postalCode: field.text(20),
    phoneNumber: field.text(30),
    website: field.text(80),
    taxRegistrationNumber: field.text(20),
  },
)

/** How much of an item is there. Business Central works it out when asked; nothing tells that it changed but the item ledger. */
export const itemStock = defineEntity(
  system,
  'itemStock',
  { label: 'stock', ...record, viewOf: item },
  {
    id: field.id(),
    type: field.choice(['Inventory', 'Service', 'Non-Inventory'], 'required'),
    inventory: field.number(),
    /** When it was read. */
    readAt: composed(field.instant('required')),
  },
)

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

export const salesQuoteLine = defineEntity(system, 'salesQuoteLine', { label: 'sales quote line', ...record }, openLine)

export const salesQuote = defineEntity(
  system,
  'salesQuote',
  { label: 'sales quote', ...record },
  {
    ...openHeader,
    documentDate: field.day(),
    status: field.choice(['Draft', 'Sent', 'Accepted', 'Expired']),
    salesQuoteLines: field.lines(salesQuoteLine),
  },
)

/** How a sales quote stands; one that is gone (made into an order, or deleted) has no number and reads `Deleted`. */
export const salesQuoteProgress = defineEntity(
  system,
  'salesQuoteProgress',
  { label: 'sales quote status', ...record, viewOf: salesQuote },
  {
    id: field.id(),
    number: field.text(20),
    status: field.choice(['Draft', 'Sent', 'Accepted', 'Expired', 'Deleted'], 'required'),
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

/** Has the fields of an invoice's line, and those only. */
export const salesCreditMemoLine = defineEntity(
  system,
  'salesCreditMemoLine',
  { label: 'sales credit memo line', ...record },
  salesInvoiceLine.fields,
)

/**
 * Amounts are positive, as on the document: a credit memo over 100 lowers by 100 what the customer owes. Business Central
 * tells no remaining amount of credit memos; `remainingAmount` is worked out of the customer ledger, null when the ledger
 * does not have the document.
 */
export const salesCreditMemo = defineEntity(
  system,
  'salesCreditMemo',
  { label: 'sales credit memo', ...record },
  {
    id: field.id(),
    number: field.text(20, 'required'),
    externalDocumentNumber: field.text(35),
    creditMemoDate: field.day(),
    postingDate: field.day(),
    dueDate: field.day(),
    customerId: field.reference('required'),
    /** The invoice it corrects. */
    invoiceId: field.reference(),
    currencyCode: field.text(10),
    remainingAmount: composed(field.number()),
    totalAmountExcludingTax: field.number(),
    totalTaxAmount: field.number(),
    totalAmountIncludingTax: field.number(),
    status: field.choice(['Draft', 'In Review', 'Open', 'Paid', 'Canceled', 'Corrective'], 'required'),
    salesCreditMemoLines: field.lines(salesCreditMemoLine),
  },
)

/** How much of a payment stands against one other document: applied less un-applied; nothing left, no record. */
export const ledgerApplication = defineEntity(
  system,
  'ledgerApplication',
  { label: 'application', ...record },
  {
    /** Numbers of the two customer ledger entries: `{payment}-{other}`. */
    id: field.id(),
    /** The sales invoice or credit memo it stands against, by id; both null when it is something else. */
    invoiceId: field.reference(),
    creditMemoId: field.reference(),
    documentType: field.text(40),
    documentNumber: field.text(20),
    /** In the payment's currency; positive = lowers what the other document asks for. */
    amount: field.number('required'),
    amountLocal: field.number('required'),
    /** Of the newest application of the two. */
    postingDate: field.day('required'),
  },
)

/**
 * A posted payment, put together from the detailed customer ledger entries of the Analytics API: API v2.0 itself has no
 * posted payments. The id is the number of the customer ledger entry. Positive = received. `unappliedAmount` is `amount`
 * less the applications, to the cent.
 *
 * The ledger is told in local currency only. `amount`, `unappliedAmount` and the applications are in the currency of the
 * documents that the payment is applied to (of a credit memo: its own); in local currency as long as there are none.
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
    amountLocal: field.number('required'),
    unappliedAmountLocal: field.number('required'),
    /** Realized by changes of the exchange rate between the documents and the payment; positive = gain. */
    gainLocal: field.number('required'),
    localCurrencyCode: field.text(10),
    applications: field.lines(ledgerApplication),
  },
)

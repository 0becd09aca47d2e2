/** The four sales documents of the API, with what tells them apart. */
export interface DocumentKind {
  readonly kind: 'salesQuote' | 'salesOrder' | 'salesInvoice' | 'salesCreditMemo'
  readonly set: string
  readonly lines: string
  /** The document's own date; the posting date stands beside it. */
  readonly dateProperty: 'documentDate' | 'orderDate' | 'invoiceDate' | 'creditMemoDate'
  readonly label: string
  /** Values of a customer's `blocked` that forbid making one. [base application, table Customer] */
  readonly refusedWhenBlocked: readonly string[]
  readonly dimensionParent: string
  readonly lineDimensionParent: string
}

export const salesQuote: DocumentKind = {
  kind: 'salesQuote',
  set: 'salesQuotes',
  lines: 'salesQuoteLines',
  dateProperty: 'documentDate',
  label: 'quote',
  refusedWhenBlocked: ['All', 'Invoice', 'Ship'],
  dimensionParent: 'Sales_x0020_Quote',
  lineDimensionParent: 'Sales_x0020_Quote_x0020_Line',
}

export const salesOrder: DocumentKind = {
  kind: 'salesOrder',
  set: 'salesOrders',
  lines: 'salesOrderLines',
  dateProperty: 'orderDate',
  label: 'order',
  refusedWhenBlocked: ['All', 'Invoice', 'Ship'],
  dimensionParent: 'Sales_x0020_Order',
  lineDimensionParent: 'Sales_x0020_Order_x0020_Line',
}

export const salesInvoice: DocumentKind = {
  kind: 'salesInvoice',
  set: 'salesInvoices',
  lines: 'salesInvoiceLines',
  dateProperty: 'invoiceDate',
  label: 'invoice',
  refusedWhenBlocked: ['All', 'Invoice'],
  dimensionParent: 'Sales_x0020_Invoice',
  lineDimensionParent: 'Sales_x0020_Invoice_x0020_Line',
}

export const salesCreditMemo: DocumentKind = {
  kind: 'salesCreditMemo',
  set: 'salesCreditMemos',
  lines: 'salesCreditMemoLines',
  dateProperty: 'creditMemoDate',
  label: 'credit memo',
  refusedWhenBlocked: ['All'],
  dimensionParent: 'Sales_x0020_Credit_x0020_Memo',
  lineDimensionParent: 'Sales_x0020_Credit_x0020_Memo_x0020_Line',
}

export const documentKinds: readonly DocumentKind[] = [salesQuote, salesOrder, salesInvoice, salesCreditMemo]

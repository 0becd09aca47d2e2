/** A reference of one set to another: an id, the code or number that goes with it, or both. */
export interface Reference {
  readonly id?: string
  readonly code?: string
  readonly set: string
  /** Property of the target that the code names. */
  readonly by: 'code' | 'number'
  /** The target's name in messages. */
  readonly label: string
  /** Only a posted document will do. */
  readonly posted?: true
}

const currency: Reference = { id: 'currencyId', code: 'currencyCode', set: 'currencies', by: 'code', label: 'Currency' }
const paymentTerms: Reference = { id: 'paymentTermsId', set: 'paymentTerms', by: 'code', label: 'Payment Terms' }
const paymentMethod: Reference = { id: 'paymentMethodId', set: 'paymentMethods', by: 'code', label: 'Payment Method' }
const shipmentMethod: Reference = {
  id: 'shipmentMethodId',
  set: 'shipmentMethods',
  by: 'code',
  label: 'Shipment Method',
}
const country = (code: string): Reference => ({ code, set: 'countriesRegions', by: 'code', label: 'Country/Region' })
const salesperson = (code: string): Reference => ({
  code,
  set: 'salespeoplePurchasers',
  by: 'code',
  label: 'Salesperson/Purchaser',
})
const customer: Reference = {
  id: 'customerId',
  code: 'customerNumber',
  set: 'customers',
  by: 'number',
  label: 'Customer',
}
const dimensionValue = (code: string): Reference => ({
  code,
  set: 'dimensionValues',
  by: 'code',
  label: 'Dimension Value',
})
const account = (prefix: string, code: string): Reference => ({
  id: prefix,
  code,
  set: 'accounts',
  by: 'number',
  label: 'G/L Account',
})

const document: readonly Reference[] = [
  customer,
  { id: 'billToCustomerId', code: 'billToCustomerNumber', set: 'customers', by: 'number', label: 'Customer' },
  currency,
  paymentTerms,
  shipmentMethod,
  salesperson('salesperson'),
  dimensionValue('shortcutDimension1Code'),
  dimensionValue('shortcutDimension2Code'),
  country('sellToCountry'),
  country('shipToCountry'),
]
const line: readonly Reference[] = [
  { id: 'itemId', set: 'items', by: 'number', label: 'Item' },
  account('accountId', 'accountNumber'),
  { id: 'unitOfMeasureId', code: 'unitOfMeasureCode', set: 'unitsOfMeasure', by: 'code', label: 'Unit of Measure' },
  { id: 'itemVariantId', set: 'itemVariants', by: 'code', label: 'Item Variant' },
  { id: 'locationId', set: 'locations', by: 'code', label: 'Location' },
  // VAT product posting groups, in a company that reckons with VAT, stand in the same set.
  { code: 'taxCode', set: 'taxGroups', by: 'code', label: 'Tax Group' },
]

/**
 * Which properties of which set refer to what.
 *
 * Sources: referential constraints of the live metadata; table relations of the base application for lone codes.
 */
export const references: Readonly<Record<string, readonly Reference[]>> = {
  customers: [
    currency,
    paymentTerms,
    paymentMethod,
    shipmentMethod,
    { id: 'taxAreaId', set: 'taxAreas', by: 'code', label: 'Tax Area' },
    country('country'),
    salesperson('salespersonCode'),
  ],
  vendors: [currency, paymentTerms, paymentMethod, country('country')],
  contacts: [country('country'), { code: 'companyNumber', set: 'contacts', by: 'number', label: 'Contact' }],
  items: [
    { id: 'itemCategoryId', code: 'itemCategoryCode', set: 'itemCategories', by: 'code', label: 'Item Category' },
    { id: 'taxGroupId', code: 'taxGroupCode', set: 'taxGroups', by: 'code', label: 'Tax Group' },
    {
      id: 'baseUnitOfMeasureId',
      code: 'baseUnitOfMeasureCode',
      set: 'unitsOfMeasure',
      by: 'code',
      label: 'Unit of Measure',
    },
    {
      id: 'generalProductPostingGroupId',
      code: 'generalProductPostingGroupCode',
      set: 'generalProductPostingGroups',
      by: 'code',
      label: 'Gen. Product Posting Group',
    },
    {
      id: 'inventoryPostingGroupId',
      code: 'inventoryPostingGroupCode',
      set: 'inventoryPostingGroups',
      by: 'code',
      label: 'Inventory Posting Group',
    },
  ],
  itemVariants: [{ id: 'itemId', code: 'itemNumber', set: 'items', by: 'number', label: 'Item' }],
  _resources: [
    {
      id: 'baseUnitOfMeasureId',
      code: 'baseUnitOfMeasureCode',
      set: 'unitsOfMeasure',
      by: 'code',
      label: 'Unit of Measure',
    },
  ],
  locations: [country('country')],
  bankAccounts: [currency],
  salesQuotes: document,
  salesOrders: document,
  salesInvoices: [
    ...document,
    { id: 'disputeStatusId', code: 'disputeStatus', set: 'disputeStatus', by: 'code', label: 'Dispute Status' },
  ],
  salesCreditMemos: [
    ...document,
    {
      id: 'invoiceId',
      code: 'invoiceNumber',
      set: 'salesInvoices',
      by: 'number',
      label: 'Sales Invoice',
      posted: true,
    },
    { id: 'customerReturnReasonId', set: 'customerReturnReasons', by: 'code', label: 'Return Reason' },
  ],
  salesQuoteLines: line,
  salesOrderLines: line,
  salesInvoiceLines: line,
  salesCreditMemoLines: line,
  _vendorLedgerEntries: [{ id: 'accountId', code: 'accountNumber', set: 'vendors', by: 'number', label: 'Vendor' }],
  _bankAccountLedgerEntries: [
    { id: 'accountId', code: 'accountNumber', set: 'bankAccounts', by: 'number', label: 'Bank Account' },
  ],
  customerPaymentJournals: [account('balancingAccountId', 'balancingAccountNumber')],
  journals: [account('balancingAccountId', 'balancingAccountNumber')],
  customerPayments: [
    customer,
    {
      id: 'appliesToInvoiceId',
      code: 'appliesToInvoiceNumber',
      set: 'salesInvoices',
      by: 'number',
      label: 'Sales Invoice',
    },
  ],
  defaultDimensions: [
    { id: 'dimensionId', code: 'dimensionCode', set: 'dimensions', by: 'code', label: 'Dimension' },
    {
      id: 'dimensionValueId',
      code: 'dimensionValueCode',
      set: 'dimensionValues',
      by: 'code',
      label: 'Dimension Value',
    },
  ],
}

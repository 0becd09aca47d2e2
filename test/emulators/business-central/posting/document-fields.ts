import type { Row } from '../tables.ts'

const address = (party: string): string[] =>
  ['AddressLine1', 'AddressLine2', 'City', 'Country', 'State', 'PostCode'].map((part) => party + part)

const parties = [
  'customerId',
  'customerNumber',
  'customerName',
  'billToName',
  'billToCustomerId',
  'billToCustomerNumber',
  ...address('sellTo'),
  ...address('billTo'),
]
const shipTo = ['shipToName', 'shipToContact', ...address('shipTo')]

/** Header properties that a posted document takes over from the one it comes from. */
const headerProperties = [
  ...parties,
  ...shipTo,
  'externalDocumentNumber',
  'shortcutDimension1Code',
  'shortcutDimension2Code',
  'currencyId',
  'currencyCode',
  'pricesIncludeTax',
  'paymentTermsId',
  'shipmentMethodId',
  'salesperson',
  'phoneNumber',
  'email',
] as const

/** Line properties that go along. */
const lineProperties = [
  'sequence',
  'itemId',
  'accountId',
  'lineType',
  'lineObjectNumber',
  'description',
  'description2',
  'unitOfMeasureId',
  'unitOfMeasureCode',
  'unitPrice',
  'discountPercent',
  'taxCode',
  '_vatIdentifier',
  'taxPercent',
  'shipmentDate',
  'itemVariantId',
  'locationId',
  '_returnsLineId',
  '_orderLineId',
  '_prepaidDeducted',
] as const

const pick = (row: Row, properties: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(properties.filter((name) => row[name] !== undefined).map((name) => [name, row[name]]))

/** Properties that a kind of posted document does not have. */
const without: Readonly<Record<'salesInvoice' | 'salesCreditMemo' | 'salesShipment', readonly string[]>> = {
  salesInvoice: [],
  salesCreditMemo: shipTo,
  salesShipment: [
    'currencyId',
    'paymentTermsId',
    'shipmentMethodId',
    'shortcutDimension1Code',
    'shortcutDimension2Code',
  ],
}

/** Header of a posted document. */
export const headerFrom = (document: Row, target: keyof typeof without): Record<string, unknown> =>
  pick(
    document,
    headerProperties.filter((name) => !without[target].includes(name)),
  )

/** What was calculated for a line. */
const amountProperties = [
  'quantity',
  'discountAmount',
  'discountAppliedBeforeTax',
  'amountExcludingTax',
  'totalTaxAmount',
  'amountIncludingTax',
  'invoiceDiscountAllocation',
  'netAmount',
  'netTaxAmount',
  'netAmountIncludingTax',
] as const

/** The quantity and amounts of a line, as they are. */
export const lineAmountsFrom = (line: Row): Record<string, unknown> => pick(line, amountProperties)

/** A line of a posted document, without its quantity and amounts. */
export const lineFrom = (line: Row): Record<string, unknown> => pick(line, lineProperties)

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
  'taxPercent',
  'shipmentDate',
  'itemVariantId',
  'locationId',
] as const

const pick = (row: Row, properties: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(properties.filter((name) => row[name] !== undefined).map((name) => [name, row[name]]))

/** Header of the next document: credit memos have no ship-to block. */
export function headerFrom(document: Row, target: 'salesInvoice' | 'salesCreditMemo' | 'salesShipment'): Record<string, unknown> {
  if (target !== 'salesCreditMemo') return pick(document, headerProperties)
  return pick(
    document,
    headerProperties.filter((name) => !shipTo.includes(name)),
  )
}

export const lineFrom = (line: Row): Record<string, unknown> => pick(line, lineProperties)

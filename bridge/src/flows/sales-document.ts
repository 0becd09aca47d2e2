import { Decimal } from 'decimal.js'
import { item } from '../connectors/business-central/entities.ts'
import { product } from '../connectors/salesforce/entities.ts'
import {
  always,
  computed,
  continuedTexts,
  firstOf,
  from,
  ifFilled,
  linked,
  text,
  whenEmptied,
} from '../mapping/index.ts'

/** What every order and every opportunity gives to the lines of its sales document. Discounts differ: each flow has its own. */

/** The field as it is; when it is empty Business Central's own default stands. */
const given = <const Name extends string>(name: Name) => ifFilled(from<Name, string | null>(name))
const givenAmount = <const Name extends string>(name: Name) => ifFilled(from<Name, Decimal | null>(name))

/** Dimensions: an empty field leaves alone what Business Central takes from the customer and the item. */
const dimensions = {
  businessUnit: ifFilled(from('BC_Business_Unit__c', text(20))),
  department: ifFilled(from('BC_Department__c', text(20))),
  costCenter: ifFilled(from('BC_Cost_Center__c', text(20))),
  project: ifFilled(from('BC_Project__c', text(20))),
}

export const headerRules = {
  // One that is named no more is the company's own, as where none was ever named.
  currencyCode: whenEmptied(firstOf(given('BC_Currency_Code__c'), given('CurrencyIsoCode')), null),
  shipmentMethodCode: ifFilled(from('BC_Shipment_Method__c', text(10))),
  ...dimensions,
}

/** Headers of orders only. */
export const orderHeaderRules = {
  requestedDeliveryDate: whenEmptied(given('BC_Requested_Delivery_Date__c'), null),
  // Unchecked from the beginning, Business Central's own default for the customer stands.
  pricesIncludeTax: whenEmptied(
    computed(['BC_Prices_Include_Tax__c'], 'yes when BC_Prices_Include_Tax__c is checked', (record) =>
      record.BC_Prices_Include_Tax__c === true ? true : undefined,
    ),
    false,
  ),
}

/** A discount as an amount goes before one in percent; none is 0, so that one that was taken away goes. */
export function discountRules<const Percent extends string>(percent: Percent) {
  type Line = Readonly<Record<Percent | 'BC_Discount_Amount__c', Decimal | null>>
  return {
    discountPercent: computed<Percent | 'BC_Discount_Amount__c', Line, Decimal>(
      [percent, 'BC_Discount_Amount__c'],
      `${percent}, unless BC_Discount_Amount__c is filled`,
      (line) => (line.BC_Discount_Amount__c === null ? (line[percent] ?? new Decimal(0)) : undefined),
    ),
    discountAmount: givenAmount('BC_Discount_Amount__c'),
  }
}

export const lineRules = {
  lineType: always('Item'),
  itemId: linked(product, 'Product2Id', item),
  itemVariantCode: ifFilled(from('BC_Variant_Code__c', text(10))),
  description: given('Description'),
  unitOfMeasureCode: ifFilled(from('BC_Unit_Of_Measure__c', text(10))),
  quantity: from<'Quantity', Decimal>('Quantity'),
  unitPrice: givenAmount('UnitPrice'),
  taxCode: ifFilled(from('BC_Tax_Code__c', text(50))),
  ...dimensions,
} as const

/** What a line or the document says at length goes on in comment lines. */
export const comments = (what: string) =>
  continuedTexts({
    text: 'description',
    length: 100,
    saying: (description: string) => ({ lineType: 'Comment', description }),
    alsoSays: 'Description',
    key: 'Id',
    ifEmpty: `The ${what} has no products. Add what was sold.`,
  })

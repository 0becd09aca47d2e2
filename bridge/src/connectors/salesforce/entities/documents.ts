import { field } from '../../../engine/entity.ts'
import { dimensions } from './dimensions.ts'
import { syncStatus } from './sync-status.ts'

/** What the header of an order or an opportunity says beyond its own fields. */
export const documentHead = {
  BC_Company__c: field.text(80),
  /** The company that the account names. */
  AccountCompany: { ...field.text(80), path: 'Account.BC_Company__c' },
  /** In orgs with several currencies only. */
  CurrencyIsoCode: { ...field.text(3), ifPresent: true },
  BC_Currency_Code__c: field.text(10),
  BC_Prices_Include_Tax__c: field.flag(),
  BC_Shipment_Method__c: field.text(10),
  BC_Requested_Delivery_Date__c: field.day(),
  ...dimensions,
} as const

/** What an order or an opportunity is told of its document in Business Central. */
export const documentProgress = {
  BC_Key__c: field.text(80),
  BC_Number__c: field.text(20),
  BC_Shipped_Percent__c: field.number(),
  BC_Invoiced_Percent__c: field.number(),
  ...syncStatus,
} as const

/** What the lines of orders and opportunities have in common. */
export const documentLine = {
  Id: field.id(),
  Product2Id: field.reference(),
  Quantity: field.number('required'),
  UnitPrice: field.number(),
  Description: field.text(255),
  BC_Variant_Code__c: field.text(10),
  BC_Unit_Of_Measure__c: field.text(10),
  BC_Discount_Amount__c: field.number(),
  BC_Tax_Code__c: field.text(50),
  ...dimensions,
} as const

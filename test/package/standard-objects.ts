/**
 * The standard objects the package touches, with the standard fields it gives permissions for. None of them is required, so a
 * permission set may name them. [Object Reference for the Salesforce Platform; describe of API 67.0]
 */
export const standardObjects: Readonly<Record<string, readonly string[]>> = {
  Account: ['Type', 'AccountNumber', 'BillingAddress', 'Phone', 'Website'],
  Contact: ['AccountId', 'Title', 'Email', 'Phone', 'MobilePhone'],
  Opportunity: ['AccountId', 'Description'],
  OpportunityLineItem: ['Description', 'Discount', 'UnitPrice'],
  Order: ['Description', 'OpportunityId', 'PoNumber'],
  OrderItem: ['Description', 'UnitPrice'],
  Pricebook2: [],
  PricebookEntry: [],
  Product2: ['ProductCode', 'Description', 'IsActive'],
}

/** Their access follows from a parent: Salesforce knows field permissions for them, but no object permissions. */
export const withoutObjectPermissions: readonly string[] = ['OrderItem', 'OpportunityLineItem', 'PricebookEntry']

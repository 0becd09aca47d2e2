import { customer } from '../connectors/business-central/entities.ts'
import { account } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { always, belongsTo, companyName, from, ifFilled, onceWon, onCreate } from '../mapping/index.ts'

/**
 * Number and, from the first won order on, financial terms of a Business Central customer come back to its account. Customers
 * that were born in Business Central make accounts where an admin allows it (`mayCreate`).
 */
export const customerToAccount = defineFlow('customer-to-account', customer, account, {
  says: 'A customer gives its number and its financial terms to the account it is linked to.',
  follows: ['account-to-customer'],
  mayCreate: false,
  match: [['BC_Tax_Id__c'], ['Name', 'BillingPostalCode']],
  // Without the right to create, finding partners is the other flow's business.
  matches: 'creating',
  // One account may have a customer in several companies: the number and the terms on it are those of its own company.
  belongs: { reads: ['BC_Company__c'], to: (record, company) => belongsTo(record.BC_Company__c, company) },
  onTargetChanged: 'compare',
  stageOf: 'target',
  map: {
    BC_Number__c: from('number'),
    BC_Tax_Id__c: onceWon(ifFilled(from('taxRegistrationNumber'))),
    BC_Credit_Limit__c: onceWon(from('creditLimit')),
    BC_Currency_Code__c: onceWon(from('currencyCode')),
    BC_Payment_Terms_Code__c: onceWon(from('paymentTermsCode')),
    Name: onCreate(from('displayName')),
    Type: onCreate(always('Customer - Direct')),
    BC_Company__c: onCreate(companyName()),
    BillingStreet: onCreate(from('addressLine1')),
    BillingCity: onCreate(from('city')),
    BillingState: onCreate(from('state')),
    BillingPostalCode: onCreate(from('postalCode')),
    BillingCountry: onCreate(from('country')),
    Phone: onCreate(from('phoneNumber')),
    Website: onCreate(from('website')),
  },
})

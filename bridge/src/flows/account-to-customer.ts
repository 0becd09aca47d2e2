import { customer } from '../connectors/business-central/entities.ts'
import { account } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import {
  always,
  belongsTo,
  countryCode,
  from,
  ifFilled,
  matchOnly,
  ofItsCompany,
  onCreate,
  phoneNumber,
  requiredText,
  text,
  unlessElsewhere,
  untilWon,
} from '../mapping/index.ts'

/** A Salesforce account of type Customer is a customer in Business Central. */
export const accountToCustomer = defineFlow('account-to-customer', account, customer, {
  says: 'An account whose Type begins with "Customer" becomes a customer in its company, and in others once a document of theirs needs it.',
  whenReads: ['Type', 'BC_Company__c'],
  // A customer in another company comes with the first document of that company, and is kept in step from then on.
  onDemand: true,
  when: (record, company, needed) => {
    if (!needed && !belongsTo(record.BC_Company__c, company)) return 'it belongs to another company'
    return record.Type?.startsWith('Customer') === true || 'its Type is not Customer'
  },
  match: [['taxRegistrationNumber'], ['number'], ['displayName', 'postalCode']],
  // What a person edits on the customer card of what Salesforce owns is put back.
  onTargetChanged: 'compare',
  onTargetDeleted: 'ask',
  onSourceDeleted: 'uncouple',
  stageOf: 'source',
  map: {
    taxRegistrationNumber: untilWon(from('BC_Tax_Id__c', text(20))),
    // The number on the account is that of one company; in another one it is a stranger's.
    number: matchOnly(
      ofItsCompany('BC_Company__c', unlessElsewhere(account, 'Id', customer, 'number', from('BC_Number__c', text(20)))),
    ),
    displayName: from('Name', requiredText(100)),
    type: onCreate(always('Company')),
    addressLine1: from('BillingStreet', text(100)),
    city: from('BillingCity', text(30)),
    state: from('BillingState', text(30)),
    country: from('BillingCountry', countryCode),
    postalCode: from('BillingPostalCode', text(20)),
    phoneNumber: from('Phone', phoneNumber),
    website: from('Website', text(80)),
    // Where Salesforce says nothing, and in companies other than the account's own, Business Central's own default stands.
    creditLimit: untilWon(ofItsCompany('BC_Company__c', ifFilled(from('BC_Credit_Limit__c')))),
    currencyCode: untilWon(ofItsCompany('BC_Company__c', ifFilled(from('BC_Currency_Code__c', text(10))))),
    paymentTermsCode: untilWon(ofItsCompany('BC_Company__c', ifFilled(from('BC_Payment_Terms_Code__c', text(10))))),
    businessUnit: ifFilled(from('BC_Business_Unit__c', text(20))),
    department: ifFilled(from('BC_Department__c', text(20))),
    costCenter: ifFilled(from('BC_Cost_Center__c', text(20))),
    project: ifFilled(from('BC_Project__c', text(20))),
  },
  tellsSource: true,
})

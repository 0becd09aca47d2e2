import { customer } from '../connectors/business-central/entities.ts'
import { account, billingCustomer } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { companyName, computed, from, linked, stamp } from '../mapping/index.ts'

/** What a rep wants to know of a Business Central customer, below its account. */
export const customerToBillingCustomer = defineFlow('customer-to-billing-customer', customer, billingCustomer, {
  says: 'A customer shows its balance, credit limit, hold and last payment below the account it is linked to.',
  follows: ['account-to-customer'],
  // What is deleted in Business Central, or has no account any more, is shown no more: nothing in scope is ever withdrawn.
  withdrawn: () => undefined,
  onParted: 'delete',
  onTargetChanged: 'restore',
  map: {
    Name: computed(['displayName'], 'the first 80 characters of displayName', (record) =>
      record.displayName.slice(0, 80),
    ),
    BC_Account__c: linked(customer, 'id', account),
    BC_Number__c: from('number'),
    BC_Company__c: companyName(),
    BC_Balance__c: from('balance'),
    BC_Overdue__c: from('overdueAmount'),
    BC_Credit_Limit__c: from('creditLimit'),
    BC_Blocked__c: computed(['blocked'], 'blocked, None when it is not', ({ blocked }) => blocked ?? 'None'),
    BC_Payment_Terms__c: from('paymentTerms'),
    BC_Currency_Code__c: from('localCurrencyCode'),
    BC_Document_Currency_Code__c: computed(
      ['currencyCode', 'localCurrencyCode'],
      'currencyCode, else localCurrencyCode',
      (record) => record.currencyCode ?? record.localCurrencyCode,
    ),
    BC_Last_Payment_Date__c: from('lastPaymentDate'),
    BC_Last_Payment_Amount__c: from('lastPaymentAmount'),
    BC_Balance_As_Of__c: stamp(from('readAt')),
  },
})

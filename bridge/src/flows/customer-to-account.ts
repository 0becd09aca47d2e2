import { customer } from '../connectors/business-central/entities.ts'
import { account } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { from } from '../mapping/index.ts'

/** The number of a Business Central customer comes back to its account. */
export const customerToAccount = defineFlow('customer-to-account', customer, account, {
  says: 'A customer gives its number to the account it is linked to.',
  follows: ['account-to-customer'],
  mayCreate: false,
  map: {
    BC_Number__c: from('number'),
  },
})

import { vendor } from '../connectors/business-central/entities.ts'
import { account } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { from } from '../mapping/index.ts'

/** The number of a vendor comes back to its account. */
export const vendorToAccount = defineFlow('vendor-to-account', vendor, account, {
  says: 'A vendor gives its number to the account it is linked to.',
  onByDefault: false,
  follows: ['account-to-vendor'],
  mayCreate: false,
  map: {
    BC_Vendor_Number__c: from('number'),
  },
})

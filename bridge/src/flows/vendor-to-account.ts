import { vendor } from '../connectors/business-central/entities.ts'
import { account } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { belongsTo, from } from '../mapping/index.ts'

/** The number of a vendor comes back to its account. */
export const vendorToAccount = defineFlow('vendor-to-account', vendor, account, {
  says: 'A vendor gives its number to the account it is linked to.',
  onByDefault: false,
  follows: ['account-to-vendor'],
  mayCreate: false,
  // One account may have a vendor in several companies: the number on it is that of its own company.
  belongs: { reads: ['BC_Company__c'], to: (record, company) => belongsTo(record.BC_Company__c, company) },
  onTargetChanged: 'compare',
  map: {
    BC_Vendor_Number__c: from('number'),
  },
})

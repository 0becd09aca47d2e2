import { vendor } from '../connectors/business-central/entities.ts'
import { account } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import {
  belongsTo,
  countryCode,
  from,
  matchOnly,
  ofItsCompany,
  phoneNumber,
  requiredText,
  text,
  unlessElsewhere,
} from '../mapping/index.ts'

/** An account that we buy from is a vendor in Business Central. */
export const accountToVendor = defineFlow('account-to-vendor', account, vendor, {
  says: 'An account whose Type names a vendor or supplier becomes a vendor in its company.',
  onByDefault: false,
  whenReads: ['Type', 'BC_Company__c'],
  // Nothing of ours waits for a vendor; one that the account has in another company is kept in step.
  onDemand: true,
  when: (record, company, needed) => {
    if (!needed && !belongsTo(record.BC_Company__c, company)) return 'it belongs to another company'
    return /vendor|supplier/i.test(record.Type ?? '') || 'its Type names neither a vendor nor a supplier'
  },
  match: [['taxRegistrationNumber'], ['number'], ['displayName', 'postalCode']],
  onTargetChanged: 'compare',
  onTargetDeleted: 'ask',
  onSourceDeleted: 'uncouple',
  map: {
    taxRegistrationNumber: from('BC_Tax_Id__c', text(20)),
    // The number on the account is that of one company; in another one it is a stranger's.
    number: matchOnly(
      ofItsCompany(
        'BC_Company__c',
        unlessElsewhere(account, 'Id', vendor, 'number', from('BC_Vendor_Number__c', text(20))),
      ),
    ),
    displayName: from('Name', requiredText(100)),
    addressLine1: from('BillingStreet', text(100)),
    city: from('BillingCity', text(30)),
    state: from('BillingState', text(30)),
    country: from('BillingCountry', countryCode),
    postalCode: from('BillingPostalCode', text(20)),
    phoneNumber: from('Phone', phoneNumber),
    website: from('Website', text(80)),
  },
  tellsSource: true,
})

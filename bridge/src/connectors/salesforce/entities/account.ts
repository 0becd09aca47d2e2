import { defineEntity, field } from '../../../engine/entity.ts'
import { dimensions } from './dimensions.ts'
import { syncStatus } from './sync-status.ts'
import { keyed, system } from './system.ts'

/** A company we sell to. */
export const account = defineEntity(
  system,
  'Account',
  { label: 'account', ...keyed },
  {
    Id: field.id(),
    Name: field.text(255, 'required'),
    Type: field.text(255),
    AccountNumber: field.text(40),
    BillingStreet: field.text(255),
    BillingCity: field.text(40),
    BillingState: field.text(80),
    BillingPostalCode: field.text(20),
    BillingCountry: field.text(80),
    Phone: field.text(40),
    Website: field.text(255),
    BC_Key__c: field.text(80),
    BC_Number__c: field.text(20),
    BC_Company__c: field.text(80),
    BC_Tax_Id__c: field.text(20),
    BC_Credit_Limit__c: field.number(),
    BC_Currency_Code__c: field.text(10),
    BC_Payment_Terms_Code__c: field.text(10),
    BC_Vendor_Number__c: field.text(20),
    ...dimensions,
    ...syncStatus,
  },
)

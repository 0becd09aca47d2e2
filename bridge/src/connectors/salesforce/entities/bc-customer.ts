import { defineEntity, field } from '../../../engine/entity.ts'
import { keyed, system } from './system.ts'

/** The billing data of one Business Central customer, below its account. */
export const billingCustomer = defineEntity(
  system,
  'BC_Customer__c',
  { label: 'BC customer', ...keyed },
  {
    Id: field.id(),
    Name: field.text(80, 'required'),
    BC_Key__c: field.text(80),
    BC_Account__c: field.reference('required'),
    BC_Number__c: field.text(20),
    BC_Company__c: field.text(80),
    BC_Balance__c: field.number(),
    BC_Overdue__c: field.number(),
    BC_Credit_Limit__c: field.number(),
    BC_Blocked__c: field.choice(['None', 'Ship', 'Invoice', 'All']),
    BC_Payment_Terms__c: field.text(100),
    BC_Currency_Code__c: field.text(10),
    BC_Document_Currency_Code__c: field.text(10),
    BC_Last_Payment_Date__c: field.day(),
    BC_Last_Payment_Amount__c: field.number(),
    BC_Balance_As_Of__c: field.instant(),
    BC_Last_Synced__c: field.instant(),
  },
)

import { defineEntity, field } from '../../../engine/entity.ts'
import { keyed, system } from './system.ts'

export const paymentApplication = defineEntity(
  system,
  'BC_Payment_Application__c',
  { label: 'payment application', ...keyed },
  {
    Id: field.id(),
    BC_Key__c: field.text(80),
    BC_Invoice__c: field.reference(),
    BC_Document_Type__c: field.text(40),
    BC_Document_Number__c: field.text(20),
    BC_Amount__c: field.number(),
    BC_Amount_Local__c: field.number(),
    BC_Applied_Date__c: field.day(),
    BC_Last_Synced__c: field.instant(),
  },
)

/** A payment as reps see it. `Applications` are its BC_Payment_Application__c records. */
export const billingPayment = defineEntity(
  system,
  'BC_Payment__c',
  { label: 'BC payment', ...keyed },
  {
    Id: field.id(),
    Name: field.text(80, 'required'),
    BC_Key__c: field.text(80),
    BC_Customer__c: field.reference('required'),
    BC_Account__c: field.reference(),
    BC_Type__c: field.choice(['Payment', 'Refund', 'Credit Memo']),
    BC_Document_Number__c: field.text(20),
    BC_Posting_Date__c: field.day(),
    BC_Amount__c: field.number(),
    BC_Unapplied_Amount__c: field.number(),
    BC_Currency_Code__c: field.text(10),
    BC_Amount_Local__c: field.number(),
    BC_Unapplied_Local__c: field.number(),
    BC_Gain_Local__c: field.number(),
    BC_Local_Currency_Code__c: field.text(10),
    BC_Company__c: field.text(80),
    BC_Last_Synced__c: field.instant(),
    Applications: field.lines(paymentApplication),
  },
)

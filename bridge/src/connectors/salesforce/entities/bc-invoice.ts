import { defineEntity, field } from '../../../engine/entity.ts'
import { syncStatus } from './sync-status.ts'
import { keyed, system } from './system.ts'

export const invoiceLine = defineEntity(
  system,
  'BC_Invoice_Line__c',
  { label: 'invoice line', ...keyed },
  {
    Id: field.id(),
    BC_Key__c: field.text(80),
    BC_Sequence__c: field.number(),
    BC_Line_Type__c: field.text(40),
    BC_Item_Number__c: field.text(20),
    BC_Product__c: field.reference(),
    BC_Description__c: field.text(100),
    BC_Unit_Of_Measure__c: field.text(10),
    BC_Quantity__c: field.number(),
    BC_Unit_Price__c: field.number(),
    BC_Discount_Percent__c: field.number(),
    BC_Amount__c: field.number(),
    BC_Tax_Percent__c: field.number(),
    BC_Amount_Including_Tax__c: field.number(),
    BC_Last_Synced__c: field.instant(),
  },
)

/** A sales invoice as reps see it. `Lines` are its BC_Invoice_Line__c records. */
export const billingInvoice = defineEntity(
  system,
  'BC_Invoice__c',
  { label: 'BC invoice', ...keyed },
  {
    Id: field.id(),
    Name: field.text(80, 'required'),
    BC_Key__c: field.text(80),
    BC_Customer__c: field.reference('required'),
    BC_Account__c: field.reference(),
    BC_Order__c: field.reference(),
    BC_Opportunity__c: field.reference(),
    BC_Corrects__c: field.reference(),
    BC_Number__c: field.text(20),
    BC_Type__c: field.choice(['Invoice', 'Credit Memo']),
    BC_Status__c: field.choice(['Draft', 'In Review', 'Open', 'Paid', 'Canceled', 'Corrective']),
    BC_Invoice_Date__c: field.day(),
    BC_Posting_Date__c: field.day(),
    BC_Due_Date__c: field.day(),
    BC_Total_Excluding_Tax__c: field.number(),
    BC_Tax__c: field.number(),
    BC_Total__c: field.number(),
    BC_Remaining__c: field.number(),
    BC_Currency_Code__c: field.text(10),
    BC_Order_Number__c: field.text(20),
    BC_External_Document_Number__c: field.text(35),
    BC_Company__c: field.text(80),
    // That its posting waits for a person; empty otherwise.
    ...syncStatus,
    Lines: field.lines(invoiceLine),
  },
)

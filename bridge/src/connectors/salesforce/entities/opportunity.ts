import { defineEntity, field } from '../../../engine/entity.ts'
import { documentHead, documentLine } from './documents.ts'
import { syncStatus } from './sync-status.ts'
import { keyed, record, system } from './system.ts'

/** One product of an opportunity ("opportunity product"). */
export const opportunityLineItem = defineEntity(
  system,
  'OpportunityLineItem',
  { label: 'opportunity product', ...record },
  {
    ...documentLine,
    /** Percent off `UnitPrice`. */
    Discount: field.number(),
  },
)

export const documentStatuses = [
  'Draft',
  'Sent',
  'Accepted',
  'Expired',
  'In Review',
  'Released',
  'Partly Shipped',
  'Shipped',
  'Partly Invoiced',
  'Invoiced',
  'Open',
  'Paid',
  'Canceled',
  'Corrective',
  'Deleted',
] as const

export const opportunity = defineEntity(
  system,
  'Opportunity',
  { label: 'opportunity', ...keyed },
  {
    Id: field.id(),
    Name: field.text(120, 'required'),
    AccountId: field.reference(),
    CloseDate: field.day('required'),
    IsWon: field.flag(),
    Description: field.text(32000),
    OpportunityLineItems: field.lines(opportunityLineItem),
    BC_Key__c: field.text(80),
    BC_Number__c: field.text(20),
    ...documentHead,
    BC_Document_Type__c: field.choice(['Sales Quote', 'Sales Order', 'Sales Invoice']),
    BC_Document_Status__c: field.choice(documentStatuses),
    BC_Shipped_Percent__c: field.number(),
    BC_Invoiced_Percent__c: field.number(),
    BC_Sync_Status__c: field.choice(syncStatus),
    BC_Sync_Message__c: field.text(255),
    BC_Last_Synced__c: field.instant(),
  },
)

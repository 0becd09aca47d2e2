import { defineEntity, field } from '../../../engine/entity.ts'
import { documentHead, documentLine, documentProgress } from './documents.ts'
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
    ...documentHead,
    BC_Document_Type__c: field.choice(['Sales Quote', 'Sales Order', 'Sales Invoice']),
    BC_Document_Status__c: field.choice(documentStatuses),
    ...documentProgress,
  },
)

import { defineEntity, field } from '../../../engine/entity.ts'
import { documentHead, documentLine, documentProgress } from './documents.ts'
import { keyed, record, system } from './system.ts'

/** One line of an order ("order product" in Salesforce's own words). */
export const orderItem = defineEntity(
  system,
  'OrderItem',
  { label: 'order product', ...record },
  {
    ...documentLine,
    BC_Discount_Percent__c: field.number(),
    BC_Key__c: field.text(80),
    BC_Shipped_Quantity__c: field.number(),
    BC_Invoiced_Quantity__c: field.number(),
    BC_Shipped_Percent__c: field.number(),
    BC_Invoiced_Percent__c: field.number(),
    BC_Last_Synced__c: field.instant(),
  },
)

export const orderStatuses = [
  'Draft',
  'In Review',
  'Released',
  'Partly Shipped',
  'Shipped',
  'Partly Invoiced',
  'Invoiced',
  'Deleted',
] as const

export const order = defineEntity(
  system,
  'Order',
  { label: 'order', ...keyed },
  {
    Id: field.id(),
    OrderNumber: field.text(30, 'required'),
    AccountId: field.reference(),
    EffectiveDate: field.day('required'),
    /** The category of Status: `Draft`, `Activated`. Status itself is a list that every org edits. */
    StatusCode: field.text(40, 'required'),
    /** It takes back what another order has sold: its quantities are negative. [Object Reference: Order] */
    IsReductionOrder: { ...field.flag(), ifPresent: true },
    PoNumber: field.text(80),
    OpportunityId: field.reference(),
    Description: field.text(32000),
    OrderItems: field.lines(orderItem),
    ...documentHead,
    BC_Order_Status__c: field.choice(orderStatuses),
    ...documentProgress,
  },
)

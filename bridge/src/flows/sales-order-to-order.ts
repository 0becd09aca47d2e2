import { salesOrderProgress } from '../connectors/business-central/entities.ts'
import { order } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { computed, from } from '../mapping/index.ts'

/** Number and progress of a sales order come back to the order it was made from. */
export const salesOrderToOrder = defineFlow('sales-order-to-order', salesOrderProgress, order, {
  says: 'A sales order gives its number and how far it has come to the order it was made from.',
  follows: ['order-to-sales-order'],
  mayCreate: false,
  map: {
    // An order that was fully invoiced is gone: its number stays as it was last seen.
    BC_Number__c: computed(['number'], 'number', ({ number }) => number ?? undefined),
    BC_Order_Status__c: from('status'),
    BC_Shipped_Percent__c: from('shippedPercent'),
    BC_Invoiced_Percent__c: from('invoicedPercent'),
  },
})

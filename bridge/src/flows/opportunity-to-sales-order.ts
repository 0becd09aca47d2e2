import { salesOrder, salesOrderLine } from '../connectors/business-central/entities.ts'
import { opportunity, opportunityLineItem } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { from, lines } from '../mapping/index.ts'
import { comments, discountRules, headerRules, lineRules, orderHeaderRules } from './sales-document.ts'
import { dealCustomer, opportunityReference, wonDeal } from './won-deal.ts'

/** A won opportunity becomes a sales order with its products. */
export const opportunityToSalesOrder = defineFlow('opportunity-to-sales-order', opportunity, salesOrder, {
  ...wonDeal,
  says: 'A won opportunity becomes a sales order with its products; while it is open, changes follow.',
  reference: opportunityReference,
  map: {
    customerId: dealCustomer,
    orderDate: from('CloseDate'),
    ...headerRules,
    ...orderHeaderRules,
    salesOrderLines: lines(
      'OpportunityLineItems',
      opportunityLineItem,
      salesOrderLine,
      { ...lineRules, ...discountRules('Discount') },
      comments('opportunity'),
    ),
  },
})

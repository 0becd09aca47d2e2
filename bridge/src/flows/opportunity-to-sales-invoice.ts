import { salesInvoice, salesInvoiceLine } from '../connectors/business-central/entities.ts'
import { opportunity, opportunityLineItem } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { from, lines } from '../mapping/index.ts'
import { comments, discountRules, headerRules, lineRules } from './sales-document.ts'
import { dealCustomer, opportunityReference, wonDeal } from './won-deal.ts'

/** A won opportunity becomes a draft sales invoice with its products. */
export const opportunityToSalesInvoice = defineFlow('opportunity-to-sales-invoice', opportunity, salesInvoice, {
  ...wonDeal,
  says: 'A won opportunity becomes a draft sales invoice with its products; while it is open, changes follow.',
  onByDefault: false,
  reference: opportunityReference,
  map: {
    customerId: dealCustomer,
    invoiceDate: from('CloseDate'),
    ...headerRules,
    salesInvoiceLines: lines(
      'OpportunityLineItems',
      opportunityLineItem,
      salesInvoiceLine,
      { ...lineRules, ...discountRules('Discount') },
      comments('opportunity'),
    ),
  },
})

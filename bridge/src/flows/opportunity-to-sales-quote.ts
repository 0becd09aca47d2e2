import { salesQuote, salesQuoteLine } from '../connectors/business-central/entities.ts'
import { opportunity, opportunityLineItem } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { from, lines } from '../mapping/index.ts'
import { comments, discountRules, headerRules, lineRules } from './sales-document.ts'
import { dealCustomer, opportunityReference, wonDeal } from './won-deal.ts'

/** A won opportunity becomes a sales quote with its products. */
export const opportunityToSalesQuote = defineFlow('opportunity-to-sales-quote', opportunity, salesQuote, {
  ...wonDeal,
  says: 'A won opportunity becomes a sales quote with its products; while it is open, changes follow.',
  onByDefault: false,
  reference: opportunityReference,
  map: {
    customerId: dealCustomer,
    documentDate: from('CloseDate'),
    ...headerRules,
    salesQuoteLines: lines(
      'OpportunityLineItems',
      opportunityLineItem,
      salesQuoteLine,
      { ...lineRules, ...discountRules('Discount') },
      comments('opportunity'),
    ),
  },
})

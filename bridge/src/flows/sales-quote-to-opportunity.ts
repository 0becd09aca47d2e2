import { salesQuoteProgress } from '../connectors/business-central/entities.ts'
import { opportunity } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { computed, from } from '../mapping/index.ts'

/** Number and status of a sales quote come back to the opportunity it was made from. */
export const salesQuoteToOpportunity = defineFlow('sales-quote-to-opportunity', salesQuoteProgress, opportunity, {
  says: 'A sales quote gives its number and status to the opportunity it was made from, until it is made into an order.',
  follows: ['opportunity-to-sales-quote'],
  mayCreate: false,
  // What becomes of the document then is the business of the flow that made it.
  onTargetDeleted: 'skip',
  // Also gone when it was made into an order, which tells how the deal stands from then on.
  isGone: ({ status }) => status === 'Deleted',
  map: {
    BC_Document_Type__c: computed(['status'], 'Sales Quote, while it is there', ({ status }) =>
      status === 'Deleted' ? undefined : 'Sales Quote',
    ),
    BC_Number__c: computed(['number'], 'number', ({ number }) => number ?? undefined),
    BC_Document_Status__c: from('status'),
  },
})

import { salesInvoiceProgress } from '../connectors/business-central/entities.ts'
import { opportunity } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { always, computed, from } from '../mapping/index.ts'

/** Number and status of the invoice that was made from an opportunity come back to it. */
export const salesInvoiceToOpportunity = defineFlow('sales-invoice-to-opportunity', salesInvoiceProgress, opportunity, {
  says: 'A sales invoice gives its number and status to the opportunity it was made from.',
  follows: ['opportunity-to-sales-invoice'],
  mayCreate: false,
  // What becomes of the document then is the business of the flow that made it.
  onTargetDeleted: 'skip',
  map: {
    BC_Document_Type__c: always('Sales Invoice'),
    BC_Number__c: computed(['number'], 'number', ({ number }) => number ?? undefined),
    BC_Document_Status__c: from('status'),
  },
})

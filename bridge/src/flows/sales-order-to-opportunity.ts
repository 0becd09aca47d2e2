import { salesOrder, salesOrderProgress } from '../connectors/business-central/entities.ts'
import { opportunity, order } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { always, computed, firstOf, linkedField, matchOnly, salesforceId } from '../mapping/index.ts'
import { orderPercent, orderStatus, type Ordered, type Progress } from './gone-order.ts'

const ordered: Ordered = { entity: opportunity, field: 'OpportunityLineItems' }

/** The id of the opportunity behind `OPP/{id}`: the reference goes along when a quote is made into an order. */
const fromReference = computed<'externalDocumentNumber', Pick<Progress, 'externalDocumentNumber'>, string>(
  ['externalDocumentNumber'],
  'the opportunity that externalDocumentNumber names',
  ({ externalDocumentNumber }) =>
    salesforceId(/^OPP\/(.+)$/.exec(externalDocumentNumber ?? '')?.[1] ?? '') ?? undefined,
)

/** Number and progress of a sales order come back to the opportunity that was won. */
export const salesOrderToOpportunity = defineFlow('sales-order-to-opportunity', salesOrderProgress, opportunity, {
  says: 'A sales order gives its number and how far it has come to the opportunity, also when it came by way of a quote or an order.',
  follows: ['opportunity-to-sales-order', 'order-to-sales-order'],
  mayCreate: false,
  // What becomes of the document then is the business of the flow that made it.
  onTargetDeleted: 'skip',
  // The second order of an opportunity has nothing to tell it.
  whenTaken: 'skip',
  match: [['Id']],
  map: {
    Id: matchOnly(firstOf(fromReference, linkedField(salesOrder, 'id', order, 'OpportunityId'))),
    BC_Document_Type__c: always('Sales Order'),
    BC_Number__c: computed(['number'], 'number', ({ number }) => number ?? undefined),
    BC_Document_Status__c: orderStatus(ordered),
    BC_Shipped_Percent__c: orderPercent(ordered, 'shippedPercent'),
    BC_Invoiced_Percent__c: orderPercent(ordered, 'invoicedPercent'),
  },
})

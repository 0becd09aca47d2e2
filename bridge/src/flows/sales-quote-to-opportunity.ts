import { salesQuote, salesQuoteProgress } from '../connectors/business-central/entities.ts'
import { opportunity } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import type { RecordOf } from '../engine/entity.ts'
import { computed, type Resolved, type Rule } from '../mapping/index.ts'

type Quote = RecordOf<(typeof salesQuoteProgress)['fields']>
type Target = RecordOf<(typeof opportunity)['fields']>

/** A quote that became an order is gone; the order tells how the deal stands from then on. */
const became = (source: Quote, resolved: Resolved) =>
  source.status === 'Deleted' &&
  resolved.field(salesQuote, source.id, opportunity, 'BC_Document_Type__c') !== 'Sales Quote'

const whileItIsOne = <Value>(how: string, reads: readonly string[], value: (source: Quote) => Value | undefined) =>
  ({
    reads: ['id', 'status', ...reads],
    how: `${how}, while it is a quote`,
    needs: (source) =>
      source.status === 'Deleted'
        ? [{ kind: 'field', from: salesQuote, id: source.id, to: opportunity, field: 'BC_Document_Type__c' }]
        : [],
    fill: (source, resolved) => (became(source, resolved) ? undefined : value(source)),
  }) satisfies Rule<Quote, Value>

/** Number and status of a sales quote come back to the opportunity it was made from. */
export const salesQuoteToOpportunity = defineFlow('sales-quote-to-opportunity', salesQuoteProgress, opportunity, {
  says: 'A sales quote gives its number and status to the opportunity it was made from.',
  follows: ['opportunity-to-sales-quote'],
  mayCreate: false,
  // What becomes of the document then is the business of the flow that made it.
  onTargetDeleted: 'skip',
  map: {
    BC_Document_Type__c: whileItIsOne<Target['BC_Document_Type__c']>('Sales Quote', [], ({ status }) =>
      status === 'Deleted' ? undefined : 'Sales Quote',
    ),
    BC_Number__c: computed(['number'], 'number', ({ number }) => number ?? undefined),
    BC_Document_Status__c: whileItIsOne<Target['BC_Document_Status__c']>('status', [], ({ status }) => status),
  },
})

import { customer } from '../connectors/business-central/entities.ts'
import { account, type opportunity } from '../connectors/salesforce/entities.ts'
import type { FlowSpec } from '../engine/define-flow.ts'
import type { RecordOf } from '../engine/entity.ts'
import { belongsTo, computed, from, linked, needed } from '../mapping/index.ts'

type Opportunity = RecordOf<(typeof opportunity)['fields']>

/**
 * What the three flows have in common that make a document of a won opportunity: a quote, an order or a draft invoice. An
 * admin chooses by switching one of them on; the first to come has the deal, the order of the opportunity included.
 */
export const wonDeal = {
  // Its name is for those who have to find it.
  whenReads: ['IsWon', 'BC_Company__c', 'AccountCompany', 'Name'],
  when: (record, company) => {
    if (!belongsTo(record.BC_Company__c ?? record.AccountCompany, company)) return 'it belongs to another company'
    return record.IsWon || 'it is not won'
  },
  withdrawn: ({ IsWon }) => (IsWon ? undefined : 'later'),
  deal: { rule: from('Id'), leads: false },
  reaches: { entity: account, by: 'AccountId' },
  tellsSource: true,
} as const satisfies Omit<FlowSpec<Opportunity, object>, 'says' | 'map'>

/** Which opportunity a document was made from: it finds the opportunity again when a quote is made into an order. */
export const opportunityReference = {
  field: 'externalDocumentNumber',
  rule: computed<'Id', Pick<Opportunity, 'Id'>, string>(['Id'], 'OPP/ and Id in upper case', ({ Id }) =>
    `OPP/${Id}`.toUpperCase(),
  ),
} as const

export const dealCustomer = needed(
  linked(account, 'AccountId', customer),
  'The opportunity has no account. Choose the customer that has bought.',
)

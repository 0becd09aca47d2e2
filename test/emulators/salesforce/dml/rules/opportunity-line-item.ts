import { Decimal } from 'decimal.js'
import type { Store } from '../../data/store.ts'
import type { Row } from '../../records.ts'
import { refuse } from '../errors.ts'
import { takeCurrency } from '../currencies.ts'
import { decimal, money } from './amount.ts'
import { totalOpportunity } from './opportunity.ts'
import { adjust, type Draft, type ObjectRules } from './rule.ts'

/** The entry named by the line, or the one of the opportunity's book for the product named by the line. */
function entryOf(draft: Draft, parent: Row | undefined, store: Store): Row {
  const named = store.get('PricebookEntry', String(draft.PricebookEntryId))
  if (named) return named
  const entries = store.find('PricebookEntry', 'Product2Id', draft.Product2Id ?? '')
  const found = entries
    .map((id) => store.get('PricebookEntry', id))
    .find((entry) => entry?.Pricebook2Id === parent?.Pricebook2Id && entry?.CurrencyIsoCode === parent?.CurrencyIsoCode)
  return (
    found ??
    refuse(
      'FIELD_INTEGRITY_EXCEPTION',
      'field integrity exception: PricebookEntryId (pricebook entry has not been specified.)',
      ['PricebookEntryId'],
    )
  )
}

/** `TotalPrice` or `UnitPrice` may be given, the other follows. */
function price(draft: Draft, given: ReadonlySet<string>): void {
  if (given.has('UnitPrice') && given.has('TotalPrice'))
    refuse(
      'FIELD_INTEGRITY_EXCEPTION',
      'field integrity exception: unknown (only one of unit price or total price may be specified)',
    )
  const quantity = decimal(draft.Quantity)
  if (quantity.isZero())
    refuse('FIELD_INTEGRITY_EXCEPTION', 'field integrity exception: Quantity (Quantity must be nonzero)', ['Quantity'])
  const share = new Decimal(1).minus(decimal(draft.Discount).div(100))
  if (given.has('TotalPrice') && !share.isZero())
    draft.UnitPrice = money(decimal(draft.TotalPrice).div(quantity).div(share))
  else draft.TotalPrice = money(quantity.times(decimal(draft.UnitPrice)).times(share))
}

/** Lines take their product, code and list price from a price book entry of the opportunity's book. */
export const opportunityLineItem: ObjectRules = {
  beforeInsert(draft, world) {
    const { store } = world
    const parent = store.get('Opportunity', String(draft.OpportunityId))
    const entry = entryOf(draft, parent, store)
    if (
      parent?.Pricebook2Id !== null &&
      parent?.Pricebook2Id !== undefined &&
      parent.Pricebook2Id !== entry.Pricebook2Id
    )
      refuse(
        'FIELD_INTEGRITY_EXCEPTION',
        'field integrity exception: PricebookEntryId (pricebook entry is in a different pricebook than the one assigned to the opportunity)',
        ['PricebookEntryId'],
      )
    if (entry.IsActive !== true)
      refuse('FIELD_INTEGRITY_EXCEPTION', 'field integrity exception: PricebookEntryId (pricebook entry is inactive)', [
        'PricebookEntryId',
      ])
    takeCurrency(draft, parent, entry)
    // The first line of an opportunity without a price book gives it that of its entry.
    adjust('Opportunity', String(draft.OpportunityId), { Pricebook2Id: entry.Pricebook2Id }, world)
    const given = new Set(Object.keys(draft).filter((name) => draft[name] !== null && draft[name] !== undefined))
    draft.PricebookEntryId = entry.Id
    draft.Product2Id = entry.Product2Id
    draft.ProductCode = entry.ProductCode ?? null
    draft.ListPrice = entry.UnitPrice
    draft.Name = `${String(parent?.Name)} ${String(entry.Name)}`.slice(0, 376)
    if (!given.has('UnitPrice') && !given.has('TotalPrice')) draft.UnitPrice = entry.UnitPrice
    price(draft, given)
  },
  beforeUpdate: (_before, draft, given) => price(draft, given),
  after: (row, world) => totalOpportunity(String(row.OpportunityId), world),
}

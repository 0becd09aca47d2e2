import type { Store } from '../../data/store.ts'
import type { Row } from '../../records.ts'
import { refuse } from '../errors.ts'
import { adjust, type Draft, type ObjectRules, type RuleWorld } from './rule.ts'

const entriesOf = (store: Store, product: unknown): readonly Row[] =>
  store.find('PricebookEntry', 'Product2Id', product).flatMap((id) => store.get('PricebookEntry', id) ?? [])

const isStandardBook = (store: Store, book: unknown): boolean =>
  store.get('Pricebook2', String(book))?.IsStandard === true

const sameCurrency = (a: Draft | Row, b: Row): boolean => (a.CurrencyIsoCode ?? null) === (b.CurrencyIsoCode ?? null)

/** The standard price of the same product in the same currency. */
const standardEntry = (store: Store, draft: Draft | Row): Row | undefined =>
  entriesOf(store, draft.Product2Id).find(
    (entry) => isStandardBook(store, entry.Pricebook2Id) && sameCurrency(draft, entry),
  )

function takeStandardPrice(draft: Draft, { store }: RuleWorld): void {
  if (draft.UseStandardPrice !== true) return
  if (isStandardBook(store, draft.Pricebook2Id))
    refuse('FIELD_INTEGRITY_EXCEPTION', 'The standard price cannot use the standard price', ['UseStandardPrice'])
  draft.UnitPrice = standardEntry(store, draft)?.UnitPrice
}

/**
 * The standard book's entry of a product comes first, and must be active; book, product and currency are unique together.
 * [Object Reference: PricebookEntry]
 */
export const pricebookEntry: ObjectRules = {
  complete: takeStandardPrice,
  beforeInsert(draft, world) {
    const { store } = world
    const product = store.get('Product2', String(draft.Product2Id))
    draft.Name = product?.Name
    draft.ProductCode = product?.ProductCode ?? null
    if (
      entriesOf(store, draft.Product2Id).some(
        (entry) => entry.Pricebook2Id === draft.Pricebook2Id && sameCurrency(draft, entry),
      )
    )
      refuse('FIELD_INTEGRITY_EXCEPTION', 'This price definition already exists in this price book', ['Product2Id'])
    if (!isStandardBook(store, draft.Pricebook2Id) && standardEntry(store, draft)?.IsActive !== true)
      refuse('STANDARD_PRICE_NOT_DEFINED', 'No standard price defined for this product')
  },
  after(row, world) {
    if (!isStandardBook(world.store, row.Pricebook2Id)) return
    for (const entry of entriesOf(world.store, row.Product2Id))
      if (entry.UseStandardPrice === true && sameCurrency(row, entry))
        adjust('PricebookEntry', entry.Id, { UnitPrice: row.UnitPrice }, world)
  },
}

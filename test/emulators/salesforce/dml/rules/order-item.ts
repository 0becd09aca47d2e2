import { refuse } from '../errors.ts'
import { takeCurrency } from '../currencies.ts'
import { decimal, money } from './amount.ts'
import { refuseActivated, totalOrder } from './order.ts'
import type { Draft, ObjectRules } from './rule.ts'

function price(draft: Draft): void {
  draft.TotalPrice = money(decimal(draft.Quantity).times(decimal(draft.UnitPrice)))
  draft.AvailableQuantity = draft.Quantity
}

/**
 * Lines belong to the order's price book; activated orders take no new line and lose none. Deleted through the API they
 * are gone at once, without the Recycle Bin. [Object Reference: OrderItem]
 */
export const orderItem: ObjectRules = {
  noRecycleBin: true,
  beforeInsert(draft, world) {
    const { store, switches } = world
    const parent = store.get('Order', String(draft.OrderId))
    const entry = store.get('PricebookEntry', String(draft.PricebookEntryId))
    if (parent?.StatusCode === 'Activated')
      refuse(switches.activatedOrderErrorCode, "Products can't be added to an activated order", ['OrderId'])
    if (parent?.Pricebook2Id === null || parent?.Pricebook2Id === undefined)
      refuse('FIELD_INTEGRITY_EXCEPTION', 'The order has no price book', ['OrderId'])
    if (parent.Pricebook2Id !== entry?.Pricebook2Id)
      refuse(
        'FIELD_INTEGRITY_EXCEPTION',
        'field integrity exception: PricebookEntryId (pricebook entry is in a different pricebook than the one assigned to the order)',
        ['PricebookEntryId'],
      )
    if (entry.IsActive !== true)
      refuse('FIELD_INTEGRITY_EXCEPTION', 'field integrity exception: PricebookEntryId (pricebook entry is inactive)', [
        'PricebookEntryId',
      ])
    takeCurrency(draft, parent, entry)
    draft.Product2Id = entry.Product2Id
    draft.ListPrice = entry.UnitPrice
    draft.UnitPrice ??= entry.UnitPrice
    price(draft)
  },
  beforeUpdate(before, draft, given, world) {
    const changed = [...given].filter((name) => (before[name] ?? null) !== (draft[name] ?? null))
    if (world.store.get('Order', String(draft.OrderId))?.StatusCode === 'Activated')
      refuseActivated('OrderItem', changed, world)
    price(draft)
  },
  beforeDelete(row, { store, switches }) {
    if (store.get('Order', String(row.OrderId))?.StatusCode === 'Activated')
      refuse(switches.activatedOrderErrorCode, "Products of an activated order can't be deleted")
  },
  after: (row, world) => totalOrder(String(row.OrderId), world),
}

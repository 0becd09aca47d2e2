import { composed, defineEntity, field } from '../../../engine/entity.ts'
import { record, system } from './system.ts'

export const item = defineEntity(
  system,
  'item',
  { label: 'item', ...record },
  {
    id: field.id(),
    number: field.text(20, 'required'),
    displayName: field.text(100),
    type: field.choice(['Inventory', 'Service', 'Non-Inventory'], 'required'),
    blocked: field.flag(),
    unitPrice: field.number('required'),
    baseUnitOfMeasureCode: field.text(10),
    /** The local currency of the company: unit prices are in it. */
    currencyCode: composed(field.text(10)),
  },
)

/** How much of an item is there. Business Central works it out when asked; nothing tells that it changed but the item ledger. */
export const itemStock = defineEntity(
  system,
  'itemStock',
  { label: 'stock', ...record, viewOf: item },
  {
    id: field.id(),
    type: field.choice(['Inventory', 'Service', 'Non-Inventory'], 'required'),
    inventory: field.number(),
    /** When it was read. */
    readAt: composed(field.instant('required')),
  },
)

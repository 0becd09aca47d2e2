import { item } from '../connectors/business-central/entities.ts'
import { pricebookEntry, product } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { computed, from, known, linked, onCreate } from '../mapping/index.ts'

/** An item's unit price is its product's price in the standard price book. */
export const itemToPricebookEntry = defineFlow('item-to-pricebook-entry', item, pricebookEntry, {
  says: 'The unit price of an item becomes the standard price of its product.',
  lane: 'catalogue',
  match: [['Pricebook2Id', 'Product2Id']],
  map: {
    Pricebook2Id: onCreate(known('standardPricebook')),
    Product2Id: onCreate(linked(item, 'id', product)),
    UnitPrice: from('unitPrice'),
    IsActive: computed(['blocked'], 'not blocked', ({ blocked }) => !blocked),
  },
})

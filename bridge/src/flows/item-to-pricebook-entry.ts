import { item } from '../connectors/business-central/entities.ts'
import { pricebookEntry, product } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { computed, from, isOwn, known, linked, onCreate } from '../mapping/index.ts'

/** An item's unit price is its product's price in the standard price book. */
export const itemToPricebookEntry = defineFlow('item-to-pricebook-entry', item, pricebookEntry, {
  says: 'The unit price of an item becomes the standard price of its product.',
  lane: 'catalogue',
  match: [['Pricebook2Id', 'Product2Id', 'CurrencyIsoCode']],
  // One product has one standard price: that of the company that made it.
  belongs: { reads: ['BC_Key__c'], to: (record, company) => isOwn(record.BC_Key__c, company) },
  map: {
    Pricebook2Id: onCreate(known('standardPricebook')),
    Product2Id: onCreate(linked(item, 'id', product)),
    // Orgs with one currency have no such field.
    CurrencyIsoCode: onCreate(from('currencyCode')),
    UnitPrice: from('unitPrice'),
    IsActive: computed(['blocked'], 'not blocked', ({ blocked }) => !blocked),
  },
})

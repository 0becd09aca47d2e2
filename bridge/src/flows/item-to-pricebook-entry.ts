import { item } from '../connectors/business-central/entities.ts'
import { pricebookEntry, product } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { computed, from, ifKnown, isOwn, known, linked, linkedField, matchOnly, onCreate } from '../mapping/index.ts'

/** An item's unit price is its product's price in the standard price book. */
export const itemToPricebookEntry = defineFlow('item-to-pricebook-entry', item, pricebookEntry, {
  says: 'The unit price of an item becomes the standard price of its product.',
  lane: 'catalogue',
  match: [['Pricebook2Id', 'Product2Id', 'CurrencyIsoCode']],
  retired: { IsActive: false },
  // A product has the price of the company that made it; another company's only beside it, in another currency.
  belongs: {
    reads: ['BC_Key__c', 'ProductKey', 'CurrencyIsoCode'],
    to: ({ BC_Key__c, ProductKey, CurrencyIsoCode }, company) =>
      isOwn(ProductKey, company) || (CurrencyIsoCode !== null && isOwn(BC_Key__c, company)),
  },
  onTargetChanged: 'restore',
  map: {
    Pricebook2Id: onCreate(known('standardPricebook')),
    Product2Id: onCreate(linked(item, 'id', product)),
    ProductKey: matchOnly(linkedField(item, 'id', product, 'BC_Key__c')),
    // An org with one currency has no such field: a product has one standard price there, and is matched without it.
    CurrencyIsoCode: onCreate(ifKnown('currencies', 'several', from('currencyCode'))),
    UnitPrice: from('unitPrice'),
    IsActive: computed(['blocked'], 'not blocked', ({ blocked }) => !blocked),
  },
})

import { item } from '../connectors/business-central/entities.ts'
import { product } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { computed, from, isOwn } from '../mapping/index.ts'

/** A Business Central item is a product in Salesforce; a blocked or deleted one is inactive. */
export const itemToProduct = defineFlow('item-to-product', item, product, {
  says: 'An item becomes a product; blocking or deleting the item deactivates the product.',
  lane: 'catalogue',
  match: [['ProductCode']],
  // Orders and opportunities speak of it: it stays, and is sold no more.
  retired: { IsActive: false },
  // Items of several companies that carry one number are one product; the company that made it writes it.
  belongs: { reads: ['BC_Key__c'], to: (record, company) => isOwn(record.BC_Key__c, company) },
  onTargetChanged: 'restore',
  map: {
    Name: computed(
      ['displayName', 'number'],
      'displayName, else number',
      (record) => record.displayName ?? record.number,
    ),
    ProductCode: from('number'),
    IsActive: computed(['blocked'], 'not blocked', ({ blocked }) => !blocked),
    BC_Number__c: from('number'),
    BC_Base_Unit__c: from('baseUnitOfMeasureCode'),
  },
})

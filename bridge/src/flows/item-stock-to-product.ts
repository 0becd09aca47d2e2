import { itemStock } from '../connectors/business-central/entities.ts'
import { product } from '../connectors/salesforce/entities.ts'
import { defineFlow } from '../engine/define-flow.ts'
import { from, isOwn, stamp } from '../mapping/index.ts'

/** The last known stock of an item, with the instant at which it was read: never presented as live. */
export const itemStockToProduct = defineFlow('item-stock-to-product', itemStock, product, {
  says: 'The last known stock of an item appears on its product, with the time it was read.',
  lane: 'catalogue',
  follows: ['item-to-product'],
  mayCreate: false,
  // The stock of the company that made the product.
  belongs: { reads: ['BC_Key__c'], to: (record, company) => isOwn(record.BC_Key__c, company) },
  whenReads: ['type'],
  when: ({ type }) => type === 'Inventory' || 'it is not kept in stock',
  onTargetChanged: 'restore',
  map: {
    BC_Stock__c: from('inventory'),
    BC_Stock_As_Of__c: stamp(from('readAt')),
  },
})

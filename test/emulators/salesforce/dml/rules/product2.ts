import { adjust, type ObjectRules } from './rule.ts'

/** A product's name and code show on its price book entries. */
export const product2: ObjectRules = {
  after(row, world) {
    for (const id of world.store.find('PricebookEntry', 'Product2Id', row.Id))
      adjust('PricebookEntry', id, { Name: row.Name, ProductCode: row.ProductCode ?? null }, world)
  },
}

import type { Org } from './org.ts'

/** A draft order with lines of one product, as a salesperson would make it. */
export function sellSomething(org: Pick<Org, 'rows' | 'save'>, lines: readonly { quantity: string; price: string }[]) {
  const pricebookId = String(org.rows('Pricebook2').find((book) => book.IsStandard === true)?.Id)
  const accountId = org.save('Account', { Name: 'Buyer', Type: 'Customer' })
  const productId = org.save('Product2', { Name: 'Desk', IsActive: true })
  const price = { Pricebook2Id: pricebookId, Product2Id: productId, UnitPrice: 10, IsActive: true }
  const entryId = org.save('PricebookEntry', price)
  const head = { AccountId: accountId, EffectiveDate: '2026-11-20', Status: 'Draft', Pricebook2Id: pricebookId }
  const orderId = org.save('Order', head)
  const lineIds = lines.map((line) =>
    org.save('OrderItem', {
      OrderId: orderId,
      PricebookEntryId: entryId,
      Quantity: Number(line.quantity),
      UnitPrice: Number(line.price),
    }),
  )
  return { pricebookId, accountId, productId, entryId, orderId, lineIds }
}

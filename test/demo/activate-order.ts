import type { Salesperson } from './salesperson.ts'

export interface OrderLine {
  /** Item number, which is the product's code. */
  readonly item: string
  readonly quantity: number
}

/** A salesperson enters an order at standard prices and activates it; returns its id and the prices. */
export async function activateOrder(
  sales: Salesperson,
  accountId: string,
  lines: readonly OrderLine[],
): Promise<{ id: string; readonly priceOf: (item: string) => unknown }> {
  const [book] = await sales.query('SELECT Id FROM Pricebook2 WHERE IsStandard = true')
  const entries = await sales.query(
    `SELECT Id, UnitPrice, Product2.ProductCode FROM PricebookEntry WHERE Pricebook2Id = '${String(book?.Id)}'`,
  )
  const entryOf = (item: string) =>
    entries.find((row) => (row.Product2 as { ProductCode: string }).ProductCode === item)
  const id = await sales.create('Order', {
    AccountId: accountId,
    EffectiveDate: new Date().toISOString().slice(0, 10),
    Status: 'Draft',
    Pricebook2Id: book?.Id,
  })
  for (const { item, quantity } of lines) {
    const entry = entryOf(item)
    await sales.create('OrderItem', {
      OrderId: id,
      PricebookEntryId: entry?.Id,
      Quantity: quantity,
      UnitPrice: entry?.UnitPrice,
    })
  }
  await sales.update('Order', id, { Status: 'Activated' })
  return { id, priceOf: (item) => entryOf(item)?.UnitPrice }
}

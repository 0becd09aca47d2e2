import { expect, it } from 'vitest'
import { bookkeeper } from './histories/bookkeeper.ts'
import { order, remove, update } from './deals.ts'
import { aSeller, type Buyer } from './seller.ts'

/** None of the bridge's own lines stands in the sales order any more. Whose are those that do? */
const seller = aSeller()
const { test, buyers, made, rowsOf, putInto, stands, status } = seller
const price = { UnitPrice: 33.33 }

/** An order of each buyer, in step. */
async function sold(lines: Parameters<typeof order>[2], says: Record<string, unknown> = {}) {
  const all = buyers.map((buyer) => ({
    buyer,
    ...order(test.sandboxes, buyer.accountId, lines, { ...buyer.says, ...says }),
  }))
  await test.settle()
  return all
}
/** Finance deletes what the bridge has written. */
function clear(id: string, { books }: Buyer) {
  const keeper = bookkeeper(test.sandboxes.businessCentral.company(books.companyId))
  for (const line of rowsOf(id, books)) keeper.removeLine('salesOrders', line.id)
  return keeper
}
const linesOf = (id: string, { books }: Buyer) =>
  rowsOf(id, books).map(({ lineType, quantity, unitPrice, description }) =>
    lineType === 'Comment' ? String(description) : `${String(quantity)} at ${String(unitPrice)}`,
  )

it('a sample that finance gives away is none of the bridge’s: its own line is added again beside it', async () => {
  const all = await sold([{ item: '1896-S', quantity: 5, fields: price }])
  const samples = all.map(({ id, buyer }) => {
    const sample = { item: '1896-S', quantity: '1', unitPrice: '0' }
    return clear(id, buyer).addLine('salesOrders', made(id, buyer.books)?.id ?? '', sample).id
  })
  for (const { id, lineIds } of all) {
    seller.rework(id, () => update(test.sandboxes, 'OrderItem', String(lineIds[0]), { Quantity: 6 }))
  }
  await test.settle()
  for (const [index, { id, buyer }] of all.entries()) {
    expect(linesOf(id, buyer)).toEqual(['1 at 0', '6 at 33.33'])
    expect(rowsOf(id, buyer.books)[0]?.id).toBe(samples[index])
    stands(id, buyer, '199.98')
    expect(status(id)).toBe('Synced')
  }
})

it('a text of finance is never written over', async () => {
  const all = await sold([{ item: '1896-S', quantity: 2, fields: price }], { Description: 'Ring the bell.' })
  for (const { id, buyer } of all) {
    const keeper = clear(id, buyer)
    const documentId = made(id, buyer.books)?.id ?? ''
    keeper.make('salesOrderLines', { documentId, lineType: 'Comment', description: 'Agreed with Ms. Lee.' })
    seller.rework(id, () => update(test.sandboxes, 'Order', id, { Description: 'Ring twice.' }))
  }
  await test.settle()
  for (const { id, buyer } of all) {
    expect(linesOf(id, buyer).toSorted()).toEqual(['2 at 33.33', 'Agreed with Ms. Lee.', 'Ring twice.'])
    stands(id, buyer, '66.66')
  }
})

it('those that Business Central has made anew are the bridge’s, whatever is sold of them meanwhile', async () => {
  const all = await sold(
    [
      { item: '1896-S', quantity: 2, fields: price },
      { item: '1896-S', quantity: 3, fields: { UnitPrice: 44.44 } },
    ],
    { Description: 'Ring the bell.' },
  )
  for (const { id, lineIds, buyer } of all) {
    const { currencyCode, books } = buyer
    putInto(currencyCode === 'EUR' ? '' : 'EUR', id, books)
    putInto(currencyCode, id, books)
    seller.rework(id, () => {
      remove(test.sandboxes, 'OrderItem', String(lineIds[0]))
      update(test.sandboxes, 'OrderItem', String(lineIds[1]), { Quantity: 4 })
      update(test.sandboxes, 'Order', id, { Description: 'Ring twice.' })
    })
  }
  await test.settle()
  for (const { id, buyer } of all) {
    expect(linesOf(id, buyer).toSorted()).toEqual(['4 at 44.44', 'Ring twice.'])
    stands(id, buyer, '177.76')
    expect(status(id)).toBe('Synced')
  }
})

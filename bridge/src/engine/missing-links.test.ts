import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { scratchServer, type ScratchServer } from '../store/testing/scratch-database.ts'
import { bench, type Bench } from './testing/bench.ts'
import { buyer, purchase, purchaseToSale, sale } from './testing/trade.ts'

let server: ScratchServer
let it: Bench | undefined
beforeAll(async () => {
  server = await scratchServer()
})
afterEach(async () => {
  await it?.store.close()
})
afterAll(() => server.stop())

const start = async (options?: Parameters<typeof bench>[1]) => (it = await bench(server, options))

test('a document waits for its buyer, pulls it in, and goes on by itself', async () => {
  const { shop, books, changed, outcomes, store } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  shop.put(purchase, 'p1', { code: 'P-1', buyerId: 'b1' })
  await changed(purchase, 'p1')
  expect(Object.keys(books.all(sale, 'c1'))).toEqual(['sale-1'])
  expect(await outcomes('shop', 'p1')).toEqual(['purchase-to-sale waiting', 'purchase-to-sale inserted'])
  expect(await store.waiting.count()).toBe(0)
  expect(shop.told.filter((notice) => notice.id === 'p1').map((notice) => notice.status)).toEqual(['Waiting', 'Synced'])
})

test('the reason why a buyer is held back stands on the document that waits for it', async () => {
  const { shop, changed, store } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', kind: 'private' })
  shop.put(buyer, 'b2', { name: 'A name of more than twenty characters' })
  shop.put(purchase, 'p1', { code: 'P-1', buyerId: 'b1' })
  shop.put(purchase, 'p2', { code: 'P-2', buyerId: 'b2' })
  await changed(purchase, 'p1', 'p2')
  const last = (id: string) => shop.told.filter((notice) => notice.id === id).at(-1)
  expect(last('p1')).toEqual({
    id: 'p1',
    status: 'Waiting',
    message: 'Waits for the buyer Acme, which is not synced: it is private.',
  })
  expect(last('p2')?.message).toContain('which needs attention: title of the debtor: "A name of more')
  expect(await store.waiting.count()).toBe(2)
  shop.put(buyer, 'b1', { name: 'Acme', kind: null })
  await changed(buyer, 'b1')
  expect(last('p1')?.status).toBe('Synced')
})

test('a record whose link nobody ever makes is parked instead of waiting for ever', async () => {
  const { shop, changed, store } = await start({ flows: () => [purchaseToSale] })
  shop.put(purchase, 'p1', { code: 'P-1', buyerId: 'b1' })
  await changed(purchase, 'p1')
  expect((await store.issues.list(5))[0]?.message).toBe(
    'Buyer b1 is not linked to any debtor, and no flow links the two.',
  )
  expect(await store.waiting.count()).toBe(0)
})

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { from, linked } from '../mapping/index.ts'
import { scratchServer, type ScratchServer } from '../store/testing/scratch-database.ts'
import { defineFlow } from './define-flow.ts'
import { bench, type Bench } from './testing/bench.ts'
import { buyer, buyerToDebtor, debtor, purchase, sale } from './testing/trade.ts'

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
const writes = ({ calls }: Bench['books']) => calls.filter((call) => call.what === 'write').length

test('a record is created once, linked, audited and told; the flow that follows runs', async () => {
  const { shop, books, changed, outcomes, store } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1', town: 'Rome', kind: null, number: null })
  await changed(buyer, 'b1')
  expect(books.all(debtor, 'c1')).toEqual({
    'debtor-1': { title: 'Acme', vat: 'T1', town: 'Rome', opened: 'today' },
  })
  expect(await outcomes('shop', 'b1')).toEqual(['buyer-to-debtor inserted', 'debtor-to-buyer modified'])
  expect(shop.told).toEqual([{ id: 'b1', status: 'Synced', message: 'In step with its debtor.' }])
  expect(await store.intents.find([{ flow: 'buyer-to-debtor', company: 'c1', record: 'b1' }])).toEqual([])
  expect(await store.jobs.counts()).toEqual(new Map())
})

test('an unchanged record costs no write and no second notice', async () => {
  const { shop, books, changed, outcomes } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  await changed(buyer, 'b1')
  const before = writes(books)
  await changed(buyer, 'b1')
  expect(writes(books)).toBe(before)
  expect((await outcomes('shop', 'b1')).at(-1)).toBe('buyer-to-debtor unchanged')
  expect(shop.told).toHaveLength(1)
})

test('an update leaves alone what is filled on creation only', async () => {
  const { shop, books, changed } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  await changed(buyer, 'b1')
  books.put(debtor, 'debtor-1', { title: 'Acme', vat: 'T1', opened: 'yesterday' }, 'c1')
  shop.put(buyer, 'b1', { name: 'Acme Ltd', taxId: 'T1' })
  await changed(buyer, 'b1')
  expect(books.all(debtor, 'c1')['debtor-1']).toMatchObject({ title: 'Acme Ltd', opened: 'yesterday' })
})

test('what is out of scope or gone is skipped with the reason', async () => {
  const { shop, changed, store } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', kind: 'private' })
  await changed(buyer, 'b1', 'b2')
  const reasons = await Promise.all(['b1', 'b2'].map(async (id) => (await store.audit.of('shop', id, 1))[0]))
  expect(reasons.map((entry) => [entry?.outcome, entry?.message])).toEqual([
    ['skipped', 'it is private'],
    ['skipped', 'it no longer exists'],
  ])
})

test('one bad record of a batch is parked with advice, its neighbours go on; its change gives it a new chance', async () => {
  const { shop, books, changed, store } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  shop.put(buyer, 'b2', { name: 'A name of more than twenty characters', taxId: 'T2' })
  shop.put(buyer, 'b3', { name: 'Zenith', taxId: 'T3' })
  await changed(buyer, 'b1', 'b2', 'b3')
  // They are made side by side: which one comes first is open.
  expect(new Set(Object.values(books.all(debtor, 'c1')).map((each) => each.title))).toEqual(new Set(['Acme', 'Zenith']))
  expect(await store.issues.list(10)).toMatchObject([
    {
      record: 'b2',
      message:
        'title of the debtor: "A name of more than twenty characters" has 37 characters, the field takes 20. Shorten it.',
      advice: 'Change name of the buyer; it is tried again as soon as it changes.',
    },
  ])
  expect(shop.told.find((notice) => notice.id === 'b2')?.status).toBe('Needs Attention')
  shop.put(buyer, 'b2', { name: 'Short', taxId: 'T2' })
  await changed(buyer, 'b2')
  expect(await store.issues.count()).toBe(0)
  expect(shop.told.at(-1)).toEqual({ id: 'b2', status: 'Synced', message: 'In step with its debtor.' })
})

test('what belongs to the other side once created is not even read again', async () => {
  const { shop, changed, outcomes } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  shop.put(purchase, 'p1', { code: 'P-1', buyerId: 'b1' })
  await changed(purchase, 'p1')
  const before = shop.calls.length
  await changed(purchase, 'p1')
  expect(shop.calls.length).toBe(before)
  expect((await outcomes('shop', 'p1')).at(-1)).toBe('purchase-to-sale unchanged')
})

test('a flow from the same source follows with the source record', async () => {
  const buyerToSale = defineFlow('buyer-to-sale', buyer, sale, {
    says: 'A buyer has a sale of its own.',
    follows: ['buyer-to-debtor'],
    reference: { field: 'ourReference', rule: from('id') },
    map: { debtorId: linked(buyer, 'id', debtor) },
  })
  const { shop, books, sink, worker } = await start({ flows: () => [buyerToDebtor, buyerToSale], sideBySide: 1 })
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1', id: 'b1' })
  await sink.accept([{ entity: buyer, company: '', id: 'b1', kind: 'updated', echo: false }])
  await worker.drain()
  shop.put(buyer, 'b1', { name: 'Acme Ltd', taxId: 'T1', id: 'b1' })
  const reads = () => shop.calls.filter((call) => call.what === 'read').length
  const before = reads()
  await it?.store.jobs.put([{ flow: 'buyer-to-debtor', company: 'c1', record: 'b1' }])
  await worker.drain()
  expect(reads() - before).toBe(2)
  expect(books.all(sale, 'c1')).toEqual({ 'sale-1': { debtorId: 'debtor-1', ourReference: 'b1' } })
})

test('failing to tell the source never fails the work; it is told a minute later', async () => {
  const { shop, books, changed, store } = await start()
  shop.put(buyer, 'deaf', { name: 'Acme', taxId: 'T1' })
  await changed(buyer, 'deaf')
  expect(Object.keys(books.all(debtor, 'c1'))).toHaveLength(1)
  expect(await store.jobs.nextReadyAt()).toBe('2026-11-21T08:01:00.000Z')
})

test('a change during the run causes one more run, which sees it', async () => {
  const { shop, books, changed, sink } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  books.duringWrite = async () => {
    books.duringWrite = undefined
    shop.put(buyer, 'b1', { name: 'Acme Ltd', taxId: 'T1' })
    await sink.accept([{ entity: buyer, company: '', id: 'b1', kind: 'updated', echo: false }])
  }
  await changed(buyer, 'b1')
  expect(books.all(debtor, 'c1')['debtor-1']).toMatchObject({ title: 'Acme Ltd' })
  expect(Object.keys(books.all(debtor, 'c1'))).toHaveLength(1)
})

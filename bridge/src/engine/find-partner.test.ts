import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { from } from '../mapping/index.ts'
import { scratchServer, type ScratchServer } from '../store/testing/scratch-database.ts'
import { defineFlow } from './define-flow.ts'
import { Doubtful } from './errors.ts'
import { bench, type Bench } from './testing/bench.ts'
import { buyer, debtor, purchase, sale } from './testing/trade.ts'

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

test('an existing record is coupled by the first way that says something, and its fields are written', async () => {
  const { shop, books, changed, outcomes } = await start()
  books.put(debtor, 'd7', { title: 'Old name', vat: 'T1', town: 'Oslo', opened: 'once' }, 'c1')
  books.put(debtor, 'd8', { title: 'Acme', vat: null, town: 'Rome' }, 'c1')
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1', town: 'Rome' })
  await changed(buyer, 'b1')
  expect(books.all(debtor, 'c1').d7).toEqual({ title: 'Acme', vat: 'T1', town: 'Rome', opened: 'once' })
  expect(Object.keys(books.all(debtor, 'c1'))).toHaveLength(2)
  expect((await outcomes('shop', 'b1'))[0]).toBe('buyer-to-debtor coupled')
})

test('an empty field never matches', async () => {
  const { shop, books, changed } = await start()
  books.put(debtor, 'd1', { title: 'Other', vat: null, town: null }, 'c1')
  shop.put(buyer, 'b1', { name: 'Acme', taxId: null, town: null })
  await changed(buyer, 'b1')
  expect(Object.keys(books.all(debtor, 'c1'))).toHaveLength(2)
})

test('an ambiguous match is parked with the candidates named; mending a candidate lets it go on', async () => {
  const { shop, books, changed, store } = await start()
  books.put(debtor, 'd1', { title: 'Acme', town: 'Rome' }, 'c1')
  books.put(debtor, 'd2', { title: 'Acme', town: 'Rome' }, 'c1')
  shop.put(buyer, 'b1', { name: 'Acme', town: 'Rome' })
  await changed(buyer, 'b1')
  expect((await store.issues.list(1))[0]?.message).toBe('2 records match on title, town: Acme / d1; Acme / d2.')
  expect(writes(books)).toBe(0)
  books.put(debtor, 'd2', { title: 'Acme', town: 'Milan' }, 'c1')
  await changed(debtor, 'd2')
  expect(await store.issues.count()).toBe(0)
  expect((await store.audit.of('shop', 'b1', 10)).map((entry) => entry.outcome)).toContain('coupled')
})

test('a match that belongs to another record is parked, whether long ago or in the same batch', async () => {
  const { shop, books, changed, store } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  shop.put(buyer, 'b2', { name: 'Acme again', taxId: 'T1' })
  await changed(buyer, 'b1', 'b2')
  expect(Object.keys(books.all(debtor, 'c1'))).toHaveLength(1)
  expect((await store.issues.list(1))[0]?.message).toBe(
    'The debtor Acme / debtor-1 matches on vat, but it is linked to the buyer b1 already.',
  )
})

test('two records that match one candidate in the same batch: the first has it, the second is parked unwritten', async () => {
  const { shop, books, changed, store } = await start()
  books.put(debtor, 'd1', { title: 'Acme', vat: 'T1' }, 'c1')
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  shop.put(buyer, 'b2', { name: 'Beta', taxId: 'T1' })
  await changed(buyer, 'b1', 'b2')
  expect(books.all(debtor, 'c1')).toMatchObject({ d1: { title: 'Acme' } })
  expect((await store.issues.list(5)).map((issue) => issue.record)).toEqual(['b2'])
})

test('a create whose answer was lost is found again and adopted, not repeated', async () => {
  const { shop, books, changed, clock, worker, outcomes } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: null, town: 'Rome' })
  books.put(debtor, 'd1', { title: 'Acme', vat: null, town: null }, 'c1')
  books.faults.push({ error: new Doubtful('504'), lost: true })
  await changed(buyer, 'b1')
  expect(Object.keys(books.all(debtor, 'c1'))).toEqual(['d1', 'debtor-2'])
  clock.advance(3_000)
  await worker.drain()
  expect(Object.keys(books.all(debtor, 'c1'))).toEqual(['d1', 'debtor-2'])
  // The flow back runs as soon as the two are linked, which may be before this one has written down that they are.
  const own = (await outcomes('shop', 'b1')).filter((each) => each.startsWith('buyer-to-debtor'))
  expect(own.slice(0, 2)).toEqual(['buyer-to-debtor retried', 'buyer-to-debtor coupled'])
})

test('what was created under the old name is found when the record was renamed before anybody looked', async () => {
  const { shop, books, changed, clock, worker } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: null, town: 'Rome' })
  books.faults.push({ error: new Doubtful('504'), lost: true })
  await changed(buyer, 'b1')
  shop.put(buyer, 'b1', { name: 'Acme Ltd', taxId: 'T1', town: 'Milan' })
  await changed(buyer, 'b1')
  clock.advance(60_000)
  await worker.drain()
  expect(Object.values(books.all(debtor, 'c1'))).toMatchObject([{ title: 'Acme Ltd', vat: 'T1', town: 'Milan' }])
})

test('a look-alike that stood there before the doubtful create is never taken for ours', async () => {
  const { shop, books, changed, clock, worker, store } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: null, town: null })
  books.put(debtor, 'd1', { title: 'Acme', vat: null, town: null }, 'c1')
  books.faults.push({ error: new Doubtful('504') })
  await changed(buyer, 'b1')
  clock.advance(3_000)
  await worker.drain()
  // It may still take effect: nothing is done yet.
  expect(Object.keys(books.all(debtor, 'c1'))).toEqual(['d1'])
  clock.advance(30_000)
  await worker.drain()
  expect(Object.keys(books.all(debtor, 'c1'))).toEqual(['d1', 'debtor-2'])
  const found = await store.links.find('c1', [{ entity: buyer, id: 'b1', partner: debtor }])
  expect([...found.values()]).toEqual(['debtor-2'])
})

test('a document is looked up by our reference, also when it is the second try', async () => {
  const { shop, books, changed, clock, worker } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  shop.put(purchase, 'p1', { code: 'P-1', buyerId: 'b1' })
  await changed(buyer, 'b1')
  books.faults.push({ error: new Doubtful('504'), lost: true })
  await changed(purchase, 'p1')
  clock.advance(3_000)
  await worker.drain()
  await changed(purchase, 'p1')
  expect(books.all(sale, 'c1')).toEqual({ 'sale-1': { debtorId: 'debtor-1', ourReference: 'P-1' } })
})

test('a write by key that lands on a record linked otherwise is parked, its neighbours are linked', async () => {
  const debtorToNewBuyer = defineFlow('debtor-to-new-buyer', debtor, buyer, {
    says: 'A debtor becomes a buyer.',
    map: { name: from('title') },
  })
  const { books, changed, store } = await start({ flows: () => [debtorToNewBuyer] })
  await store.links.save([{ company: 'c1', source: debtor, sourceId: 'old', target: buyer, targetId: 'Buyer-1' }])
  books.put(debtor, 'd1', { title: 'Acme' }, 'c1')
  books.put(debtor, 'd2', { title: 'Beta' }, 'c1')
  await changed(debtor, 'd1', 'd2')
  expect((await store.issues.list(5)).map((issue) => [issue.record, issue.message])).toEqual([
    ['d1', 'The buyer is taken: Buyer Buyer-1 is already linked to debtor old.'],
  ])
  const found = await store.links.find('c1', [{ entity: debtor, id: 'd2', partner: buyer }])
  expect([...found.values()]).toEqual(['Buyer-2'])
})

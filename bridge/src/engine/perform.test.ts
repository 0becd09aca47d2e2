import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { from, known } from '../mapping/index.ts'
import { scratchServer, type ScratchServer } from '../store/testing/scratch-database.ts'
import { defineFlow } from './define-flow.ts'
import { Misconfigured, Rejected, RetryLater } from './errors.ts'
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

test('the vendor refuses one record of a batch: parked with its words, no intent is left', async () => {
  const { shop, books, changed, store } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  shop.put(buyer, 'b2', { name: 'Zenith', taxId: 'T2' })
  books.faults.push({ error: new Rejected('The VAT number is wrong.', { advice: 'Mend it.', vendor: 'BadRequest' }) })
  await changed(buyer, 'b1', 'b2')
  expect(await store.issues.list(10)).toMatchObject([{ message: 'The VAT number is wrong.', vendor: 'BadRequest' }])
  expect(Object.keys(books.all(debtor, 'c1'))).toHaveLength(1)
  expect(
    await store.intents.find(['b1', 'b2'].map((record) => ({ flow: 'buyer-to-debtor', company: 'c1', record }))),
  ).toEqual([])
})

test('what was refused because of a linked record goes on when that record changes', async () => {
  const { shop, books, changed, store } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  shop.put(purchase, 'p1', { code: 'P-1', buyerId: 'b1' })
  await changed(buyer, 'b1')
  books.faults.push({ error: new Rejected('The debtor is blocked.', { advice: 'Unblock it.' }) })
  await changed(purchase, 'p1')
  expect((await store.issues.list(5)).map((issue) => issue.record)).toEqual(['p1'])
  await changed(debtor, 'debtor-1')
  expect(await store.issues.count()).toBe(0)
  expect(Object.keys(books.all(sale, 'c1'))).toEqual(['sale-1'])
})

test('passing trouble comes back later, as late as the vendor asks, and never parks', async () => {
  const { shop, books, changed, clock, worker, store } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  books.faults.push({ error: new RetryLater('429', { retryAfter: 100 }) })
  await changed(buyer, 'b1')
  expect(await store.jobs.nextReadyAt()).toBe('2026-11-21T08:01:40.000Z')
  clock.advance(99_000)
  await worker.drain()
  expect(writes(books)).toBe(1)
  clock.advance(1_000)
  await worker.drain()
  expect(Object.keys(books.all(debtor, 'c1'))).toHaveLength(1)
  expect(await store.issues.count()).toBe(0)
})

test('a source that is away holds its flow back, others go on', async () => {
  const { shop, changed, clock, worker, store } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  shop.readFault = new RetryLater('503')
  await changed(buyer, 'b1')
  expect([...worker.state().held.keys()]).toEqual(['buyer-to-debtor'])
  expect((await store.jobs.counts()).get('buyer-to-debtor')).toEqual({ ready: 0, running: 0, postponed: 1 })
  shop.readFault = undefined
  clock.advance(2_000)
  await worker.drain()
  expect(worker.state().held.size).toBe(0)
  expect((await store.jobs.counts()).size).toBe(0)
})

test('a misconfigured flow pauses for a minute, says why, and keeps its jobs', async () => {
  const { shop, books, changed, clock, worker, store } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  books.faults.push({ error: new Misconfigured('The user may not write.', { advice: 'Grant it.' }) })
  await changed(buyer, 'b1')
  expect([...worker.paused()]).toEqual([['buyer-to-debtor', 'The user may not write. Grant it.']])
  expect((await store.jobs.counts()).get('buyer-to-debtor')).toEqual({ ready: 0, running: 0, postponed: 1 })
  clock.advance(60_000)
  await worker.drain()
  expect(worker.paused().size).toBe(0)
  expect(Object.keys(books.all(debtor, 'c1'))).toHaveLength(1)
})

test('a record on which the bridge itself fails is parked alone', async () => {
  const { shop, books, changed, store, clock, worker } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  shop.put(buyer, 'b2', { name: 'Beta', taxId: 'T2' })
  await changed(buyer, 'b1', 'b2')
  shop.put(buyer, 'b1', { name: 'Acme 2', taxId: 'T1' })
  shop.put(buyer, 'b2', { name: 'Beta 2', taxId: 'T2' })
  // The batch breaks, then the first record alone breaks again.
  books.faults.push({ error: new TypeError('x is not a function') }, { error: new TypeError('x is not a function') })
  await changed(buyer, 'b1', 'b2')
  clock.advance(10_000)
  await worker.drain()
  expect((await store.issues.list(5)).map((issue) => [issue.record, issue.message])).toEqual([
    ['b1', 'The bridge failed on this record: TypeError: x is not a function'],
  ])
  expect(books.all(debtor, 'c1')['debtor-2']).toMatchObject({ title: 'Beta 2' })
})

test('a lookup by name that the target does not know pauses the flow', async () => {
  const flow = defineFlow('debtor-to-known', debtor, buyer, {
    says: '',
    map: { name: from('title'), town: known('nothing') },
  })
  const { books, changed, worker, store } = await start({ flows: () => [flow] })
  books.put(debtor, 'd1', { title: 'Acme' }, 'c1')
  await changed(debtor, 'd1')
  expect(worker.paused().get('debtor-to-known')).toContain('shop has no nothing.')
  expect((await store.jobs.counts()).get('debtor-to-known')?.postponed).toBe(1)
})

test('a record that is still being tried after several times says so', async () => {
  const { shop, books, changed, clock, worker } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  for (let time = 0; time < 7; time += 1) books.faults.push({ error: new RetryLater('The record is locked.') })
  await changed(buyer, 'b1')
  for (let time = 0; time < 6; time += 1) {
    clock.advance(900_000)
    await worker.drain()
  }
  expect(shop.told).toEqual([{ id: 'b1', status: 'Waiting', message: 'Is tried again: The record is locked.' }])
  clock.advance(900_000)
  await worker.drain()
  expect(shop.told.at(-1)?.status).toBe('Synced')
})

test('a record that the source refuses to read is parked alone', async () => {
  const { shop, books, changed, store } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  shop.put(buyer, 'bad', { name: 'Beta', taxId: 'T2' })
  const read = shop.reader.read.bind(shop.reader)
  Object.assign(shop.reader, {
    read: (...args: Parameters<typeof read>) => {
      if (args[2].includes('bad')) throw new Rejected('"bad" is no id.', { advice: 'Look at it.', vendor: '400' })
      return read(...args)
    },
  })
  await changed(buyer, 'b1', 'bad')
  expect(Object.keys(books.all(debtor, 'c1'))).toHaveLength(1)
  expect(await store.issues.list(5)).toMatchObject([{ record: 'bad', message: '"bad" is no id.', vendor: '400' }])
})

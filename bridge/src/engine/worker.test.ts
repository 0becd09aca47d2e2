import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { scratchServer, type ScratchServer } from '../store/testing/scratch-database.ts'
import { bench, type Bench } from './testing/bench.ts'
import { buyer, debtor, debtorToBuyer, purchase, trade } from './testing/trade.ts'
import { createWorker } from './worker.ts'
import type { RunSummary } from './run.ts'

let server: ScratchServer
let it: Bench | undefined
beforeAll(async () => {
  server = await scratchServer({ own: true })
})
afterEach(async () => {
  await it?.store.close()
})
afterAll(() => server.stop())

const start = async (options?: Parameters<typeof bench>[1]) => (it = await bench(server, options))
const buyers = Array.from({ length: 30 }, (_, index) => `b${index}`)

test('quote-to-cash goes before the catalogue', async () => {
  const runs: RunSummary[] = []
  const { books, shop, sink, store, worker } = await start({
    flows: () => [debtorToBuyer, ...trade.slice(0, 2)],
    sideBySide: 1,
    onRun: (run) => void runs.push(run),
  })
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  books.put(debtor, 'd1', { title: 'Other' }, 'c1')
  const signal = { company: 'c1', kind: 'updated', echo: false } as const
  await sink.accept([{ ...signal, entity: debtor, id: 'd1' }])
  await sink.accept([{ ...signal, entity: buyer, id: 'b1' }])
  await worker.drain()
  expect(runs.map((run) => run.flow)).toEqual(['buyer-to-debtor', 'debtor-to-buyer'])
  expect(await store.jobs.counts()).toEqual(new Map())
})

test('a batch is at most as large as it may be, and one read serves it', async () => {
  const { shop, changed } = await start({ batchSize: 10 })
  for (const id of buyers) shop.put(buyer, id, { name: id, taxId: id })
  await changed(buyer, ...buyers)
  const reads = shop.calls.filter((call) => call.what === 'read' && call.entity === 'Buyer').map((call) => call.count)
  expect(reads).toEqual([10, 10, 10])
})

test('two bridges share the work: nothing is created twice', async () => {
  const { shop, books, store, sink, settings, url, clock, worker } = await start({ batchSize: 4 })
  for (const id of buyers) {
    shop.put(buyer, id, { name: id, taxId: id })
    shop.put(purchase, `p-${id}`, { code: id, buyerId: id })
  }
  const other = await server.freshStore(clock, { url })
  const second = createWorker({ ...settings, store: other, batchSize: 4 })
  const signal = { company: '', kind: 'updated', echo: false } as const
  await sink.accept(buyers.map((id) => ({ ...signal, entity: purchase, id: `p-${id}` })))
  await sink.accept(buyers.map((id) => ({ ...signal, entity: buyer, id })))
  await Promise.all([worker.drain(), second.drain()])
  await worker.drain()
  await other.close()
  expect(Object.keys(books.all(debtor, 'c1'))).toHaveLength(buyers.length)
  expect(Object.values(books.all(purchase, 'c1'))).toEqual([])
  expect((await store.audit.counts()).filter((count) => count.outcome === 'inserted')).toEqual([
    { flow: 'buyer-to-debtor', outcome: 'inserted', count: buyers.length },
    { flow: 'purchase-to-sale', outcome: 'inserted', count: buyers.length },
  ])
})

test('the database goes away in the middle of a create and comes back: one record, nothing lost', async () => {
  const { shop, books, store, sink, worker, clock } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  await sink.accept([{ entity: buyer, company: '', id: 'b1', kind: 'updated', echo: false }])
  books.duringWrite = async () => {
    books.duringWrite = undefined
    await server.server.stop()
  }
  await expect(worker.drain()).rejects.toThrow('The database does not answer')
  await server.server.ensure()
  await worker.drain()
  clock.advance(60_000)
  await worker.drain()
  expect(Object.keys(books.all(debtor, 'c1'))).toEqual(['debtor-1'])
  const found = await store.links.find('c1', [{ entity: buyer, id: 'b1', partner: debtor }])
  expect([...found.values()]).toEqual(['debtor-1'])
  expect(await store.jobs.counts()).toEqual(new Map())
})

test('running: rides out a database that is away, and stops when it is told to', async () => {
  const { shop, books, sink, worker, clock } = await start()
  const stop = new AbortController()
  const running = worker.run(stop.signal)
  await server.server.stop()
  const tick = () => clock.advance(1000)
  tick()
  await server.server.ensure()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  await sink.accept([{ entity: buyer, company: '', id: 'b1', kind: 'updated', echo: false }])
  await expect
    .poll(() => (tick(), Object.keys(books.all(debtor, 'c1')).length), { timeout: 10_000, interval: 10 })
    .toBe(1)
  stop.abort()
  await running
})

test('jobs of a company that is no longer configured are dropped, not retried for ever', async () => {
  const { store, worker } = await start()
  await store.jobs.put([{ flow: 'buyer-to-debtor', company: 'gone', record: 'b1' }])
  await worker.drain()
  expect(await store.jobs.counts()).toEqual(new Map())
})

test('a claim that was lost during the write: the record is looked at again, nothing of the lost run stands', async () => {
  const { shop, books, store, changed, url, clock, outcomes } = await start()
  shop.put(buyer, 'b1', { name: 'Acme', taxId: 'T1' })
  await changed(buyer, 'b1')
  shop.put(buyer, 'b1', { name: 'Acme 2', taxId: 'T1' })
  const other = await server.freshStore(clock, { url })
  books.duringWrite = async () => {
    books.duringWrite = undefined
    // As the database does it when it sees this bridge gone.
    await sql`UPDATE bridge.jobs SET claimed_by = NULL, claim = NULL`.execute(store.db)
    await other.jobs.done(await other.jobs.claim('buyer-to-debtor', 10))
  }
  await changed(buyer, 'b1')
  await other.close()
  expect(books.all(debtor, 'c1')['debtor-1']).toMatchObject({ title: 'Acme 2' })
  expect((await outcomes('shop', 'b1')).filter((line) => line === 'buyer-to-debtor modified')).toHaveLength(1)
  expect(await store.jobs.counts()).toEqual(new Map())
})

test('a flow whose system has no connector does not start', async () => {
  const { settings } = await start()
  expect(() => createWorker({ ...settings, connectors: [] })).toThrow('No connector for shop')
})

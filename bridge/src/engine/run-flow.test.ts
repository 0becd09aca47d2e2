import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { from, known } from '../mapping/index.ts'
import { scratchServer, type ScratchServer } from '../store/testing/scratch-database.ts'
import { defineFlow } from './define-flow.ts'
import { Doubtful, Misconfigured, Rejected, RetryLater } from './errors.ts'
import { bench, type Bench } from './testing/bench.ts'
import { buyer, debtor, purchase, purchaseToSale, sale } from './testing/trade.ts'

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
  expect(Object.values(books.all(debtor, 'c1')).map((each) => each.title)).toEqual(['Acme', 'Zenith'])
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
  expect((await outcomes('shop', 'b1')).slice(0, 2)).toEqual(['buyer-to-debtor retried', 'buyer-to-debtor coupled'])
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

test('a write by key that lands on a record linked otherwise is parked, its neighbours are linked', async () => {
  const debtorToNewBuyer = defineFlow('debtor-to-new-buyer', debtor, buyer, {
    says: 'A debtor becomes a buyer.',
    map: { name: from('title') },
  })
  const { books, changed, store } = await start({ flows: [debtorToNewBuyer] })
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

test('a record whose link nobody ever makes is parked instead of waiting for ever', async () => {
  const { shop, changed, store } = await start({ flows: [purchaseToSale] })
  shop.put(purchase, 'p1', { code: 'P-1', buyerId: 'b1' })
  await changed(purchase, 'p1')
  expect((await store.issues.list(5))[0]?.message).toBe(
    'Buyer b1 is not linked to any debtor, and no flow links the two.',
  )
  expect(await store.waiting.count()).toBe(0)
})

test('a lookup by name that the target does not know pauses the flow', async () => {
  const flow = defineFlow('debtor-to-known', debtor, buyer, {
    says: '',
    map: { name: from('title'), town: known('nothing') },
  })
  const { books, changed, worker, store } = await start({ flows: [flow] })
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

test('failing to tell the source never fails the work', async () => {
  const { shop, books, changed } = await start()
  shop.put(buyer, 'deaf', { name: 'Acme', taxId: 'T1' })
  await changed(buyer, 'deaf')
  expect(Object.keys(books.all(debtor, 'c1'))).toHaveLength(1)
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

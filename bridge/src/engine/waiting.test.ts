import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { from, linked } from '../mapping/index.ts'
import { scratchServer, type ScratchServer } from '../store/testing/scratch-database.ts'
import { defineFlow, type Flow } from './define-flow.ts'
import { defineEntity, field } from './entity.ts'
import { Doubtful } from './errors.ts'
import { bench, type Bench } from './testing/bench.ts'
import { buyer, buyerToDebtor, debtor, purchase, purchaseToSale, sale } from './testing/trade.ts'

/** Waiting comes to an end: the link appears, or a person hears of the root. */
let server: ScratchServer
let one: Bench
beforeAll(async () => {
  server = await scratchServer()
})
afterEach(() => one.store.close())
afterAll(async () => server.stop())

const begin = async (...flows: readonly Flow[]) => {
  one = await bench(server, { flows: () => flows })
}
const issues = () => one.store.issues.list(10)
const later = async (seconds: number) => {
  one.clock.advance(seconds * 1000)
  await one.worker.drain()
}

it('parks what has waited for a day, naming the root, and lets it go on when that is mended', async () => {
  await begin(buyerToDebtor, purchaseToSale)
  const ann = { name: 'Ann', taxId: null, town: null, number: null, kind: 'private' }
  one.shop.put(buyer, 'b1', ann)
  one.shop.put(purchase, 'p1', { code: 'P1', buyerId: 'b1' })
  await one.changed(purchase, 'p1')
  await later(23 * 3600)
  await one.changed(purchase, 'p1')
  expect(await issues()).toEqual([])
  await later(3600)
  const [issue] = await issues()
  expect(issue?.message).toBe(
    'It has waited for more than 24 hours. Waits for the buyer Ann, which is not synced: it is private.',
  )
  const calls = one.shop.calls.length
  await later(7 * 24 * 3600)
  expect(one.shop.calls.length).toBe(calls)

  one.shop.put(buyer, 'b1', { ...ann, kind: null })
  await one.changed(buyer, 'b1')
  expect(Object.keys(one.books.all(sale, 'c1'))).toHaveLength(1)
  expect(await issues()).toEqual([])
})

it('leaves out what hangs on a record that is not synced, where nobody is told, and takes it in when that is linked', async () => {
  await begin(buyerToDebtor, { ...purchaseToSale, tellsSource: false })
  const ann = { name: 'Ann', taxId: null, town: null, number: null, kind: 'private' }
  one.shop.put(buyer, 'b1', ann)
  one.shop.put(purchase, 'p1', { code: 'P1', buyerId: 'b1' })
  await one.changed(purchase, 'p1')
  await later(25 * 3600)
  expect(await issues()).toEqual([])
  const standing = async () =>
    (await one.store.standings.find([{ flow: purchaseToSale.name, company: 'c1', record: 'p1' }])).map(
      ({ status, message }) => [status, message],
    )
  expect(await standing()).toEqual([['skipped', 'it needs the buyer Ann, which is not synced: it is private']])
  expect(one.books.all(sale, 'c1')).toEqual({})

  one.shop.put(buyer, 'b1', { ...ann, kind: null })
  await one.changed(buyer, 'b1')
  expect(Object.keys(one.books.all(sale, 'c1'))).toHaveLength(1)
  expect(await standing()).toEqual([['synced', 'In step with its sale.']])
})

const part = defineEntity(
  'shop',
  'Part',
  { label: 'part', key: 'id', perCompany: false },
  { id: field.id(), name: field.text(20), partOf: field.reference() },
)
const piece = defineEntity(
  'books',
  'piece',
  { label: 'piece', key: 'id', perCompany: true },
  { id: field.id(), title: field.text(20), partOf: field.reference() },
)
const partToPiece = defineFlow('part-to-piece', part, piece, {
  says: 'A part becomes a piece of another piece.',
  match: [['title']],
  map: { title: from('name'), partOf: linked(part, 'partOf', piece) },
})

it('parks records that wait for each other in a circle, and goes on when the circle is broken', async () => {
  await begin(partToPiece)
  for (const [id, partOf] of [
    ['1', '2'],
    ['2', '3'],
    ['3', '1'],
  ] as const) {
    one.shop.put(part, id, { name: `part ${id}`, partOf })
  }
  await one.changed(part, '1', '2', '3')
  const open = await issues()
  expect(open.length).toBeGreaterThan(0)
  expect(open[0]?.message).toMatch(/^It waits, in a circle, for itself\. Waits for the part part \d/)
  one.shop.put(part, '3', { name: 'part 3', partOf: null })
  await one.changed(part, '3')
  expect(Object.values(one.books.all(piece, 'c1')).map(({ title }) => title)).toEqual(['part 3', 'part 2', 'part 1'])
  expect(await issues()).toEqual([])
})

it('pulls a link that only the other side makes, when our key tells which record it is', async () => {
  const keyed = { ...buyer, ourKey: 'number' }
  const back = defineFlow('back', debtor, keyed, { says: 'A debtor becomes a buyer.', map: { name: from('title') } })
  const bought = { ...purchaseToSale, map: { debtorId: linked(keyed, 'buyerId', debtor) } } as unknown as Flow
  await begin(back, bought)
  one.books.put(debtor, 'd1', { title: 'Ann', vat: null, town: null, number: null }, 'c1')
  await one.changed(debtor, 'd1')
  const [id = ''] = Object.keys(one.shop.all(buyer))
  one.shop.put(buyer, id, { name: 'Ann', number: 'c1:d1' })
  // The bridge has forgotten the pair: a new database.
  await one.store.links.removeOf('c1', { system: 'books', name: 'debtor' }, ['d1'])
  one.shop.put(purchase, 'p1', { code: 'P1', buyerId: id })
  await one.changed(purchase, 'p1')
  expect(Object.values(one.books.all(sale, 'c1'))).toMatchObject([{ debtorId: 'd1' }])
})

it('parks a create that fails for ever, never makes two, and tries again every hour', async () => {
  await begin(buyerToDebtor)
  one.shop.put(buyer, 'b1', { name: 'Ann', taxId: 'T1', town: null, number: null, kind: null })
  for (let times = 0; times < 40; times += 1)
    one.books.faults.push({ error: new Doubtful('HTTP 500', { vendor: 'Oops' }) })
  await one.changed(buyer, 'b1')
  for (let times = 0; times < 40 && (await issues()).length === 0; times += 1) await later(900)
  const [issue] = await issues()
  expect(issue).toMatchObject({ vendor: 'Oops' })
  expect(issue?.message).toContain('nobody knows why')
  one.books.faults.length = 0
  await later(3600)
  expect(Object.keys(one.books.all(debtor, 'c1'))).toHaveLength(1)
  expect(await issues()).toEqual([])
})

it('tells what a bridge that died in between had not told', async () => {
  await begin(buyerToDebtor)
  one.shop.put(buyer, 'b1', { name: 'Ann', taxId: 'T1', town: null, number: null, kind: null })
  await one.changed(buyer, 'b1')
  expect(await one.store.standings.untold(['buyer-to-debtor'], { synced: 'Synced' }, 10)).toEqual([])
  const key = { flow: 'buyer-to-debtor', company: 'c1', record: 'b1' }
  await one.store.standings.told([{ ...key, told: 'Waiting: once' }])
  expect(await one.store.standings.untold(['buyer-to-debtor'], { synced: 'Synced' }, 10)).toEqual([key])
  one.shop.told.length = 0
  const stop = new AbortController()
  const running = one.worker.run(stop.signal)
  for (let turn = 0; turn < 200 && one.shop.told.length === 0; turn += 1) {
    one.clock.advance(250)
    await new Promise((resolve) => setImmediate(resolve))
    await one.store.ping()
  }
  stop.abort()
  await running
  expect(one.shop.told).toMatchObject([{ id: 'b1', status: 'Synced' }])
})

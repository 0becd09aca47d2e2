import { afterAll, beforeAll, expect, test } from 'vitest'
import { scratchServer, type ScratchServer } from '../store/testing/scratch-database.ts'
import { createSink } from './accept.ts'
import { defineEntity, field } from './entity.ts'
import { defineFlow } from './define-flow.ts'
import type { Change } from './ports.ts'
import { fakeClock } from './testing/fake-clock.ts'
import { buyer, debtor, sale, trade } from './testing/trade.ts'

let server: ScratchServer
beforeAll(async () => {
  server = await scratchServer()
})
afterAll(() => server.stop())

const saleProgress = defineEntity(
  'books',
  'saleProgress',
  { label: 'progress', key: 'id', perCompany: true, viewOf: sale },
  { id: field.id() },
)
const progressToBuyer = defineFlow('progress-to-buyer', saleProgress, buyer, { says: '', map: {} })
const companies = [
  { id: 'c1', name: 'One' },
  { id: 'c2', name: 'Two' },
]
const change = (more: Partial<Change>): Change => ({
  ...{ entity: buyer, company: '', id: 'b1', kind: 'updated', echo: false },
  ...more,
})

async function start() {
  const clock = fakeClock()
  const store = await server.freshStore(clock)
  const sink = createSink({ store, flows: () => [...trade, progressToBuyer], companies, clock })
  const jobs = async () => {
    const claimed = await Promise.all([...trade, progressToBuyer].map((flow) => store.jobs.claim(flow.name, 100)))
    return claimed.flat().map((job) => `${job.flow} ${job.company} ${job.record}`)
  }
  return { store, sink, jobs }
}

test('a change becomes one job per flow that listens; without a company, one per company', async () => {
  const { store, sink, jobs } = await start()
  await sink.accept([change({}), change({}), change({ entity: debtor, company: 'c2', id: 'd1' })])
  expect(await jobs()).toEqual(['buyer-to-debtor c1 b1', 'buyer-to-debtor c2 b1', 'debtor-to-buyer c2 d1'])
  await store.close()
})

test('a change of a record is a change of its other views', async () => {
  const { store, sink, jobs } = await start()
  await sink.accept([change({ entity: sale, company: 'c1', id: 's1' })])
  expect(await jobs()).toEqual(['progress-to-buyer c1 s1'])
  await store.close()
})

test('our own echo causes no job, but the cursor passes it', async () => {
  const { store, sink, jobs } = await start()
  await sink.accept([change({ echo: true })], { name: 'events', value: '42' })
  expect(await jobs()).toEqual([])
  expect(await sink.cursor('events')).toBe('42')
  await store.close()
})

test('nobody listens, or the company is not configured: nothing happens', async () => {
  const { store, sink, jobs } = await start()
  await sink.accept([change({ entity: { system: 'shop', name: 'Other' } }), change({ entity: debtor, company: 'c9' })])
  expect(await jobs()).toEqual([])
  await store.close()
})

test('the cursor does not move when the jobs are not stored', async () => {
  const { store, sink } = await start()
  await sink.accept([], { name: 'events', value: '1' })
  const broken = createSink({
    store: {
      ...store,
      transaction: (work) =>
        store.transaction(async (tables) => {
          await work(tables)
          throw new Error('the database fails at the end')
        }),
    },
    flows: () => trade,
    companies,
    clock: fakeClock(),
  })
  await expect(broken.accept([change({})], { name: 'events', value: '2' })).rejects.toThrow('fails at the end')
  expect(await sink.cursor('events')).toBe('1')
  expect(await store.jobs.counts()).toEqual(new Map())
  await store.close()
})

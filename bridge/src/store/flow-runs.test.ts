import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { fakeClock } from '../engine/testing/fake-clock.ts'
import type { PostgresStore } from './open-store.ts'
import { scratchServer, type ScratchServer } from './testing/scratch-database.ts'

let server: ScratchServer
let store: PostgresStore
beforeAll(async () => {
  server = await scratchServer()
})
afterEach(() => store.close())
afterAll(() => server.stop())

const now = '2026-11-21T08:00:00.000Z'
const key = (record: string, flow = 'f') => ({ flow, company: 'c', record })
const books = { system: 'books', name: 'debtor' }
const shop = { system: 'shop', name: 'buyer' }

test('a flow that was ever on is remembered, and so is one that has worked something off', async () => {
  store = await server.freshStore(fakeClock())
  const { flowRuns, audit } = store
  expect([...(await flowRuns.begun())]).toEqual([])
  expect(await flowRuns.begin([])).toEqual([])
  expect(await flowRuns.begin([{ flow: 'f', filter: '' }])).toEqual([])
  const entry = { at: now, source: shop, target: books, targetId: undefined, fields: undefined, message: undefined }
  await audit.add([{ ...key('a', 'g'), ...entry, outcome: 'inserted' }])
  expect([...(await flowRuns.begun())].sort()).toEqual(['f', 'g'])
})

test('another filter is told once', async () => {
  store = await server.freshStore(fakeClock())
  const { flowRuns } = store
  const both = [
    { flow: 'g', filter: '' },
    { flow: 'f', filter: 'x > 1' },
  ]
  expect(await flowRuns.begin(both)).toEqual([])
  expect(await flowRuns.begin([{ flow: 'f', filter: 'x > 0' }, ...both.slice(0, 1)])).toEqual(['f'])
  expect(await flowRuns.begin([{ flow: 'f', filter: 'x > 0' }])).toEqual([])
})

test('the work of a flow is counted in records', async () => {
  store = await server.freshStore(fakeClock())
  const { flowRuns, jobs, waiting, issues, written } = store
  expect([...(await flowRuns.figures())]).toEqual([])
  // One record is one, however many companies look at it.
  await jobs.put([key('a'), key('b'), { ...key('b'), company: 'other' }])
  await jobs.put([key('c')], { after: '2026-11-22T08:00:00.000Z' })
  await waiting.wait(
    key('d'),
    ['1', '2'].map((id) => ({ entity: shop, id, partner: books })),
    now,
  )
  await waiting.hope([{ job: key('h'), missing: [{ entity: shop, id: '3', partner: books }] }], now)
  await issues.open([{ ...key('e', 'g'), at: now, message: 'm', advice: 'a', vendor: undefined }])
  expect(Object.fromEntries(await flowRuns.figures())).toEqual({
    f: { backlog: 3, waiting: 1, parked: 0 },
    g: { backlog: 0, waiting: 0, parked: 1 },
  })
  await written.save([{ ...key('a'), hash: 'h', targetId: 't', at: now }])
  expect([await flowRuns.written('f'), await flowRuns.written('g')]).toEqual([1, 0])
})

test('records are found by the reason for which they are left out', async () => {
  store = await server.freshStore(fakeClock())
  const { flowRuns, standings } = store
  const standing = (record: string, status: 'skipped' | 'parked' | 'synced', message: string, flow = 'f') => ({
    ...key(record, flow),
    ...{ title: undefined, status, message, at: now },
  })
  await standings.save([
    standing('a', 'skipped', 'the filter leaves it out: x > 1'),
    standing('b', 'skipped', 'it is not activated'),
    standing('c', 'parked', 'cannot be told: y'),
    standing('d', 'synced', 'the filter leaves it out: x > 1'),
    standing('e', 'skipped', 'the filter leaves it out: x > 1', 'g'),
  ])
  const found = await flowRuns.saying('f', ['the filter leaves it out', 'cannot be told'])
  expect(found.map(({ record }) => record).sort()).toEqual(['a', 'c'])
  expect(await flowRuns.saying('f', [])).toEqual([])
})

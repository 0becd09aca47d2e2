import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../engine/system-clock.ts'
import { ClaimLost, StoreUnavailable, type JobKey } from '../engine/store.ts'
import { fakeClock } from '../engine/testing/fake-clock.ts'
import type { PostgresStore } from './open-store.ts'
import { killChild, startChild } from './testing/child.ts'
import { scratchServer, type ScratchServer } from './testing/scratch-database.ts'

let server: ScratchServer
let open: PostgresStore[] = []
beforeAll(async () => {
  server = await scratchServer({ own: true })
})
afterEach(async () => {
  await Promise.all(open.map((store) => store.close()))
  open = []
})
afterAll(() => server.stop())

const at = (clock: ReturnType<typeof fakeClock>, milliseconds: number) =>
  new Date(clock.now() + milliseconds).toISOString()
const job = (record: string, flow = 'f'): JobKey => ({ flow, company: 'c', record })
const records = (jobs: readonly JobKey[]) => jobs.map((each) => each.record)

async function start(bridges = 1, clock = fakeClock()) {
  const url = await server.freshUrl()
  for (let index = 0; index < bridges; index += 1) open.push(await server.freshStore(clock, { url }))
  const [first, second] = open
  if (!first) throw new Error('no store')
  return { clock, url, first, jobs: first.jobs, second: second ?? first }
}

test('a job that is asked for while an equal one waits is the same job', async () => {
  const { jobs } = await start()
  await jobs.put([job('a'), job('a'), job('b')])
  await jobs.put([job('a')])
  expect(records(await jobs.claim('f', 10))).toEqual(['a', 'b'])
})

test('twenty that ask at the same time ask for one job', async () => {
  const { jobs } = await start()
  await Promise.all(Array.from({ length: 20 }, () => jobs.put([job('a'), job('b')])))
  expect((await jobs.counts()).get('f')).toEqual({ ready: 2, running: 0, postponed: 0 })
})

test('jobs come in the order in which they were asked for, whoever is coalesced keeps its place', async () => {
  const { jobs, clock } = await start()
  for (const record of ['c', 'a', 'b']) await jobs.put([job(record)])
  clock.advance(1000)
  await jobs.put([job('d'), job('c')])
  expect(records(await jobs.claim('f', 2))).toEqual(['c', 'a'])
  expect(records(await jobs.claim('f', 10))).toEqual(['b', 'd'])
})

test('a record runs once at a time, in whichever bridge', async () => {
  const { first, second } = await start(2)
  await first.jobs.put([job('a')])
  expect(await first.jobs.claim('f', 10)).toHaveLength(1)
  await second.jobs.put([job('a')])
  expect(await second.jobs.claim('f', 10)).toEqual([])
  expect(await first.jobs.claim('f', 10)).toEqual([])
})

test('asked for while it runs: once more afterwards, not twice', async () => {
  const { jobs } = await start()
  await jobs.put([job('a')])
  const claimed = await jobs.claim('f', 10)
  await jobs.put([job('a')])
  await jobs.put([job('a')])
  await jobs.done(claimed)
  const again = await jobs.claim('f', 10)
  expect(records(again)).toEqual(['a'])
  await jobs.done(again)
  expect(await jobs.counts()).toEqual(new Map())
})

test('two bridges share a backlog: each job runs in one of them', async () => {
  const { first, second } = await start(2)
  const all = Array.from({ length: 200 }, (_, index) => job(`r${index}`))
  await first.jobs.put(all)
  const drain = async ({ jobs }: PostgresStore) => {
    const mine: string[] = []
    for (;;) {
      const claimed = await jobs.claim('f', 7)
      if (claimed.length === 0) return mine
      mine.push(...records(claimed))
      await jobs.done(claimed)
    }
  }
  const [one, other] = await Promise.all([drain(first), drain(second)])
  expect([...one, ...other].sort()).toEqual(records(all).sort())
  expect(Math.min(one.length, other.length)).toBeGreaterThan(0)
})

test('a retried job is not ready before its instant, and counts its tries', async () => {
  const { jobs, clock } = await start()
  await jobs.put([job('a')])
  await jobs.retry(await jobs.claim('f', 10), at(clock, 5000))
  expect(await jobs.claim('f', 10)).toEqual([])
  expect(await jobs.nextReadyAt()).toBe(at(clock, 5000))
  expect((await jobs.counts()).get('f')).toEqual({ ready: 0, running: 0, postponed: 1 })
  expect(await jobs.ready(['f', 'g'])).toEqual(new Set())
  clock.advance(5000)
  expect(await jobs.ready(['f', 'g'])).toEqual(new Set(['f']))
  expect(await jobs.claim('f', 10)).toMatchObject([{ record: 'a', attempts: 1 }])
})

test('a postponed job comes earlier when it is asked for earlier, never later', async () => {
  const { jobs, clock } = await start()
  await jobs.put([job('a')], { after: at(clock, 5000) })
  await jobs.put([job('a')], { after: at(clock, 9000) })
  expect(await jobs.nextReadyAt()).toBe(at(clock, 5000))
  await jobs.put([job('a')])
  expect(records(await jobs.claim('f', 10))).toEqual(['a'])
})

test('after kill -9 the jobs of the dead are free at once, those of the living are not', async () => {
  // The other process has the machine's clock, which must not be behind ours.
  const { first, second, url } = await start(2, fakeClock('2026-01-01T00:00:00.000Z'))
  await first.jobs.put([job('mine', 'g'), job('a'), job('b')])
  await second.jobs.claim('g', 10)
  const { child, line } = await startChild(join(import.meta.dirname, 'testing/claim-and-hang.ts'), url, 'f')
  expect(JSON.parse(line)).toEqual(['a', 'b'])
  expect(await first.jobs.claim('f', 10)).toEqual([])
  await killChild(child)
  // The server notices the closed socket in a moment of its own.
  await expect
    .poll(async () => records(await first.jobs.claim('f', 10)), { timeout: 5000, interval: 10 })
    .toEqual(['a', 'b'])
  expect(await first.jobs.claim('g', 10)).toEqual([])
})

test('who lost the claim cannot finish the job, and nothing of that transaction stands', async () => {
  const { first, second } = await start(2)
  await first.jobs.put([job('a')])
  const claimed = await first.jobs.claim('f', 10)
  await first.close()
  open = open.filter((store) => store !== first)
  const again = await second.jobs.claim('f', 10)
  expect(records(again)).toEqual(['a'])
  const late = second.transaction(async (tables) => {
    await tables.cursors.set({ name: 'x', value: '1' })
    await tables.jobs.done(claimed)
  })
  await expect(late).rejects.toThrow(ClaimLost)
  expect(await second.cursors.get('x')).toBeUndefined()
  await second.jobs.retry(claimed, '2030-01-01T00:00:00.000Z')
  await second.jobs.done(again)
  expect(await second.jobs.counts()).toEqual(new Map())
})

test('jobs that a transaction asks for are there when it lands, and not when it fails', async () => {
  const { first } = await start()
  const failing = first.transaction(async (tables) => {
    await tables.jobs.put([job('a')])
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await first.jobs.counts()).toEqual(new Map())
  await first.transaction((tables) => tables.jobs.put([job('a')]))
  expect(records(await first.jobs.claim('f', 10))).toEqual(['a'])
})

test('a database that goes away is an error of its own; afterwards everything goes on, claims of before are free', async () => {
  const { jobs, first } = await start()
  await jobs.put([job('a'), job('b')])
  const claimed = await jobs.claim('f', 1)
  await server.server.stop()
  await expect(first.ping()).rejects.toThrow(StoreUnavailable)
  await expect(jobs.done(claimed)).rejects.toThrow(StoreUnavailable)
  await expect(first.transaction((tables) => tables.jobs.done(claimed))).rejects.toThrow(StoreUnavailable)
  await server.server.ensure()
  await first.ping()
  expect(records(await jobs.claim('f', 10)).sort()).toEqual(['a', 'b'])
  await expect(jobs.done(claimed)).rejects.toThrow(ClaimLost)
})

test('the clock of the machine will do as well', async () => {
  const store = await server.freshStore(systemClock)
  open.push(store)
  await store.jobs.put([job('a')])
  expect(records(await store.jobs.claim('f', 1))).toEqual(['a'])
})

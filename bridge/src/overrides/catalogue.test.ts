import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { fakeClock } from '../engine/testing/fake-clock.ts'
import { silentLog } from '../engine/log.ts'
import type { FlowSetting } from '../engine/ports.ts'
import type { Tables } from '../engine/store.ts'
import { buyerToDebtor } from '../engine/testing/trade.ts'
import type { PostgresStore } from '../store/open-store.ts'
import { scratchServer, type ScratchServer } from '../store/testing/scratch-database.ts'
import { leftOut } from './apply.ts'
import { createCatalogue } from './catalogue.ts'

let server: ScratchServer
let store: PostgresStore
beforeAll(async () => {
  server = await scratchServer()
})
beforeEach(async () => {
  store = await server.freshStore(fakeClock())
})
afterEach(() => store.close())
afterAll(() => server.stop())

const flow = buyerToDebtor.name
const key = { flow, company: 'c1', record: 'b1' }
const setting: FlowSetting = {
  flow,
  enabled: true,
  ...{ mayCreate: undefined, conflict: undefined, onTargetDeleted: undefined, onSourceDeleted: undefined },
  ...{ filter: undefined, approvalRule: undefined, approvers: [], mapping: undefined },
}

/** A bridge whose admins have set this filter; it dies when it queues something, as long as `dies` says so. */
async function aBridge() {
  const say = { filter: undefined as string | undefined, dies: false }
  const nothing = () => Promise.resolve()
  const read = () => Promise.resolve([{ ...setting, filter: say.filter }])
  const mortal = (tables: Tables): Tables => ({
    ...tables,
    jobs: { ...tables.jobs, put: (...of) => (say.dies ? Promise.reject(new Error('died')) : tables.jobs.put(...of)) },
  })
  const catalogue = await createCatalogue({
    defaults: [buyerToDebtor],
    overrides: {},
    connectors: [{ system: 'shop', flowSettings: { announce: nothing, report: nothing, read } }],
    store: { ...mortal(store), transaction: (work) => store.transaction((tables) => work(mortal(tables))) },
    log: silentLog,
  })
  return Object.assign(say, {
    async obey(filter: string | undefined) {
      say.filter = filter
      await catalogue.refresh()
    },
  })
}

/** The record is left out by what the filter was before. */
async function leaveOut(filter: string) {
  const message = `${leftOut}: ${filter}`
  await store.standings.save([{ ...key, title: undefined, status: 'skipped', message, at: '2026-11-21T08:00:00.000Z' }])
}
const queued = async () => (await store.flowRuns.figures()).get(flow)?.backlog ?? 0

it('looks again at what the filter before has left out, although the bridge dies before that is queued', async () => {
  const first = await aBridge()
  await first.obey("town = 'Rome'")
  await leaveOut("town = 'Rome'")
  first.dies = true
  await expect(first.obey("town = 'Oslo'")).rejects.toThrow('died')
  expect(await queued()).toBe(0)
  await (await aBridge()).obey("town = 'Oslo'")
  expect(await queued()).toBe(1)
})

it('looks again when only this try of it has failed, and another bridge was first', async () => {
  const [one, other] = [await aBridge(), await aBridge()]
  for (const each of [one, other]) await each.obey("town = 'Rome'")
  await one.obey("town = 'Oslo'")
  await leaveOut("town = 'Rome'")
  other.dies = true
  await expect(other.obey("town = 'Oslo'")).rejects.toThrow('died')
  other.dies = false
  await other.obey("town = 'Oslo'")
  expect(await queued()).toBe(1)
})

it('looks once more at what a run under way has left out by the filter before', async () => {
  const one = await aBridge()
  await one.obey("town = 'Rome'")
  await one.obey("town = 'Oslo'")
  await leaveOut("town = 'Rome'")
  await one.obey("town = 'Oslo'")
  expect(await queued()).toBe(1)
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flows } from '../../bridge/src/flows/index.ts'
import { journals, runAlone } from './steady/calls.ts'
import { edits } from './steady/edits.ts'
import { startTrade, type Trade } from './steady/trade.ts'

let trade: Trade

beforeAll(async () => {
  trade = await startTrade(2)
})
afterAll(() => trade.close())

it('covers every flow', () => {
  expect(Object.keys(edits).sort()).toEqual(flows.map(({ name }) => name).sort())
})

/** The ids that `bridge sync` looks at. */
async function everything(name: string): Promise<readonly string[]> {
  const { system } = trade.test
  const flow = flows.find((each) => each.name === name)
  const since = system.connectors.find((each) => each.system === flow?.source.system)?.since
  const [company] = system.companies
  const ids: string[] = []
  if (!flow || !since || !company) throw new Error(`${name} cannot be looked through.`)
  for await (const some of since(flow.source, company, undefined)) ids.push(...some)
  return ids
}

describe('when all has come to rest', () => {
  it('no record waits or is parked', async () => {
    expect(await trade.test.system.store.issues.list(10)).toEqual([])
  })

  it.each(flows.map(({ name }) => name))('%s over all its records writes nothing', async (name) => {
    const { test } = trade
    const { store, companies, worker } = test.system
    const ids = await everything(name)
    const known = edits[name]?.records(trade) ?? []
    expect(ids).toEqual(expect.arrayContaining([...known]))
    const since = journals(test)
    await store.jobs.put(companies.flatMap(({ id }) => ids.map((record) => ({ flow: name, company: id, record }))))
    await worker.drain()
    expect(since.calls().length).toBeGreaterThan(0)
    expect(since.writes()).toEqual([])
  })
})

describe('one changed record', () => {
  it.each(flows.map(({ name }) => name))('of %s', async (name) => {
    const [record] = edits[name]?.records(trade) ?? []
    edits[name]?.edit(trade, record ?? '', 1)
    const since = journals(trade.test)
    await runAlone(trade.test, name, [record ?? ''])
    console.log(name, JSON.stringify(since.count()), since.calls().map((c) => `${c.method} ${decodeURIComponent(c.url).slice(0, 90)}`).join('\n    '))
    expect(since.writes()).toHaveLength(1)
  })
})

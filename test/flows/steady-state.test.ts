import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flows } from '../../bridge/src/flows/index.ts'
import { journals, type Calls } from '../support/journals.ts'
import { edits, type Edited } from './steady/edits.ts'
import { runAlone } from './steady/run-alone.ts'
import { many, page, path } from './steady/table.ts'
import { inDollars, inEuro, startTrade, type Trade } from './steady/trade.ts'

/**
 * A firm at rest: what is looked at again causes no write, and one change costs few calls. What calls cost is measured in one company
 * with its own currency; the second of two, whose customers are billed in euro, does the same.
 */
let trade: Trade

/** A hundred records take a minute and a half: two tell as much of everything but the last columns of the table. */
const count = Number(process.env.TRADE_RECORDS ?? 2)
const names = flows.map(({ name }) => name)

const edited = (name: string): Edited => {
  const found = edits[name]
  if (!found) throw new Error(`steady/edits.ts does not say how a record of ${name} is changed.`)
  return found
}

it('covers every flow', () => {
  expect(Object.keys(edits).sort()).toEqual([...names].sort())
})

/** The ids that `bridge sync` looks at. */
async function everything(name: string): Promise<readonly string[]> {
  const { system } = trade.test
  const flow = flows.find((each) => each.name === name)
  const since = system.connectors.find((each) => each.system === flow?.source.system)?.since
  const company = system.companies.find(({ id }) => id === trade.books.company.id)
  const ids: string[] = []
  if (!flow || !since || !company) throw new Error(`${name} cannot be looked through.`)
  for await (const some of since(flow.source, company, undefined)) ids.push(...some)
  return ids
}

const modified = async (name: string) =>
  (await trade.test.system.store.audit.counts()).find((each) => each.flow === name && each.outcome === 'modified')
    ?.count ?? 0

const atRest = () => {
  it('no record is parked', async () => {
    expect(await trade.test.system.store.issues.list(10)).toEqual([])
  })

  it.each(names)('%s over all its records writes nothing', async (name) => {
    const { store, companies, worker } = trade.test.system
    const ids = await everything(name)
    expect(ids).toEqual(expect.arrayContaining([...edited(name).records(trade)]))
    const since = journals(trade.test)
    await store.jobs.put(companies.flatMap(({ id }) => ids.map((record) => ({ flow: name, company: id, record }))))
    await worker.drain()
    expect(since.calls().length).toBeGreaterThan(0)
    expect(since.writes()).toEqual([])
  })
}

async function measure(name: string, records: readonly string[], time: number): Promise<Calls> {
  for (const record of records) edited(name).edit(trade, record, time)
  const before = await modified(name)
  const since = journals(trade.test)
  await runAlone(trade.test, name, records)
  expect(await modified(name)).toBe(before + records.length)
  return since.count()
}

describe('in one company, in its own currency', () => {
  beforeAll(async () => {
    trade = await startTrade(count, inDollars)
  }, 300_000)
  afterAll(() => trade.close())
  describe('when all has come to rest', atRest)

  const one = new Map<string, Calls>()
  const hundred = new Map<string, Calls>()

  it.each(names)('a change is carried over by %s in a few calls', { timeout: 120_000 }, async (name) => {
    const records = edited(name).records(trade)
    expect(records).toHaveLength(count)
    one.set(name, await measure(name, records.slice(0, 1), 1))
    if (count === many) hundred.set(name, await measure(name, records, 2))
  })

  it('a change costs what the table says', async () => {
    await expect(await page(one, hundred)).toMatchFileSnapshot(path)
  })
})

describe('in the second of two companies, in euro', () => {
  beforeAll(async () => {
    trade = await startTrade(1, inEuro)
  }, 60_000)
  afterAll(() => trade.close())
  describe('when all has come to rest', atRest)

  it.each(names)('a change is carried over by %s', async (name) => {
    const { salesforce, businessCentral } = await measure(name, edited(name).records(trade), 1)
    expect(salesforce.writes + businessCentral.writes).toBeGreaterThan(0)
  })
})

import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../testing/start-org.ts'
import { groupQuery, listQuery } from './generated-query.ts'
import { naiveGroups, naiveList } from './naive-query.ts'
import { type PlainOrg, plainRows } from './plain-rows.ts'
import { writtenSort, writtenTest } from './written-query.ts'

/** Runs of each property; a nightly run asks for more. */
const numRuns = Number(process.env.SF_GENERATED_QUERIES ?? 500)
const seed = Number(process.env.SF_SEED ?? 20260302)

let started: TestOrg
let org: PlainOrg

beforeAll(async () => {
  started = await startOrg()
  const actor = { userId: started.org.context.session(started.org.accessToken)?.userId ?? '', api: 'rest' }
  const insert = (object: string, row: object): string => {
    const fields = Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'Id'))
    const result = started.org.dml.insert(actor, object, fields)
    if (!result.success) throw new Error(JSON.stringify(result.errors))
    return result.id
  }
  const plain = plainRows()
  const accounts = plain.accounts.map((account) => ({ ...account, Id: insert('Account', account) }))
  const bills = plain.bills
    .map((bill) => ({ ...bill, Account__c: bill.Account__c && (accounts[Number(bill.Account__c)]?.Id ?? null) }))
    .map((bill) => ({ ...bill, Id: insert('Bill__c', bill) }))
  org = { accounts, bills }
})
afterAll(() => started[Symbol.asyncDispose]())

async function query(soql: string): Promise<readonly Record<string, unknown>[]> {
  const { status, body } = await started.call('GET', `/query?q=${encodeURIComponent(soql)}`)
  expect([status, soql, status === 200 ? [] : body]).toEqual([200, soql, []])
  return (body as { records: Record<string, unknown>[] }).records
}

test('a query finds what a plain evaluator finds, in the same order', { timeout: 120_000 }, async () => {
  let found = 0
  await fc.assert(
    fc.asyncProperty(listQuery, async (asked) => {
      const where = asked.where ? ` WHERE ${writtenTest(asked.where)}` : ''
      const orderBy = [...asked.orderBy.map(writtenSort), 'Key__c'].join(', ')
      const page = `${asked.limit === undefined ? '' : ` LIMIT ${asked.limit}`}${asked.offset === undefined ? '' : ` OFFSET ${asked.offset}`}`
      const rows = await query(`SELECT Key__c FROM Bill__c${where} ORDER BY ${orderBy}${page}`)
      expect(rows.map((row) => row.Key__c)).toEqual(naiveList(asked, org))
      found += rows.length
    }),
    { numRuns, seed },
  )
  // Queries that find nothing prove little.
  expect(found).toBeGreaterThan(numRuns)
})

test('groups are counted, summed and filtered as by hand', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(groupQuery, async (asked) => {
      const where = asked.where ? ` WHERE ${writtenTest(asked.where)}` : ''
      const columns =
        'COUNT(Id) n, COUNT(Total__c) totals, COUNT_DISTINCT(Tag__c) tags, SUM(Total__c) s, MIN(Total__c) low, MAX(Due__c) late'
      const soql = `SELECT ${asked.by} grouped, ${columns} FROM Bill__c${where} GROUP BY ${asked.by} HAVING COUNT(Id) >= ${asked.atLeast}`
      const rows = await query(soql)
      const seen = rows.map((row) => ({
        by:
          row.grouped === null ? null : asked.by === 'Account__c' ? row.grouped : (row.grouped as string).toLowerCase(),
        rows: row.n,
        totals: row.totals,
        tags: row.tags,
        sum: row.s === null ? null : Math.round(Number(row.s) * 100),
        least: row.low,
        latest: row.late,
      }))
      const byText = (a: { by: unknown }, b: { by: unknown }): number => (String(a.by) < String(b.by) ? -1 : 1)
      expect(seen.toSorted(byText)).toEqual(naiveGroups(asked, org).toSorted(byText))
    }),
    { numRuns, seed },
  )
})

const keysOf = (rows: readonly unknown[]): unknown[] => rows.map((row) => (row as { Key__c: unknown }).Key__c)

test('pages hold the whole result once, in order', async () => {
  started.org.switches.queryBatchSize = 7
  const whole = await started.admin.query('SELECT Key__c FROM Bill__c ORDER BY Key__c')
  const keys = keysOf(whole.records)
  let { nextRecordsUrl } = whole
  while (nextRecordsUrl !== undefined) {
    const page = await started.admin.queryMore(nextRecordsUrl)
    keys.push(...keysOf(page.records))
    ;({ nextRecordsUrl } = page)
  }
  started.org.switches.queryBatchSize = 2000
  expect(keys).toEqual(org.bills.map((bill) => bill.Key__c))
})

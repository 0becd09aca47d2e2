import { setImmediate } from 'node:timers/promises'
import type { SalesforceEmulator } from '../emulators/salesforce/index.ts'
import { startOrg } from '../emulators/salesforce/testing/start-org.ts'
import { memoryInUse, rate, seconds } from './measure.ts'
import type { Result } from './result.ts'

const suite = 'salesforce-sandbox'

/** How fast the sandbox answers over HTTP, and what a million rows cost. */
export async function salesforceSandbox(): Promise<Result[]> {
  await using started = await startOrg({ switches: { dailyApiRequests: Number.MAX_SAFE_INTEGER } })
  const { org } = started
  return [await keyedRead(org), await collectionUpsert(org), await longQuery(org), ...(await millionRows(org))]
}

/** A call as the administrator that must succeed. */
async function call(org: SalesforceEmulator, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${org.instanceUrl}/services/data/v${org.apiVersion}${path}`, {
    method,
    headers: { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 500)}`)
  return JSON.parse(text)
}

/** Accounts through all the rules of a save, in transactions of 200 as an import makes them. */
function insertAccounts(org: SalesforceEmulator, from: number, to: number): string[] {
  const actor = { userId: org.context.session(org.accessToken)?.userId ?? '', api: 'bulkapi' }
  const ids: string[] = []
  for (let start = from; start < to; start += 200)
    org.dml.transaction(actor, () => {
      for (let n = start; n < Math.min(to, start + 200); n++) {
        const fields = {
          Name: `Account ${n}`,
          BillingCity: 'Utrecht',
          AccountNumber: `A${n}`,
          AnnualRevenue: n,
          Key__c: `k${n}`,
        }
        const result = org.dml.insert(actor, 'Account', fields)
        if (!result.success) throw new Error(JSON.stringify(result.errors))
        ids.push(result.id)
      }
    })
  return ids
}

async function keyedRead(org: SalesforceEmulator): Promise<Result> {
  const ids = insertAccounts(org, 0, 1000)
  const value = await rate(2000, (turn) => call(org, 'GET', `/sobjects/Account/${ids[turn % ids.length] ?? ''}`))
  return { name: `${suite}/keyed-read`, params: { clients: 1 }, value, unit: 'requests/s' }
}

/** Half of the rows are there already: what a make-it-so writer sends. */
async function collectionUpsert(org: SalesforceEmulator): Promise<Result> {
  const rows = 200
  const value = await rate(3000, async (turn) => {
    const records = Array.from({ length: rows }, (_unused, at) => ({
      attributes: { type: 'Account' },
      Key__c: at % 2 === 0 ? `k${(turn + at) % 1000}` : `new ${turn} ${at}`,
      Name: `Bench ${turn}-${at}`,
      BillingCity: 'Oslo',
    }))
    const answers = (await call(org, 'PATCH', '/composite/sobjects/Account/Key__c', { records })) as {
      success: boolean
    }[]
    if (answers.length !== rows || answers.some(({ success }) => !success))
      throw new Error('A row of the upsert failed.')
  })
  return { name: `${suite}/collection-upsert`, params: { rows }, value: value * rows, unit: 'rows/s' }
}

async function longQuery(org: SalesforceEmulator): Promise<Result> {
  const rows = 2000
  insertAccounts(org, 1000, 1000 + rows)
  const soql = encodeURIComponent(`SELECT Id, Name, BillingCity, AnnualRevenue, Owner.Name FROM Account LIMIT ${rows}`)
  const value = await rate(3000, async () => {
    const { records } = (await call(org, 'GET', `/query?q=${soql}`)) as { records: unknown[] }
    if (records.length !== rows) throw new Error(`The query found ${records.length} rows.`)
  })
  return { name: `${suite}/long-query`, params: { rows }, value: value * rows, unit: 'rows/s' }
}

/** A read by id and a query by an indexed field must not feel how many rows there are. */
async function millionRows(org: SalesforceEmulator): Promise<Result[]> {
  const rows = Number(process.env.SF_BENCH_ROWS ?? 1_000_000)
  org.reset({ keepMetadata: true })
  const before = memoryInUse()
  const ids: string[] = []
  const took = await seconds(async () => {
    for (let from = 0; from < rows; from += 10_000) {
      for (const id of insertAccounts(org, from, Math.min(rows, from + 10_000))) ids.push(id)
      // The connections that the server lets go meanwhile have to be noticed, else the next call takes a dead one.
      await setImmediate()
    }
  })
  const used = memoryInUse() - before
  const read = await rate(2000, (turn) => call(org, 'GET', `/sobjects/Account/${ids[(turn * 7919) % rows] ?? ''}`))
  const params = { rows }
  return [
    { name: `${suite}/insert`, params, value: rows / took, unit: 'rows/s' },
    { name: `${suite}/memory`, params, value: used, unit: 'MiB' },
    { name: `${suite}/keyed-read-among-many`, params, value: read, unit: 'requests/s' },
  ]
}

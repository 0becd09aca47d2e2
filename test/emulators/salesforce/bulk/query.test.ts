import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { BulkAnswer, Info } from './testing/bulk-client.ts'
import { type Bulk, startBulk } from './testing/start-bulk.ts'

let bulk: Bulk
beforeAll(async () => {
  bulk = await startBulk()
})
afterEach(() => bulk.afresh())
afterAll(() => bulk[Symbol.asyncDispose]())

const create = async (query: string, more: object = {}): Promise<BulkAnswer> =>
  bulk.send('POST', 'query', { operation: 'query', query, ...more })
const idOf = (answer: BulkAnswer): string => (answer.body as Info).id
const results = (id: string, search = ''): Promise<BulkAnswer> => bulk.send('GET', `query/${id}/results${search}`)

async function accounts(count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_none, index) => `k${index},A${index},${index}.10`).join('\n')
  await bulk.load(
    { object: 'Account', operation: 'upsert', externalIdFieldName: 'Key__c' },
    `Key__c,Name,AnnualRevenue\n${rows}\n`,
  )
}

test('a query runs and its results come in pages', async () => {
  await accounts(5)
  const created = await create('select id, name, Owner.username from Account order by Name')
  expect(created).toMatchObject({
    status: 200,
    body: { state: 'UploadComplete', object: 'Account', operation: 'query' },
  })
  const id = idOf(created)
  expect((await bulk.send('GET', `query/${id}`)).body).toMatchObject({
    state: 'JobComplete',
    jobType: 'V2Query',
    numberRecordsProcessed: 5,
    retries: 0,
    totalProcessingTime: 0,
  })
  const first = await results(id, '?maxRecords=3')
  const locator = first.headers.get('sforce-locator')
  expect(first.headers.get('content-type')).toContain('text/csv')
  expect(first.headers.get('sforce-numberofrecords')).toBe('3')
  expect(String(first.body).split('\n').slice(0, 2)).toEqual([
    '"Id","Name","Owner.Username"',
    expect.stringMatching(/^"001\w{15}","A0","admin@sandbox.example"$/) as string,
  ])
  const second = await results(id, `?maxRecords=3&locator=${encodeURIComponent(locator ?? '')}`)
  expect(second.headers.get('sforce-locator')).toBe('null')
  expect(second.headers.get('sforce-numberofrecords')).toBe('2')
  expect(String(second.body).split('\n')[0]).toBe('"Id","Name","Owner.Username"')
  for (const bad of ['?locator=nonsense', '?maxRecords=0', '?maxRecords=x'])
    expect(await results(id, bad)).toMatchObject({ status: 400, body: [{ errorCode: 'API_ERROR' }] })
})

test('the server’s own page is not exceeded', async () => {
  bulk.started.org.switches.bulkQueryPageSize = 2
  await accounts(3)
  const page = await results(idOf(await create('SELECT Id FROM Account')), '?maxRecords=100')
  expect(page.headers.get('sforce-numberofrecords')).toBe('2')
})

test('values are text: exact decimals, instants with Z, nothing for null; the delimiter is the job’s', async () => {
  await accounts(1)
  const format = { columnDelimiter: 'PIPE', lineEnding: 'CRLF' }
  const created = await create('SELECT AnnualRevenue, CreatedDate, Phone, IsDeleted, Parent.Name FROM Account', format)
  expect((await results(idOf(created))).body).toMatch(
    /^"AnnualRevenue"\|"CreatedDate"\|"Phone"\|"IsDeleted"\|"Parent\.Name"\r\n"0"\|"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z"\|""\|"false"\|""\r\n$/,
  )
})

test('queryAll has the deleted too', async () => {
  await accounts(2)
  const [row] = bulk.started.org.records.all('Account')
  await bulk.load({ object: 'Account', operation: 'delete' }, `Id\n${row?.Id ?? ''}\n`)
  const soql = 'SELECT Name, IsDeleted FROM Account'
  const count = async (operation: string): Promise<string | null> =>
    (await results(idOf(await create(soql, { operation })))).headers.get('sforce-numberofrecords')
  expect([await count('query'), await count('queryAll')]).toEqual(['1', '2'])
  // As long as the Recycle Bin keeps them.
  await bulk.started.org.clock.advance(15 * 86_400_000 + 1)
  expect(await count('queryAll')).toBe('1')
})

test.each([
  ['SELECT Name, (SELECT Id FROM Contacts) FROM Account', /Aggregate Relationships not supported in Bulk Query/],
  ['SELECT COUNT(Id) FROM Account', /not supported in Bulk Query/],
  ['SELECT COUNT() FROM Account', /not supported in Bulk Query/],
  ['SELECT Name FROM Account GROUP BY Name', /GROUP BY not supported/],
  ['SELECT Name FROM Account OFFSET 5', /OFFSET not supported/],
  ['SELECT FIELDS(STANDARD) FROM Account', /Selecting compound data not supported in Bulk Query/],
  ['SELECT BillingAddress FROM Account', /Selecting compound data not supported in Bulk Query/],
  ['SELECT VersionData FROM ContentVersion', /binary/],
  ['SELECT Nope__c FROM Account', /No such column 'Nope__c'/],
  ['SELECT FROM', /unexpected token/],
])('%s is refused', async (soql, message) => {
  expect(await create(soql)).toMatchObject({
    status: 400,
    body: [{ errorCode: 'API_ERROR', message: expect.stringMatching(message) as string }],
  })
})

test('other refusals: the object, the operation, no query', async () => {
  expect(await create('SELECT Id FROM Nope__c')).toMatchObject({
    status: 400,
    body: [{ errorCode: 'INVALIDENTITY', message: "Entity 'Nope__c' is not supported by the Bulk API." }],
  })
  expect(await create('SELECT Id FROM Account', { operation: 'insert' })).toMatchObject({ status: 400 })
  expect(await create('')).toMatchObject({ status: 400, body: [{ errorCode: 'INVALIDJOB' }] })
})

test('a job takes its time, is aborted, deleted, listed, and counted', async () => {
  const { org } = bulk.started
  Object.assign(org.switches, { bulkQueueSeconds: 5, bulkChunkSeconds: 5 })
  await accounts(1)
  const id = idOf(await create('SELECT Id FROM Account'))
  const state = async (of: string): Promise<unknown> => ((await bulk.send('GET', `query/${of}`)).body as Info).state
  expect(await results(id)).toMatchObject({ status: 400, body: [{ errorCode: 'INVALIDJOBSTATE' }] })
  await org.clock.advance(5000)
  expect(await state(id)).toBe('InProgress')
  await org.clock.advance(5000)
  expect(await state(id)).toBe('JobComplete')
  const other = idOf(await create('SELECT Id FROM Account'))
  expect((await bulk.send('PATCH', `query/${other}`, { state: 'Aborted' })).body).toMatchObject({ state: 'Aborted' })
  await org.clock.advance(60_000)
  expect(await state(other)).toBe('Aborted')
  expect(await bulk.send('PATCH', `query/${other}`, { state: 'Aborted' })).toMatchObject({ status: 400 })
  expect((await bulk.send('GET', 'query')).body).toMatchObject({ done: true, records: [{ id }, { id: other }] })
  expect((await bulk.send('DELETE', `query/${other}`)).status).toBe(204)
  expect((await bulk.send('GET', `query/${other}`)).status).toBe(404)
  org.switches.dailyBulkQueryJobs = 2
  expect(await create('SELECT Id FROM Account')).toMatchObject({ status: 400, body: [{ errorCode: 'LIMIT_EXCEEDED' }] })
})

test('a fault makes a query job fail, without a reason', async () => {
  bulk.started.org.faults.arm({ kind: 'bulk-job-failure', match: 'query Account' })
  const id = idOf(await create('SELECT Id FROM Account'))
  const { body } = await bulk.send('GET', `query/${id}`)
  expect(body).toMatchObject({ state: 'Failed' })
  expect(body).not.toHaveProperty('errorMessage')
})

test('the pages of a result can be read side by side', async () => {
  bulk.started.org.switches.bulkQueryPageSize = 2
  await accounts(12)
  const id = idOf(await create('SELECT Name FROM Account'))
  type Pages = { resultPages: { resultUrl: string }[]; nextRecordsUrl?: string; done: boolean }
  const first = (await bulk.send('GET', `query/${id}/resultPages`)).body as Pages
  expect(first).toMatchObject({
    done: false,
    nextRecordsUrl: expect.stringContaining(`/jobs/query/${id}/resultPages?locator=`) as string,
  })
  expect(first.resultPages).toHaveLength(5)
  const path = (url = ''): string => url.slice(url.indexOf('query/'))
  const last = (await bulk.send('GET', path(first.nextRecordsUrl))).body as Pages
  expect(last).toMatchObject({ done: true })
  expect(last).not.toHaveProperty('nextRecordsUrl')
  const urls = [...first.resultPages, ...last.resultPages].map(({ resultUrl }) => path(resultUrl))
  const pages = await Promise.all(urls.map((url) => bulk.send('GET', url)))
  const names = pages.flatMap(({ body }) => String(body).trim().split('\n').slice(1))
  expect(names.toSorted()).toEqual(Array.from({ length: 12 }, (_none, index) => `"A${index}"`).toSorted())
  expect((await bulk.send('GET', `query/${id}/resultPages?locator=x`)).status).toBe(400)
})

test('a job without rows has one page; another API version reads none', async () => {
  const id = idOf(await create('SELECT Name FROM Account'))
  const { body } = await bulk.send('GET', `query/${id}/resultPages`)
  expect(body).toMatchObject({ done: true, resultPages: [{ resultUrl: expect.any(String) as string }] })
  for (const part of ['results', 'resultPages']) {
    const headers = { authorization: `Bearer ${bulk.started.org.accessToken}` }
    const other = await fetch(`${bulk.started.org.instanceUrl}/services/data/v66.0/jobs/query/${id}/${part}`, {
      headers,
    })
    expect(other.status).toBe(409)
  }
  bulk.started.org.switches.bulkQueueSeconds = 60
  const waiting = idOf(await create('SELECT Name FROM Account'))
  expect(await bulk.send('GET', `query/${waiting}/resultPages`)).toMatchObject({
    status: 400,
    body: [{ errorCode: 'INVALIDJOBSTATE' }],
  })
})

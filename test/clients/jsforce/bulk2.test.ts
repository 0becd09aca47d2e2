import { beforeAll, expect, test } from 'vitest'
import { oneOrg } from './one-org.ts'

/** Bulk API 2.0 through the real jsforce. Lists of records are left to the CSV text: jsforce writes stray columns for nested ones. */
const started = oneOrg()
beforeAll(() => {
  started.admin.bulk2.pollInterval = 1
})

const upsert = { object: 'Account', operation: 'upsert', externalIdFieldName: 'Key__c', lineEnding: 'LF' } as const

test('loadAndWaitForResults sorts rows by what became of them', async () => {
  const results = await started.admin.bulk2.loadAndWaitForResults({
    ...upsert,
    input: 'Key__c,Name\na,A\nb,\nc,"C, ""quoted"""\n',
  })
  expect(results.successfulResults).toMatchObject([
    { sf__Created: 'true', Key__c: 'a', Name: 'A' },
    { sf__Created: 'true', Key__c: 'c', Name: 'C, "quoted"' },
  ])
  expect(results.failedResults).toMatchObject([
    { sf__Error: expect.stringContaining('REQUIRED_FIELD_MISSING:') as string, Key__c: 'b' },
  ])
  expect(results.unprocessedRecords).toEqual([])
})

test('an array of plain records works, null clears', async () => {
  const input = [{ Key__c: 'a', Name: 'A', Phone: '1' }]
  await started.admin.bulk2.loadAndWaitForResults({ object: 'Account', operation: 'insert', lineEnding: 'LF', input })
  const [row] = started.org.records.all('Account')
  const change = [{ Id: row?.Id ?? '', Phone: null }]
  await started.admin.bulk2.loadAndWaitForResults({
    object: 'Account',
    operation: 'update',
    lineEnding: 'LF',
    input: change,
  })
  expect(started.org.records.all('Account')).toMatchObject([{ Name: 'A', Phone: null }])
})

test('step by step: open, upload, close, poll, results, delete', async () => {
  const job = started.admin.bulk2.createJob(upsert)
  await job.open()
  expect(job.getInfo()).toMatchObject({ state: 'Open', contentUrl: expect.stringContaining('/batches') as string })
  await job.uploadData('Key__c,Name\na,A\n')
  await job.close()
  await job.poll(1, 1000)
  expect(await job.check()).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 1, numberRecordsFailed: 0 })
  expect(await job.getSuccessfulResults()).toHaveLength(1)
  expect(await job.getFailedResults()).toEqual([])
  expect(await job.getUnprocessedRecords()).toEqual([])
  await job.delete()
  await expect(job.check()).rejects.toMatchObject({ errorCode: 'NOT_FOUND' })
})

test('a job that fails is an error with its reason, an abort a state', async () => {
  const failing = started.admin.bulk2.createJob(upsert)
  await failing.open()
  await failing.uploadData('Key__c,Nope__c\na,A\n')
  await failing.close()
  await expect(failing.poll(1, 1000)).rejects.toThrow('InvalidBatch : Field name not found : Nope__c')
  const aborted = started.admin.bulk2.createJob(upsert)
  await aborted.open()
  await aborted.abort()
  expect(await aborted.check()).toMatchObject({ state: 'Aborted' })
  await expect(aborted.abort()).rejects.toMatchObject({ errorCode: 'INVALIDJOBSTATE' })
})

test('an object, a key or an operation that is none is refused at once', async () => {
  for (const job of [
    { ...upsert, object: 'Nope__c' },
    { ...upsert, externalIdFieldName: 'Name' },
  ])
    await expect(started.admin.bulk2.createJob(job).open()).rejects.toMatchObject({
      errorCode: expect.stringMatching(/^INVALID/) as string,
    })
})

test('a query whose results fit one page', async () => {
  await started.admin.sobject('Account').create([{ Name: 'A' }, { Name: 'B' }])
  const stream = await started.admin.bulk2.query('SELECT Id, Name FROM Account ORDER BY Name')
  const rows = await stream.toArray()
  expect(rows).toMatchObject([{ Name: 'A' }, { Name: 'B' }])
  await expect(started.admin.bulk2.query('SELECT COUNT() FROM Account')).rejects.toMatchObject({
    errorCode: 'API_ERROR',
  })
})

test('more pages are read by hand: jsforce’s own stream breaks at the second', async () => {
  await started.admin.sobject('Account').create([{ Name: 'A' }, { Name: 'B' }, { Name: 'C' }])
  const { id } = await started.admin.requestPost<{ id: string }>('/jobs/query', {
    operation: 'query',
    query: 'SELECT Name FROM Account ORDER BY Name',
  })
  const names: string[] = []
  for (let locator = ''; locator !== 'null';) {
    const search = `maxRecords=2${locator === '' ? '' : `&locator=${encodeURIComponent(locator)}`}`
    const response = await fetch(`${started.org.instanceUrl}/services/data/v67.0/jobs/query/${id}/results?${search}`, {
      headers: { authorization: `Bearer ${started.org.accessToken}`, accept: 'text/csv' },
    })
    names.push(...(await response.text()).trim().split('\n').slice(1))
    locator = response.headers.get('sforce-locator') ?? 'null'
  }
  expect(names).toEqual(['"A"', '"B"', '"C"'])
})

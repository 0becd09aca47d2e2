import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Info } from './testing/bulk-client.ts'
import { type Bulk, startBulk } from './testing/start-bulk.ts'

let bulk: Bulk
beforeAll(async () => {
  bulk = await startBulk()
})
afterEach(() => bulk.afresh())
afterAll(() => bulk[Symbol.asyncDispose]())

const upsert = { object: 'Account', operation: 'upsert', externalIdFieldName: 'Key__c' }
const names = (): unknown[] => bulk.started.org.records.all('Account').map((row) => row.Name)
const error = (errorCode: string, message?: unknown): object => ({
  status: 400,
  body: [{ errorCode, ...(message === undefined ? {} : { message }) }],
})

describe('a job', () => {
  test('goes from Open to JobComplete and tells all its counters', async () => {
    const { org } = bulk.started
    const opened = await bulk.send('POST', 'ingest', { ...upsert, lineEnding: 'CRLF', columnDelimiter: 'SEMICOLON' })
    expect(opened.status).toBe(200)
    const { id } = opened.body as Info
    expect(opened.body).toEqual({
      id: expect.stringMatching(/^750\w{15}$/) as string,
      operation: 'upsert',
      object: 'Account',
      createdById: org.records.all('User').find((row) => row.Username === org.username)?.Id,
      createdDate: expect.stringMatching(/\+0000$/) as string,
      systemModstamp: expect.stringMatching(/\+0000$/) as string,
      state: 'Open',
      externalIdFieldName: 'Key__c',
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: 67,
      contentUrl: `services/data/v67.0/jobs/ingest/${id}/batches`,
      lineEnding: 'CRLF',
      columnDelimiter: 'SEMICOLON',
    })
    expect(await bulk.send('PUT', `ingest/${id}/batches`, 'Key__c;Name\r\na;A\r\n')).toMatchObject({
      status: 201,
      body: '',
    })
    expect((await bulk.send('PATCH', `ingest/${id}`, { state: 'UploadComplete' })).body).toMatchObject({
      state: 'UploadComplete',
    })
    expect((await bulk.send('GET', `ingest/${id}`)).body).toMatchObject({
      state: 'JobComplete',
      jobType: 'V2Ingest',
      numberRecordsProcessed: 1,
      numberRecordsFailed: 0,
      retries: 0,
      totalProcessingTime: 0,
      apiActiveProcessingTime: 0,
      apexProcessingTime: 0,
    })
    const made = org.records.all('Account')[0]?.Id ?? ''
    expect(await bulk.results(id, 'successfulResults')).toBe(
      `"sf__Id";"sf__Created";"Key__c";"Name"\r\n"${made}";"true";"a";"A"\r\n`,
    )
    expect(await bulk.results(id, 'failedResults')).toBe('"sf__Id";"sf__Error";"Key__c";"Name"\r\n')
    expect(await bulk.results(id, 'unprocessedrecords')).toBe('"Key__c";"Name"\r\n')
  })

  test('takes time on the clock when told to, and what an abort leaves is unprocessed', async () => {
    const { org } = bulk.started
    Object.assign(org.switches, { bulkQueueSeconds: 10, bulkChunkSeconds: 5 })
    const csv = `Name\n${Array.from({ length: 450 }, (_none, index) => `A${index}`).join('\n')}\n`
    const { id, state } = await bulk.load({ object: 'Account', operation: 'insert' }, csv)
    const info = async (): Promise<Info> => (await bulk.send('GET', `ingest/${id}`)).body as Info
    expect(state).toBe('UploadComplete')
    expect(await bulk.send('GET', `ingest/${id}/failedResults`)).toMatchObject(error('INVALIDJOBSTATE'))
    await org.clock.advance(10_000)
    expect((await info()).state).toBe('InProgress')
    await org.clock.advance(5000)
    expect(await info()).toMatchObject({ state: 'InProgress', numberRecordsProcessed: 200 })
    expect(await bulk.send('DELETE', `ingest/${id}`)).toMatchObject(error('INVALIDJOBSTATE'))
    await bulk.send('PATCH', `ingest/${id}`, { state: 'Aborted' })
    await org.clock.advance(60_000)
    expect(await info()).toMatchObject({ state: 'Aborted', numberRecordsProcessed: 200, totalProcessingTime: 5000 })
    expect((await bulk.results(id, 'unprocessedrecords')).split('\n')).toHaveLength(252)
    expect((await bulk.results(id, 'successfulResults')).split('\n')).toHaveLength(202)
    expect(await bulk.send('PATCH', `ingest/${id}`, { state: 'Aborted' })).toMatchObject(
      error('INVALIDJOBSTATE', 'Aborting already Completed Job not allowed'),
    )
    const url = `${org.instanceUrl}/services/data/v67.0/jobs/ingest/${id}`
    const headers = { authorization: `Bearer ${org.accessToken}` }
    const shown = await fetch(url, { headers })
    expect(shown.headers.get('content-type')).toBe('application/json;charset=UTF-8')
    expect(shown.headers.has('sforce-limit-info')).toBe(true)
    const deleted = await fetch(url, { method: 'DELETE', headers })
    expect([deleted.status, deleted.headers.has('sforce-limit-info')]).toEqual([204, false])
    expect((await bulk.send('GET', `ingest/${id}`)).status).toBe(404)
  })

  test('aborted before its work, gives every row back as unprocessed', async () => {
    bulk.started.org.switches.bulkQueueSeconds = 10
    const { id } = await bulk.load({ object: 'Account', operation: 'insert' }, 'Name\nA\nB\n')
    await bulk.send('PATCH', `ingest/${id}`, { state: 'Aborted' })
    await bulk.started.org.clock.advance(60_000)
    expect(await bulk.results(id, 'unprocessedrecords')).toBe('"Name"\n"A"\n"B"\n')
    expect(names()).toEqual([])
  })

  test('can be made, filled and closed in one multipart request', async () => {
    const form = new FormData()
    form.append(
      'job',
      new Blob([JSON.stringify({ object: 'Account', operation: 'insert' })], { type: 'application/json' }),
    )
    form.append('content', new Blob(['Name\nA\n'], { type: 'text/csv' }), 'content')
    const post = (body: FormData): Promise<Response> =>
      fetch(`${bulk.started.org.instanceUrl}/services/data/v67.0/jobs/ingest`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bulk.started.org.accessToken}` },
        body,
      })
    expect(await (await post(form)).json()).toMatchObject({ state: 'UploadComplete' })
    expect(names()).toEqual(['A'])
    form.delete('content')
    expect(await (await post(form)).json()).toMatchObject([{ errorCode: 'INVALIDJOB' }])
    form.append('content', `Name\n${'x'.repeat(100_000)}\n`)
    expect(await (await post(form)).json()).toMatchObject([{ errorCode: 'INVALIDJOB' }])
  })

  test('is listed with the others', async () => {
    await bulk.load(upsert, 'Key__c,Name\na,A\n')
    await bulk.send('POST', 'ingest', upsert)
    const { body } = await bulk.send('GET', 'ingest')
    expect(body).toMatchObject({
      done: true,
      nextRecordsUrl: null,
      records: [{ state: 'JobComplete' }, { state: 'Open' }],
    })
    expect((await bulk.send('GET', 'ingest?jobType=Classic')).body).toMatchObject({ records: [] })
    expect(await bulk.send('GET', 'ingest?queryLocator=x')).toMatchObject({ status: 400 })
  })

  test('stays open for a day and is kept for a week', async () => {
    const { id } = (await bulk.send('POST', 'ingest', upsert)).body as Info
    await bulk.started.org.clock.advance(86_400_000)
    expect((await bulk.send('GET', `ingest/${id}`)).body).toMatchObject({ state: 'Failed' })
    await bulk.started.org.clock.advance(8 * 86_400_000)
    expect((await bulk.send('GET', `ingest/${id}`)).status).toBe(404)
  })
})

describe('what is refused', () => {
  test.each([
    [{ object: 'Account', operation: 'destroy' }, 'INVALIDJOB', /not a valid value for operation/],
    [{ object: 'Nope__c', operation: 'insert' }, 'INVALIDENTITY', /'Nope__c' is not supported by the Bulk API/],
    [{ operation: 'insert' }, 'INVALIDJOB', /No object/],
    [{ object: 'Account', operation: 'upsert' }, 'INVALIDJOB', /External ID was blank for Account/],
    [{ ...upsert, externalIdFieldName: 'Name' }, 'INVALIDJOB', /Field name provided, Name does not match/],
    [{ ...upsert, contentType: 'JSON' }, 'INVALIDJOB', /contentType/],
    [{ ...upsert, lineEnding: 'CR' }, 'INVALIDJOB', /lineEnding/],
    [{ ...upsert, columnDelimiter: ',' }, 'INVALIDJOB', /columnDelimiter/],
  ])('a job %o', async (job, code, message) => {
    expect(await bulk.send('POST', 'ingest', job)).toMatchObject(error(code, expect.stringMatching(message)))
  })

  test('broken JSON, no token, an unknown job, another media type', async () => {
    expect(await bulk.send('POST', 'ingest', '{', { 'content-type': 'application/json' })).toMatchObject(
      error('JSON_PARSER_ERROR'),
    )
    expect(await bulk.send('GET', 'ingest', undefined, { authorization: 'Bearer x' })).toMatchObject({ status: 401 })
    expect((await bulk.send('GET', 'ingest/750000000000000AAA')).status).toBe(404)
    const { id } = (await bulk.send('POST', 'ingest', upsert)).body as Info
    expect(await bulk.send('PUT', `ingest/${id}/batches`, {})).toMatchObject(error('CLIENTINPUTERROR'))
  })

  test('a second upload, an upload or a close in the wrong state, an upload that is too large', async () => {
    const { id } = (await bulk.send('POST', 'ingest', upsert)).body as Info
    const close = (state: string): Promise<unknown> => bulk.send('PATCH', `ingest/${id}`, { state })
    expect(await close('UploadComplete')).toMatchObject(error('INVALIDJOBSTATE'))
    expect(await close('JobComplete')).toMatchObject(error('INVALIDJOB'))
    expect(await bulk.send('DELETE', `ingest/${id}`)).toMatchObject(error('INVALIDJOBSTATE'))
    bulk.started.org.switches.bulkMaxUploadBytes = 20
    expect(await bulk.send('PUT', `ingest/${id}/batches`, 'Key__c,Name\na,A\n')).toMatchObject({ status: 413 })
    bulk.started.org.switches.bulkMaxUploadBytes = 100
    await bulk.send('PUT', `ingest/${id}/batches`, 'Key__c,Name\na,A\n')
    expect(await bulk.send('PUT', `ingest/${id}/batches`, 'Key__c,Name\nb,B\n')).toMatchObject(
      error('CLIENTINPUTERROR', expect.stringContaining('Found multiple contents for job')),
    )
    await close('UploadComplete')
    expect(await close('UploadComplete')).toMatchObject(error('INVALIDJOBSTATE'))
    expect(await bulk.send('PUT', `ingest/${id}/batches`, 'Key__c\n')).toMatchObject(error('INVALIDJOBSTATE'))
  })

  test.each([
    ['Key__c,Nope__c\na,1\n', 'InvalidBatch : Field name not found : Nope__c'],
    ['Name\nA\n', 'InvalidBatch : Field name not found : Key__c'],
    ['Key__c,Name,name\na,A,B\n', 'InvalidBatch : Duplicate field name : Name'],
    [
      'Key__c,Name\r\na,A\r\n',
      'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF',
    ],
    [
      '\uFEFF"Key__c","Name"\n"a","A"\n',
      'InvalidBatch : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote',
    ],
    ['Key__c,Name\na,"A\n', 'InvalidBatch : Failed to parse CSV. EOF reached before closing an opened quote'],
    [`Key__c,Name\na,${'x'.repeat(131_073)}\n`, 'InvalidBatch : A field can have at most 131072 characters'],
  ])('an upload %#, as a job that Failed', async (csv, errorMessage) => {
    expect(await bulk.load(upsert, csv)).toMatchObject({ state: 'Failed', errorMessage, numberRecordsProcessed: 0 })
    expect(names()).toEqual([])
  })

  test('a field that the user may not see, like one that is not there', async () => {
    const { org } = bulk.started
    org.assign('integration@sandbox.example', 'Bridge')
    const authorization = `Bearer ${org.signIn('integration@sandbox.example')}`
    const load = (csv: string): Promise<Info> => bulk.load(upsert, csv, { authorization })
    expect(await load('Key__c,Secret__c\na,x\n')).toMatchObject({ state: 'Failed' })
    const { id } = await load('Key__c,Name,Phone\na,A,1\n')
    expect(await bulk.results(id, 'failedResults')).toContain('INVALID_FIELD_FOR_INSERT_UPDATE:')
    expect(
      await bulk.send('POST', 'ingest', { object: 'Account', operation: 'hardDelete' }, { authorization }),
    ).toMatchObject(error('FEATURENOTENABLED'))
  })

  test('batches and jobs beyond the day’s allocation', async () => {
    const { org } = bulk.started
    org.switches.dailyBulkBatches = 1
    await bulk.load(upsert, 'Key__c,Name\na,A\n')
    const { id, state, errorMessage } = await bulk.load(upsert, 'Key__c,Name\nb,B\n')
    expect([state, errorMessage]).toEqual(['Failed', 'ExceededQuota : ApiBatchItems Limit exceeded.'])
    expect(await bulk.results(id, 'unprocessedrecords')).toBe('"Key__c","Name"\n"b","B"\n')
    expect((await bulk.started.call('GET', '/limits')).body).toMatchObject({
      DailyBulkApiBatches: { Max: 1, Remaining: 0 },
    })
    await org.clock.advance(86_400_000)
    expect(await bulk.load(upsert, 'Key__c,Name\nb,B\n')).toMatchObject({ state: 'JobComplete' })
  })
})

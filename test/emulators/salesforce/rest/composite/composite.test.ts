import { afterEach, beforeEach, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../../testing/start-org.ts'

let started: TestOrg
beforeEach(async () => {
  started = await startOrg()
})
afterEach(() => started[Symbol.asyncDispose]())

const base = '/services/data/v67.0'
const account = { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'acc', body: { Name: 'A' } }
const contact = {
  method: 'POST',
  url: `${base}/sobjects/Contact`,
  referenceId: 'con',
  body: { LastName: 'B', AccountId: '@{acc.id}' },
}
const bad = { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'bad', body: {} }

interface Composite {
  compositeResponse: { body: unknown; httpStatusCode: number; referenceId: string }[]
}
const run = async (compositeRequest: object[], allOrNone = false): Promise<Composite['compositeResponse']> => {
  const { status, body } = await started.call('POST', '/composite', { allOrNone, compositeRequest })
  expect(status).toBe(200)
  return (body as Composite).compositeResponse
}
const statuses = (answers: Composite['compositeResponse']): number[] => answers.map((answer) => answer.httpStatusCode)

test('later requests use the answers of earlier ones', async () => {
  const query = {
    method: 'GET',
    referenceId: 'q',
    url: `${base}/query?q=SELECT+Id,Name+FROM+Account+WHERE+Id='@{acc.id}'`,
  }
  const rename = {
    method: 'PATCH',
    referenceId: 'ren',
    url: `${base}/sobjects/Account/@{q.records[0].Id}`,
    body: { Name: '@{q.records[0].Name}2' },
  }
  expect(statuses(await run([account, contact, query, rename]))).toEqual([201, 201, 200, 204])
  expect(started.org.records.all('Contact')[0]?.AccountId).toBe(started.org.records.all('Account')[0]?.Id)
  expect(started.org.records.all('Account')[0]?.Name).toBe('A2')
})

test('without allOrNone a failure stays alone, what refers to it is halted', async () => {
  const lost = { ...contact, referenceId: 'lost', body: { LastName: 'C', AccountId: '@{bad.id}' } }
  const answers = await run([account, bad, lost])
  expect(statuses(answers)).toEqual([201, 400, 400])
  expect(answers[2]?.body).toMatchObject([{ errorCode: 'PROCESSING_HALTED' }])
  expect(started.org.records.all('Account')).toHaveLength(1)
})

test.each([
  [false, { success: true, errors: [] }],
  [true, { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] }],
])('with allOrNone a row that fails in a collection undoes all (its own allOrNone: %s)', async (inner, good) => {
  const attributes = { type: 'Account' }
  const records = [{ attributes, Name: 'B' }, { attributes }]
  const collection = {
    method: 'POST',
    url: `${base}/composite/sobjects`,
    referenceId: 'many',
    body: { allOrNone: inner, records },
  }
  const answers = await run([account, collection, contact], true)
  expect(statuses(answers)).toEqual([400, 200, 400])
  expect(answers[1]?.body).toMatchObject([good, { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] }])
  expect(answers[2]?.body).toMatchObject([{ errorCode: 'PROCESSING_HALTED' }])
  expect(started.org.records.all('Account')).toEqual([])
  expect(statuses(await run([collection, account]))).toEqual([200, 201])
  expect(started.org.records.all('Account')).toHaveLength(inner ? 1 : 2)
})

test('a sub-request has headers of its own', async () => {
  started.org.duplicateRules.push({
    name: 'Same',
    object: 'Account',
    fields: ['Name'],
    onInsert: 'alert',
    onUpdate: 'allow',
  })
  const again = { ...account, referenceId: 'again', httpHeaders: { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } }
  const blocked = { ...account, referenceId: 'blocked' }
  const stale = { ...account, referenceId: 'stale', httpHeaders: { 'If-Match': 'x' } }
  const lower = { ...account, referenceId: 'lower', method: 'post' }
  expect(statuses(await run([account, again, blocked, stale, lower]))).toEqual([201, 201, 400, 501, 405])
  for (const httpHeaders of [{ Authorization: 'x' }, { 'a b': 'c' }, { x: '\u0000' }, { x: '𝄞' }])
    expect(await started.call('POST', '/composite', { compositeRequest: [{ ...account, httpHeaders }] })).toMatchObject(
      { status: 400, body: [{ errorCode: 'INVALID_INPUT' }] },
    )
  const header = (allowSave: boolean) => ({ 'Sforce-Duplicate-Rule-Header': `allowSave=${allowSave}` })
  const compositeRequest = [{ ...account, httpHeaders: header(false) }]
  expect((await started.call('POST', '/composite', { compositeRequest }, header(true))).body).toMatchObject({
    compositeResponse: [{ httpStatusCode: 400, body: [{ errorCode: 'DUPLICATES_DETECTED' }] }],
  })
})

test('with allOrNone nothing stays', async () => {
  const answers = await run([account, bad, contact], true)
  expect(statuses(answers)).toEqual([400, 400, 400])
  expect(answers.map((answer) => (answer.body as { errorCode: string }[])[0]?.errorCode)).toEqual([
    'PROCESSING_HALTED',
    'REQUIRED_FIELD_MISSING',
    'PROCESSING_HALTED',
  ])
  expect(started.org.records.all('Account')).toEqual([])
})

test('takes 25 requests at most, each with its own reference', async () => {
  const many = Array.from({ length: 26 }, (_none, index) => ({ ...account, referenceId: `r${index}` }))
  expect(await started.call('POST', '/composite', { compositeRequest: many })).toMatchObject({ status: 400 })
  expect(await started.call('POST', '/composite', { compositeRequest: [account, account] })).toMatchObject({
    status: 400,
  })
  expect(await started.call('POST', '/composite', { compositeRequest: 'x' })).toMatchObject({ status: 400 })
})

test('of which five may be queries or collections', async () => {
  const query = (index: number): object => ({
    method: index % 2 ? 'GET' : 'POST',
    url: index % 2 ? `${base}/query?q=SELECT+Id+FROM+Account` : `${base}/composite/sobjects`,
    referenceId: `q${index}`,
    body: index % 2 ? undefined : { records: [{ attributes: { type: 'Account' }, Name: 'A' }] },
  })
  const heavy = [0, 1, 2, 3, 4].map(query)
  expect(new Set(statuses(await run([...heavy, account, contact])))).toEqual(new Set([200, 201]))
  expect(await started.call('POST', '/composite', { compositeRequest: [...heavy, query(5)] })).toMatchObject({
    status: 400,
    body: [{ errorCode: 'LIMIT_EXCEEDED' }],
  })
})

test('a sub-request names a version, and is answered in it', async () => {
  const url = (path: string): object => ({ ...account, url: path, referenceId: `r${path.length}` })
  const answers = await run([
    url('/services/data/v59.0/sobjects/Account'),
    url('/sobjects/Account'),
    url('services/data/v67.0/sobjects/Account'),
    url('/services/data/v30.0/sobjects/Account/'),
    url('/services/data/v99.0/sobjects/Account//'),
    {
      ...account,
      method: 'GET',
      url: '/services/data/v60.0/sobjects/Account/@{r37.id}?fields=Name',
      referenceId: 'get',
    },
  ])
  expect(statuses(answers)).toEqual([201, 404, 404, 410, 404, 200])
  expect(answers.at(-1)?.body).toMatchObject({
    attributes: { url: expect.stringContaining('/services/data/v60.0/sobjects/Account/') as string },
  })
})

test('batch runs independent requests', async () => {
  const batchRequests = [
    { method: 'POST', url: 'v67.0/sobjects/Account', richInput: { Name: 'A' } },
    { method: 'GET', url: 'v20.0/sobjects/Account/describe' },
    { method: 'GET', url: 'v67.0/sobjects/Nope/describe' },
  ]
  expect((await started.call('POST', '/composite/batch', { batchRequests })).body).toMatchObject({
    hasErrors: true,
    results: [{ statusCode: 201 }, { statusCode: 410 }, { statusCode: 404, result: [{ errorCode: 'NOT_FOUND' }] }],
  })
})

test.each(['1-x', '', '_a', 'a.b', 'a b', 'é'])('a referenceId %j is refused', async (referenceId) => {
  const compositeRequest = [{ ...account, referenceId }]
  expect(await started.call('POST', '/composite', { compositeRequest })).toMatchObject({
    status: 400,
    body: [
      {
        errorCode: 'JSON_PARSER_ERROR',
        message: `Provided referenceId ('${referenceId}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`,
      },
    ],
  })
})

test('allOrNone and haltOnError are true or false', async () => {
  const refused = { status: 400, body: [{ errorCode: 'JSON_PARSER_ERROR' }] }
  for (const allOrNone of ['x', 'true', 1, {}, []]) {
    const records = [{ attributes: { type: 'Account' }, Name: 'A' }]
    expect(await started.call('POST', '/composite/sobjects', { allOrNone, records })).toMatchObject(refused)
    expect(await started.call('POST', '/composite', { allOrNone, compositeRequest: [account] })).toMatchObject(refused)
    const batch = { haltOnError: allOrNone, batchRequests: [] }
    expect(await started.call('POST', '/composite/batch', batch)).toMatchObject(refused)
  }
  expect((await started.admin.query('SELECT Id FROM Account')).records).toEqual([])
})

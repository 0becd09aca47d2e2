import jsforce from 'jsforce'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../../emulators/salesforce/testing/start-org.ts'

/** The real jsforce: every kind of call the bridge makes, and how errors come out at the other end. */
let started: TestOrg
let connection: TestOrg['admin']
beforeAll(async () => {
  started = await startOrg()
  connection = started.admin
})
beforeEach(() => {
  connection = started.admin
})
afterEach(() => {
  started.org.reset({ keepMetadata: true })
  started.org.switches.dailyApiRequests = 15_000
})
afterAll(() => started[Symbol.asyncDispose]())

const base = '/services/data/v67.0'
const thrown = (work: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(work).then(
    () => 'nothing thrown',
    (error: unknown) => error,
  )
const accounts = (count: number): { Name: string; Key__c: string }[] =>
  Array.from({ length: count }, (_none, index) => ({ Name: `A${index}`, Key__c: `k${index}` }))

describe('rows', () => {
  test('create, retrieve, update, destroy', async () => {
    const created = await connection.sobject('Account').create({ Name: 'A' })
    expect(created).toMatchObject({ success: true, errors: [] })
    const id = created.id ?? ''
    expect(await connection.sobject('Account').retrieve(id)).toMatchObject({ Id: id, Name: 'A' })
    expect(await connection.sobject('Account').update({ Id: id, Name: 'B' })).toMatchObject({ id, success: true })
    expect(await connection.sobject('Account').destroy(id)).toMatchObject({ id, success: true })
    expect(await thrown(connection.sobject('Account').retrieve(id))).toMatchObject({ errorCode: 'ENTITY_IS_DELETED' })
  })

  test('upsert tells what was created; an odd key is meant only when it is encoded', async () => {
    const odd = 'A/B?x#y%&+ä'
    const upsert = (key: string, name: string): Promise<unknown> =>
      connection.sobject('Account').upsert({ Name: name, Key__c: key }, 'Key__c')
    expect(await upsert(encodeURIComponent(odd), 'A')).toMatchObject({ success: true, created: true })
    expect(await upsert(encodeURIComponent(odd), 'B')).toMatchObject({ success: true, created: false })
    expect(started.org.records.all('Account').map((row) => [row.Name, row.Key__c])).toEqual([['B', odd]])
    // As jsforce sends it, `/` makes another resource of it.
    expect(await thrown(upsert('A/B', 'C'))).toMatchObject({ errorCode: expect.any(String) as string })
    expect(started.org.records.all('Account')).toHaveLength(1)
  })

  test('several matches are MULTIPLE_CHOICES with the list of URLs', async () => {
    await connection.sobject('Bill__c').create([{ Tag__c: 't' }, { Tag__c: 't' }])
    const error = await thrown(connection.sobject('Bill__c').upsert({ Tag__c: 't', Total__c: 1 }, 'Tag__c'))
    const urls = started.org.records.all('Bill__c').map((row) => `${base}/sobjects/Bill__c/${row.Id}`)
    expect(error).toMatchObject({ name: 'MULTIPLE_CHOICES', data: urls })
  })

  test.each<[string, string, object, string]>([
    ['a missing field', 'Account', {}, 'REQUIRED_FIELD_MISSING'],
    ['an unknown field', 'Account', { Name: 'A', Nope__c: 1 }, 'INVALID_FIELD'],
    [
      'a read-only field',
      'Account',
      { Name: 'A', CreatedDate: '2026-01-01T00:00:00Z' },
      'INVALID_FIELD_FOR_INSERT_UPDATE',
    ],
    ['a long text', 'Account', { Name: 'x'.repeat(256) }, 'STRING_TOO_LONG'],
    ['a value that cannot be read', 'Bill__c', { Total__c: 'twelve' }, 'JSON_PARSER_ERROR'],
    ['a choice that is none', 'Bill__c', { Status__c: 'Lost' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    ['a bad id', 'Contact', { LastName: 'B', AccountId: 'no id' }, 'MALFORMED_ID'],
    ['an id of nobody', 'Contact', { LastName: 'B', AccountId: '001000000000000AAA' }, 'INVALID_CROSS_REFERENCE_KEY'],
    ['an external id of nobody', 'Bill__c', { Account__r: { Key__c: 'nobody' } }, 'INVALID_FIELD'],
  ])('%s is an error with its code', async (_what, object, fields, errorCode) => {
    expect(await thrown(connection.sobject(object).create(fields))).toMatchObject({ name: errorCode, errorCode })
  })

  test('a taken key, an unknown object and a path that is none', async () => {
    const [first] = await connection.sobject('Account').create([{ Name: 'A', Key__c: 'k' }])
    expect(await thrown(connection.sobject('Account').create({ Name: 'B', Key__c: 'k' }))).toMatchObject({
      errorCode: 'DUPLICATE_VALUE',
      message: expect.stringContaining(first?.id?.slice(0, 15) ?? '?') as string,
    })
    expect(await thrown(connection.sobject('Nope__c').create({}))).toMatchObject({ errorCode: 'NOT_FOUND' })
    expect(await thrown(connection.request(`${base}/nothing`))).toMatchObject({ errorCode: 'NOT_FOUND' })
    expect(
      await thrown(connection.request({ method: 'PUT', url: `${base}/sobjects/Account`, body: '{}' })),
    ).toMatchObject({
      errorCode: 'METHOD_NOT_ALLOWED',
    })
  })

  test('broken JSON', async () => {
    const headers = { 'content-type': 'application/json' }
    const request = { method: 'POST', url: `${base}/sobjects/Account`, body: '{"Name":', headers } as const
    expect(await thrown(connection.request(request))).toMatchObject({ errorCode: 'JSON_PARSER_ERROR' })
  })

  test('describe, global and of an object', async () => {
    const { sobjects } = await connection.describeGlobal()
    expect(sobjects.map(({ name }) => name)).toContain('Bill__c')
    const { fields, keyPrefix } = await connection.describe('Account')
    expect(keyPrefix).toBe('001')
    expect(fields.find(({ name }) => name === 'Key__c')).toMatchObject({ externalId: true, unique: true })
    expect(await thrown(connection.describe('Nope__c'))).toMatchObject({ errorCode: 'NOT_FOUND' })
  })

  test('updated and deleted', async () => {
    const { id = '' } = await connection.sobject('Account').create({ Name: 'A' })
    const [from, until] = ['2026-03-02T09:00:00Z', '2026-03-02T11:00:00Z']
    expect(await connection.sobject('Account').updated(from, until)).toMatchObject({ ids: [id] })
    await connection.sobject('Account').destroy(id)
    expect(await connection.sobject('Account').deleted(from, until)).toMatchObject({ deletedRecords: [{ id }] })
    expect(await thrown(connection.sobject('Account').updated(until, from))).toMatchObject({
      errorCode: 'INVALID_REPLICATION_DATE',
    })
  })

  test('limits, and userinfo by identity()', async () => {
    expect(await connection.limits()).toMatchObject({ DailyApiRequests: { Max: 15_000 } })
    expect(connection.limitInfo.apiUsage).toMatchObject({ limit: 15_000 })
    expect(await connection.identity()).toMatchObject({ organization_id: started.org.organizationId })
  })
})

describe('collections', () => {
  test('200 rows go at once; 201 only with allowRecursive, in two calls', async () => {
    expect(await connection.sobject('Account').create(accounts(200))).toHaveLength(200)
    expect(await thrown(connection.sobject('Account').create(accounts(201)))).toMatchObject({
      errorCode: 'EXCEEDED_ID_LIMIT',
    })
    started.org.reset({ keepMetadata: true })
    const results = await connection.sobject('Account').create(accounts(201), { allowRecursive: true })
    expect(results.filter(({ success }) => success)).toHaveLength(201)
    expect(started.org.journal.calls().filter(({ url }) => url.includes('/composite/sobjects'))).toHaveLength(2)
  })

  test('201 rows in one request are refused', async () => {
    const records = accounts(201).map((row) => ({ attributes: { type: 'Account' }, ...row }))
    expect(await thrown(connection.requestPost(`${base}/composite/sobjects`, { records }))).toMatchObject({
      errorCode: 'EXCEEDED_ID_LIMIT',
    })
  })

  test('a failed row has statusCode and no id; with allOrNone the good ones are rolled back', async () => {
    const rows = [{ Name: 'A' }, {}]
    const [good, bad] = await connection.sobject('Account').create(rows)
    expect(good?.success).toBe(true)
    expect(bad).toMatchObject({ success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['Name'] }] })
    expect(bad).not.toHaveProperty('id')
    const undone = await connection.sobject('Account').create(rows, { allOrNone: true })
    expect(undone[0]).toMatchObject({ errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] })
    expect(started.org.records.all('Account')).toHaveLength(1)
  })

  test('upsert takes odd keys as they are, fails a key that comes twice, and update and destroy go by id', async () => {
    const rows = [
      { Name: 'A', Key__c: 'A/B?x#y' },
      { Name: 'B', Key__c: 'b' },
      { Name: 'C', Key__c: 'b' },
    ]
    const results = await connection.sobject('Account').upsert(rows, 'Key__c')
    expect(results).toMatchObject([
      { success: true, created: true },
      { success: false, created: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
      { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
    ])
    const id = results[0]?.id ?? ''
    expect(await connection.sobject('Account').update([{ Id: id, Name: 'A2' }])).toMatchObject([{ success: true }])
    expect(await connection.sobject('Account').destroy([id, '001000000000000AAA'])).toMatchObject([
      { success: true },
      { success: false, errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY' }] },
    ])
  })

  test('retrieve gives null for what is not there', async () => {
    const { id = '' } = await connection.sobject('Account').create({ Name: 'A' })
    const fields = { ids: [id, '001000000000000AAA'], fields: ['Name'] }
    expect(await connection.requestPost(`${base}/composite/sobjects/Account`, fields)).toMatchObject([
      { Name: 'A' },
      null,
    ])
  })
})

describe('queries', () => {
  test('come page by page, all by autoFetch', async () => {
    await connection.sobject('Account').create(accounts(401), { allowRecursive: true })
    const headers = { 'Sforce-Query-Options': 'batchSize=200' }
    const soql = 'SELECT Id, Name FROM Account ORDER BY Name'
    const first = await connection.query(soql, { headers })
    expect(first).toMatchObject({ done: false, totalSize: 401 })
    const second = await connection.queryMore(first.nextRecordsUrl ?? '')
    expect([first.records.length, second.records.length]).toEqual([200, 200])
    const all = await connection.query(soql, { autoFetch: true, maxFetch: 50_000, headers })
    expect(new Set(all.records.map((row) => String(row.Name))).size).toBe(401)
  })

  test('a locator dies after two days, and after the org was reset', async () => {
    await connection.sobject('Account').create(accounts(201), { allowRecursive: true })
    const headers = { 'Sforce-Query-Options': 'batchSize=200' }
    const next = async (): Promise<string> =>
      (await connection.query('SELECT Id FROM Account', { headers })).nextRecordsUrl ?? ''
    const old = await next()
    await started.org.clock.advance(2 * 86_400_000)
    expect(await thrown(connection.queryMore(old))).toMatchObject({ errorCode: 'INVALID_QUERY_LOCATOR' })
    expect(await thrown(connection.queryMore(`${base}/query/01g000000000000AAA-2000`))).toMatchObject({
      errorCode: 'INVALID_QUERY_LOCATOR',
    })
  })

  test.each([
    ['SELECT Nope__c FROM Account', 'INVALID_FIELD'],
    ['SELECT Id FROM Nope__c', 'INVALID_TYPE'],
    ['SELECT FROM Account', 'MALFORMED_QUERY'],
  ])('%s fails with %s', async (soql, errorCode) => {
    expect(await thrown(connection.query(soql))).toMatchObject({ errorCode })
  })

  test('queryAll and scanAll find the deleted', async () => {
    const { id = '' } = await connection.sobject('Account').create({ Name: 'A' })
    await connection.sobject('Account').destroy(id)
    const soql = 'SELECT Id, IsDeleted FROM Account'
    expect((await connection.query(soql)).totalSize).toBe(0)
    expect((await connection.query(soql, { scanAll: true })).records).toMatchObject([{ Id: id, IsDeleted: true }])
  })
})

describe('trouble', () => {
  const signIn = (refreshed: { count: number }): InstanceType<typeof jsforce.Connection> => {
    const { org } = started
    return new jsforce.Connection({
      version: '67.0',
      instanceUrl: org.instanceUrl,
      oauth2: { clientId: org.clientId, clientSecret: org.clientSecret, loginUrl: org.loginUrl },
      refreshFn: (self, done) => {
        refreshed.count += 1
        self.oauth2.requestToken({ grant_type: 'client_credentials' }).then(
          (token) => void done(null, token.access_token, token),
          (error: unknown) => void done(error as Error),
        )
      },
    })
  }

  test('an expired session is renewed once for many calls at a time, and they are replayed', async () => {
    const { org } = started
    org.assign('integration@sandbox.example', 'Bridge')
    const refreshed = { count: 0 }
    const bridge = signIn(refreshed)
    await bridge.authorize({ grant_type: 'client_credentials' })
    expect(bridge.userInfo).toMatchObject({ id: org.userId, organizationId: org.organizationId })
    await bridge.query('SELECT Id FROM Account')
    expect(refreshed.count).toBe(0)
    await org.clock.advance(3 * 3_600_000)
    await Promise.all([1, 2, 3].map(() => bridge.query('SELECT Id FROM Account')))
    expect(refreshed.count).toBe(1)
  })

  test('a sign-in that is refused says so', async () => {
    started.org.connectedApp.runAs = null
    expect(await thrown(signIn({ count: 0 }).authorize({ grant_type: 'client_credentials' }))).toMatchObject({
      name: 'invalid_grant',
      message: 'no client credentials user enabled',
    })
  })

  test('without a way to renew it the session error comes out', async () => {
    const { org } = started
    const connection_ = new jsforce.Connection({ version: '67.0', instanceUrl: org.instanceUrl, accessToken: 'gone' })
    expect(await thrown(connection_.query('SELECT Id FROM Account'))).toMatchObject({ errorCode: 'INVALID_SESSION_ID' })
  })

  test('locks, limits, and an answer that is no JSON', async () => {
    const { org } = started
    org.faults.arm({ kind: 'row-lock' })
    expect(await thrown(connection.sobject('Account').create({ Name: 'A' }))).toMatchObject({
      errorCode: 'UNABLE_TO_LOCK_ROW',
    })
    org.faults.arm({ kind: 'row-lock' })
    expect(await connection.sobject('Account').create(accounts(2))).toMatchObject([
      { success: false, errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW' }] },
      { success: false },
    ])
    org.faults.arm({
      kind: 'status',
      status: 400,
      body: '<html>Bad Gateway</html>',
      headers: { 'content-type': 'text/html' },
    })
    expect(await thrown(connection.sobject('Account').create({ Name: 'A' }))).toMatchObject({
      errorCode: 'ERROR_HTTP_400',
    })
    org.switches.dailyApiRequests = 0
    expect(await thrown(connection.query('SELECT Id FROM Account'))).toMatchObject({
      errorCode: 'REQUEST_LIMIT_EXCEEDED',
    })
  })

  test('a POST is not tried again on 503', async () => {
    const { org } = started
    org.faults.arm({ kind: 'status', status: 503, times: 0, match: 'POST' })
    const mark = org.journal.calls().length
    await thrown(connection.sobject('Account').create({ Name: 'A' }))
    expect(org.journal.calls().length - mark).toBe(1)
  })
})

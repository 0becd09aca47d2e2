import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Commit } from '../records.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
beforeEach(async () => {
  started = await startOrg()
})
afterEach(() => started[Symbol.asyncDispose]())

const accounts = (): number => started.org.records.all('Account').length

describe('faults', () => {
  test('status answers instead of the work, as often as told', async () => {
    started.org.faults.arm({
      kind: 'status',
      status: 503,
      headers: { 'retry-after': '7' },
      match: 'POST .*/Account',
      times: 2,
    })
    const first = await started.call('POST', '/sobjects/Account', { Name: 'A' })
    expect(first.status).toBe(503)
    expect(first.headers.get('retry-after')).toBe('7')
    expect((await started.call('POST', '/sobjects/Account', { Name: 'A' })).status).toBe(503)
    expect((await started.call('POST', '/sobjects/Account', { Name: 'A' })).status).toBe(201)
    expect(accounts()).toBe(1)
  })

  test('write-done-but-504 does the work and loses the answer', async () => {
    started.org.faults.arm({ kind: 'write-done-but-504', match: 'POST' })
    const response = await fetch(`${started.org.instanceUrl}/services/data/v67.0/sobjects/Account`, {
      method: 'POST',
      headers: { authorization: `Bearer ${started.org.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ Name: 'A' }),
    })
    expect(response.status).toBe(504)
    expect(accounts()).toBe(1)
  })

  test('drop-connection does the work and hangs up', async () => {
    started.org.faults.arm({ kind: 'drop-connection', match: 'POST' })
    await expect(started.call('POST', '/sobjects/Account', { Name: 'A' })).rejects.toThrow('fetch failed')
    expect(accounts()).toBe(1)
  })

  test('row-lock is a 400, per row in a collection, per part in a composite', async () => {
    const lock = (): void => started.org.faults.arm({ kind: 'row-lock' })
    lock()
    expect(await started.call('POST', '/sobjects/Account', { Name: 'A' })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'UNABLE_TO_LOCK_ROW' }],
    })
    lock()
    const records = [{ attributes: { type: 'Account' }, Name: 'A' }]
    expect(await started.call('POST', '/composite/sobjects', { records })).toMatchObject({
      status: 200,
      body: [{ success: false, errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW' }] }],
    })
    lock()
    const part = { method: 'GET', url: '/services/data/v67.0/limits', referenceId: 'a' }
    expect((await started.call('POST', '/composite', { compositeRequest: [part] })).body).toMatchObject({
      compositeResponse: [{ httpStatusCode: 400, referenceId: 'a' }],
    })
    expect(accounts()).toBe(0)
  })

  test('request-limit is 403 REQUEST_LIMIT_EXCEEDED', async () => {
    started.org.faults.arm({ kind: 'request-limit' })
    expect(await started.call('GET', '/limits')).toMatchObject({
      status: 403,
      body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
    })
  })

  test('delay waits on the clock', async () => {
    started.org.faults.arm({ kind: 'delay', milliseconds: 5000 })
    let answered = false
    const call = started.call('GET', '/limits').then(() => (answered = true))
    await started.call('GET', '/limits')
    expect(answered).toBe(false)
    await started.org.clock.advance(5000)
    await call
    expect(answered).toBe(true)
  })

  test('can be armed over HTTP', async () => {
    const url = `${started.org.instanceUrl}/__emulator/faults`
    await fetch(url, { method: 'POST', body: JSON.stringify({ kind: 'status', status: 500 }) })
    expect((await started.call('GET', '/limits')).status).toBe(500)
  })
})

test('the daily limit is counted over 24 hours of the clock', async () => {
  started.org.switches.dailyApiRequests = 3
  const used = Number(
    /api-usage=(\d+)/.exec((await started.call('GET', '/sobjects')).headers.get('sforce-limit-info') ?? '')?.[1],
  )
  expect(used).toBe(3)
  expect(await started.call('GET', '/limits')).toMatchObject({ status: 403 })
  await started.org.clock.advance(25 * 3_600_000)
  started.org.pubSub.switches.dailyDeliveries = 50
  started.org.switches.fileStorageMegabytes = 7
  expect((await started.call('GET', '/limits')).body).toMatchObject({
    DailyApiRequests: { Max: 3, Remaining: 2 },
    DailyDeliveredPlatformEvents: { Max: 50, Remaining: 50 },
    FileStorageMB: { Max: 7, Remaining: 7 },
  })
})

test('the journal tells writes from reads, names client and fault, and keeps no secret', async () => {
  const { org, call } = started
  const mark = org.journal.mark()
  org.faults.arm({ kind: 'request-limit', match: 'GET' })
  await call('GET', '/limits')
  await call('POST', '/sobjects/Account', { Name: 'A' }, { 'sforce-call-options': 'client=bcbridge' })
  await fetch(`${org.loginUrl}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_secret: 'hush' }),
  })
  const calls = org.journal.calls(mark)
  expect(calls).toMatchObject([
    { method: 'GET', status: 403, write: false, fault: 'request-limit' },
    { method: 'POST', url: '/services/data/v67.0/sobjects/Account', status: 201, write: true, client: 'bcbridge' },
    { url: '/services/oauth2/token', write: false },
  ])
  expect(JSON.stringify(calls)).not.toContain('hush')
})

test('doubled slashes, retired and unknown versions', async () => {
  const { org } = started
  const get = async (path: string): Promise<number> =>
    (await fetch(org.instanceUrl + path, { headers: { authorization: `Bearer ${org.accessToken}` } })).status
  expect(await get('//services/data/v67.0/limits')).toBe(200)
  expect(await get('/services/data/v30.0/limits')).toBe(410)
  expect(await get('/services/data/v99.0/limits')).toBe(404)
  expect(await get('/services/apexrest/x')).toBe(501)
  const versions = (await (await fetch(`${org.instanceUrl}/services/data`)).json()) as {
    label: string
    version: string
  }[]
  expect(versions.at(-1)).toEqual({ label: "Summer '26", version: '67.0', url: '/services/data/v67.0' })
  expect(versions.at(-2)).toMatchObject({ label: "Spring '26" })
  expect(versions.at(-3)).toMatchObject({ label: "Winter '26" })
})

describe('the commit stream', () => {
  let commits: Commit[]
  beforeEach(() => {
    commits = []
    started.org.records.onCommit((commit) => commits.push(commit))
  })

  test('tells one transaction once, with who, through what, and which fields', async () => {
    const { id } = await started.as('admin@sandbox.example').sobject('Account').create({ Name: 'A' })
    expect(commits).toHaveLength(1)
    expect(commits[0]).toMatchObject({
      at: started.org.clock.now(),
      actor: { api: 'rest', client: 'bcbridge' },
      changes: [{ object: 'Account', id, kind: 'CREATE' }],
    })
    expect(commits[0]?.changes[0]?.changedFields).toContain('Name')
    expect(commits[0]?.changes[0]?.changedFields).not.toContain('Phone')
    await started.org.clock.advance(1000)
    await started.admin.sobject('Account').update({ Id: id ?? '', Name: 'B', Phone: null })
    expect(commits[1]?.changes[0]).toMatchObject({
      kind: 'UPDATE',
      changedFields: ['Name', 'LastModifiedDate', 'SystemModstamp'],
    })
    await started.admin.sobject('Account').destroy(id ?? '')
    expect(commits[2]?.changes[0]).toMatchObject({ kind: 'DELETE', row: { Name: 'B' } })
  })

  test('several writes to a record in one transaction are one change; a failed one is none', async () => {
    const { dml, userId } = started.org
    const actor = { userId: started.org.records.all('User')[0]?.Id ?? userId, api: 'rest' }
    dml.transaction(actor, () => {
      const made = dml.insert(actor, 'Account', { Name: 'A' })
      if (made.success) dml.update(actor, 'Account', made.id, { Name: 'B' })
      dml.insert(actor, 'Account', {})
      const fleeting = dml.insert(actor, 'Account', { Name: 'C' })
      if (fleeting.success) dml.delete(actor, 'Account', fleeting.id)
    })
    expect(commits).toHaveLength(1)
    expect(commits[0]?.changes).toMatchObject([{ kind: 'CREATE', row: { Name: 'B' } }])
  })

  test('a transaction that throws is taken back', async () => {
    const { dml, userId } = started.org
    const actor = { userId: started.org.records.all('User')[0]?.Id ?? userId, api: 'rest' }
    const work = (): void =>
      dml.transaction(actor, () => {
        dml.insert(actor, 'Account', { Name: 'A' })
        throw new Error('stop')
      })
    expect(work).toThrow('stop')
    expect(accounts()).toBe(0)
    expect(commits).toEqual([])
  })

  test('lines change their order in the same commit', async () => {
    const { admin } = started
    const { id: account } = await admin.sobject('Account').create({ Name: 'A' })
    const { id: product } = await admin.sobject('Product2').create({ Name: 'P', IsActive: true })
    const book = started.org.records.all('Pricebook2')[0]?.Id
    const { id: entry } = await admin
      .sobject('PricebookEntry')
      .create({ Pricebook2Id: book, Product2Id: product, UnitPrice: 2, IsActive: true })
    const { id: order } = await admin
      .sobject('Order')
      .create({ AccountId: account, EffectiveDate: '2026-03-02', Status: 'Draft', Pricebook2Id: book })
    commits.length = 0
    await admin.sobject('OrderItem').create({ OrderId: order, PricebookEntryId: entry, Quantity: 2 })
    expect(commits).toHaveLength(1)
    expect(commits[0]?.changes.map((change) => `${change.kind} ${change.object}`)).toEqual([
      'CREATE OrderItem',
      'UPDATE Order',
    ])
    expect(commits[0]?.changes[1]?.changedFields).toEqual(['TotalAmount'])
  })
})

test('updated and deleted poll by the minute', async () => {
  const { admin, org, call } = started
  const { id } = await admin.sobject('Account').create({ Name: 'A' })
  const { id: gone } = await admin.sobject('Account').create({ Name: 'B' })
  await admin.sobject('Account').destroy(gone ?? '')
  await org.clock.advance(120_000)
  const window = `start=${encodeURIComponent('2026-03-02T09:59:00+00:00')}&end=${encodeURIComponent('2026-03-02T10:01:00+00:00')}`
  expect((await call('GET', `/sobjects/Account/updated/?${window}`)).body).toEqual({
    ids: [id],
    latestDateCovered: '2026-03-02T10:01:00.000+0000',
  })
  expect((await call('GET', `/sobjects/Account/deleted/?${window}`)).body).toMatchObject({
    deletedRecords: [{ id: gone, deletedDate: '2026-03-02T10:00:00.000+0000' }],
    earliestDateAvailable: '2026-02-15T10:02:00.000+0000',
  })
  for (const bad of [
    'start=2026-03-02T10:01:00Z&end=2026-03-02T10:00:00Z',
    'start=x&end=y',
    'start=2026-01-01T00:00:00Z&end=2026-03-02T00:00:00Z',
    'start=2026-03-02T09:59:00+00:00&end=2026-03-02T10:01:00Z',
  ])
    expect(await call('GET', `/sobjects/Account/updated/?${bad}`)).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_REPLICATION_DATE' }],
    })
  // One minute apart is enough for the one, not for the other.
  const minute = 'start=2026-03-02T10:00:00Z&end=2026-03-02T10:01:00Z'
  expect(await call('GET', `/sobjects/Account/updated/?${minute}`)).toMatchObject({ status: 200, body: { ids: [id] } })
  expect(await call('GET', `/sobjects/Account/deleted/?${minute}`)).toMatchObject({
    status: 400,
    body: [{ errorCode: 'INVALID_REPLICATION_DATE' }],
  })
})

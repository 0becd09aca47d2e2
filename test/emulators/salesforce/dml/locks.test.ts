import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
let account: string
let bill: string
beforeEach(async () => {
  started = await startOrg()
  account = await started.create('Account', { Name: 'Acme', Key__c: 'K1' })
  bill = await started.create('Bill__c', { Name: 'B1', Account__c: account })
})
afterEach(() => started[Symbol.asyncDispose]())

/** A call that waits: what it answers, and whether it has answered yet. */
interface Waiting {
  readonly answered: () => boolean
  readonly answer: Promise<{ status: number; body: unknown }>
}
async function begin(method: string, path: string, body?: unknown): Promise<Waiting> {
  const done = { answered: false }
  const before = started.org.locks.waiting
  const answer = started.call(method, path, body).then((one) => {
    done.answered = true
    return one
  })
  // The request is under way once it waits for a row, or has its answer.
  while (!done.answered && started.org.locks.waiting === before) await started.call('GET', '/limits')
  return { answered: () => done.answered, answer }
}
const rename = (id = account): Promise<Waiting> => begin('PATCH', `/sobjects/Account/${id}`, { Name: 'Other' })
const refused = {
  status: 400,
  body: [
    {
      errorCode: 'UNABLE_TO_LOCK_ROW',
      message: expect.stringMatching(
        /^unable to obtain exclusive access to this record or \d records: \w{15}/,
      ) as string,
    },
  ],
}

test('a call waits for the row, and goes on when it is released', async () => {
  const lock = started.org.locks.hold(account)
  const call = await rename()
  await started.org.clock.advance(9000)
  expect(call.answered()).toBe(false)
  expect(started.org.records.get('Account', account)).toMatchObject({ Name: 'Acme' })
  lock.release()
  expect(await call.answer).toMatchObject({ status: 204 })
  expect(started.org.records.get('Account', account)).toMatchObject({ Name: 'Other' })
})

test('after ten seconds it is refused, and nothing was done', async () => {
  const commits: unknown[] = []
  started.org.records.onCommit((commit) => commits.push(commit))
  started.org.locks.hold(account.slice(0, 15))
  const call = await rename()
  await started.org.clock.advance(10_000)
  expect(await call.answer).toMatchObject(refused)
  expect(commits).toEqual([])
  const later = await rename()
  started.org.reset({ keepMetadata: true })
  expect(await later.answer).toMatchObject({ status: 404 })
})

test('the holder himself goes on, and everybody reads', async () => {
  started.org.locks.hold(account)
  const admin = String(started.org.records.all('User').find((row) => row.Username === 'admin@sandbox.example')?.Id)
  expect(started.org.dml.update({ userId: admin, api: 'soap' }, 'Account', account, { Phone: '1' })).toMatchObject({
    success: true,
  })
  const { records } = await started.admin.query('SELECT Phone FROM Account')
  expect(records).toMatchObject([{ Phone: '1' }])
  expect((await started.call('PATCH', `/sobjects/Bill__c/${bill}`, { Total__c: 5 })).status).toBe(204)
})

test('two who hold a row must both let go', async () => {
  const [first, second] = [started.org.locks.hold(account), started.org.locks.hold(account, bill)]
  const call = await rename()
  first.release()
  first.release()
  await started.call('GET', '/limits')
  expect(call.answered()).toBe(false)
  second.release()
  expect((await call.answer).status).toBe(204)
})

describe('a save needs', () => {
  /** What is refused at once while the row is held, and what is not. */
  const tried = async (held: string, method: string, path: string, body?: unknown): Promise<number> => {
    started.org.switches.rowLockSeconds = 0
    const lock = started.org.locks.hold(held)
    const { status } = await started.call(method, path, body)
    lock.release()
    return status
  }

  test('the master of a detail, whatever is done to the detail', async () => {
    const line = await started.create('Bill_Line__c', { Bill__c: bill })
    expect(await tried(bill, 'POST', '/sobjects/Bill_Line__c', { Bill__c: bill })).toBe(400)
    expect(await tried(bill, 'PATCH', `/sobjects/Bill_Line__c/${line}`, { Amount__c: 5 })).toBe(400)
    expect(await tried(bill, 'DELETE', `/sobjects/Bill_Line__c/${line}`)).toBe(400)
    expect(await tried(line, 'DELETE', `/sobjects/Bill__c/${bill}`)).toBe(400)
  })

  test('the account of a new contact, and both when it moves', async () => {
    const contact = await started.create('Contact', { LastName: 'A', AccountId: account })
    const other = await started.create('Account', { Name: 'Other' })
    expect(await tried(account, 'POST', '/sobjects/Contact', { LastName: 'B', AccountId: account })).toBe(400)
    expect(await tried(account, 'PATCH', `/sobjects/Contact/${contact}`, { LastName: 'C' })).toBe(204)
    expect(await tried(account, 'PATCH', `/sobjects/Contact/${contact}`, { AccountId: other })).toBe(400)
    expect(await tried(other, 'PATCH', `/sobjects/Contact/${contact}`, { AccountId: other })).toBe(400)
  })

  test('not the record of a look-up that is simply emptied', async () => {
    expect(await tried(account, 'POST', '/sobjects/Bill__c', { Name: 'B2', Account__c: account })).toBe(201)
  })

  test('the row that an upsert finds', async () => {
    expect(await tried(account, 'PATCH', '/sobjects/Account/Key__c/K1', { Name: 'X' })).toBe(400)
    expect(await tried(account, 'PATCH', '/sobjects/Account/Key__c/K2', { Name: 'X' })).toBe(201)
  })
})

test('of a collection only the rows that are held fail, after the wait', async () => {
  started.org.locks.hold(account)
  const records = ['K1', 'K2'].map((Key__c) => ({ attributes: { type: 'Account' }, Key__c, Name: 'N' }))
  const call = await begin('PATCH', '/composite/sobjects/Account/Key__c', { allOrNone: false, records })
  await started.org.clock.advance(10_000)
  expect(await call.answer).toMatchObject({
    status: 200,
    body: [
      { success: false, errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW' }] },
      { success: true, created: true },
    ],
  })
})

test('parts of a composite are not done twice because one of them waited', async () => {
  const lock = started.org.locks.hold(account)
  const url = '/services/data/v67.0/sobjects/Account'
  const call = await begin('POST', '/composite', {
    compositeRequest: [
      { method: 'POST', url, referenceId: 'a', body: { Name: 'New' } },
      { method: 'PATCH', url: `${url}/${account}`, referenceId: 'b', body: { Name: 'Changed' } },
    ],
  })
  lock.release()
  expect(await call.answer).toMatchObject({
    body: { compositeResponse: [{ httpStatusCode: 201 }, { httpStatusCode: 204 }] },
  })
  expect(started.org.records.all('Account').map((row) => row.Name)).toEqual(['Changed', 'New'])
})

test('FOR UPDATE waits too', async () => {
  started.org.locks.hold(account)
  const path = (soql: string): string => `/query?q=${encodeURIComponent(soql)}`
  const call = await begin('GET', path("SELECT Id FROM Account WHERE Name = 'Acme' FOR UPDATE"))
  await started.org.clock.advance(10_000)
  expect(await call.answer).toMatchObject({ status: 400, body: [{ errorCode: 'UNABLE_TO_LOCK_ROW' }] })
  expect((await started.call('GET', path("SELECT Id FROM Account WHERE Name = 'None' FOR UPDATE"))).status).toBe(200)
})

test('UI API and GraphQL wait as well', async () => {
  started.org.locks.hold(account)
  const mutation = `mutation { uiapi { AccountUpdate(input: {Id: "${account}", Account: {Name: "G"}}) { Record { Id } } } }`
  const calls = [
    await begin('PATCH', `/ui-api/records/${account}`, { fields: { Name: 'U' } }),
    await begin('POST', '/graphql', { query: mutation }),
  ]
  expect(calls.map((call) => call.answered())).toEqual([false, false])
  await started.org.clock.advance(10_000)
  const [ui, graphql] = await Promise.all(calls.map((call) => call.answer))
  expect(ui?.status).toBe(400)
  expect(JSON.stringify(graphql?.body)).toContain('unable to obtain exclusive access')
})

describe('a bulk job', () => {
  async function upsert(): Promise<string> {
    const job = { object: 'Account', operation: 'upsert', externalIdFieldName: 'Key__c', lineEnding: 'LF' }
    const { id } = (await started.call('POST', '/jobs/ingest', job)).body as { id: string }
    await fetch(`${started.org.instanceUrl}/services/data/v67.0/jobs/ingest/${id}/batches`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${started.org.accessToken}`, 'content-type': 'text/csv' },
      body: 'Key__c,Name\nK1,One\nK2,Two\n',
    })
    await started.call('PATCH', `/jobs/ingest/${id}`, { state: 'UploadComplete' })
    return id
  }
  const info = async (id: string): Promise<unknown> => (await started.call('GET', `/jobs/ingest/${id}`)).body

  test('tries its rows again until they are free', async () => {
    const lock = started.org.locks.hold(account)
    const id = await upsert()
    await started.org.clock.advance(20_000)
    expect(await info(id)).toMatchObject({ state: 'InProgress', numberRecordsProcessed: 0 })
    lock.release()
    await started.org.clock.advance(10_000)
    expect(await info(id)).toMatchObject({
      state: 'JobComplete',
      numberRecordsProcessed: 2,
      numberRecordsFailed: 0,
      retries: 3,
    })
  })

  test('in the end fails those that are held', async () => {
    started.org.switches.bulkLockRetries = 2
    started.org.locks.hold(account)
    const id = await upsert()
    await started.org.clock.advance(20_000)
    expect(await info(id)).toMatchObject({ state: 'JobComplete', numberRecordsFailed: 1, retries: 2 })
    expect(started.org.records.all('Account').map((row) => row.Name)).toEqual(['Acme', 'Two'])
  })
})

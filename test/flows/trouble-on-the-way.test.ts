import { afterEach, describe, expect, it, vi } from 'vitest'
import { journals } from '../support/journals.ts'
import { change, createAccount, createOrder } from '../support/sell.ts'
import { untilDone } from '../support/until-done.ts'
import { aBridge } from './a-bridge.ts'

/** Passing trouble on either side: in the end everything is there once, and nobody was bothered. */
const { test, books } = aBridge(async () => {
  await test.settle()
  accountId = await createAccount(test.sandboxes, 'Trouble Ltd.')
  await test.settle()
})
let accountId: string

const org = () => test.sandboxes.salesforce.records
const bc = () => test.sandboxes.businessCentral
const sf = () => test.sandboxes.salesforce

afterEach(() => {
  const unused = [...bc().faults.list(), ...sf().faults.list()]
  for (const { faults } of [bc(), sf()]) faults.clear()
  expect(unused).toEqual([])
})

describe('the write was done, but the answer was lost', () => {
  it('finds the customer it made instead of making another', async () => {
    bc().faults.arm({ kind: 'write-done-but-504', match: 'POST .*/customers' })
    const id = await createAccount(test.sandboxes, 'Lost Answer Ltd.')
    await untilDone(test)
    const made = books.customers('Lost Answer Ltd.')
    expect(made).toHaveLength(1)
    expect(org().get('Account', id)).toMatchObject({ BC_Number__c: made[0]?.number, BC_Sync_Status__c: 'Synced' })
  })

  it('finds the sales order it made instead of making another', async () => {
    bc().faults.arm({ kind: 'write-done-but-504', match: 'POST .*/salesOrders' })
    const id = await createOrder(test.sandboxes, accountId, [{ item: '1896-S', quantity: 1 }])
    await untilDone(test)
    const made = books.salesOrders(id)
    expect(made).toHaveLength(1)
    expect(org().get('Order', id)).toMatchObject({ BC_Number__c: made[0]?.number })
  })

  it('repeats an upsert into Salesforce', async () => {
    sf().faults.arm({ kind: 'write-done-but-504', match: 'PATCH .*/composite/sobjects/BC_Customer__c' })
    const id = await createAccount(test.sandboxes, 'Lost Upsert Ltd.')
    await untilDone(test)
    expect(
      org()
        .all('BC_Customer__c')
        .filter((row) => row.BC_Account__c === id),
    ).toHaveLength(1)
  })
})

describe('Business Central says not now', () => {
  it.each([
    ['a lock (409)', { kind: 'lock', match: 'POST .*/customers' }],
    ['429 without Retry-After', { kind: 'status', status: 429, match: 'POST .*/customers' }],
    [
      '429 with Retry-After',
      { kind: 'status', status: 429, headers: { 'retry-after': '30' }, match: 'POST .*/customers' },
    ],
    ['503', { kind: 'status', status: 503, match: 'POST .*/customers' }],
    ['an expired token', { kind: 'expired-token', match: 'POST .*/customers' }],
    ['a lost connection', { kind: 'drop-connection', match: 'POST .*/customers' }],
  ])('comes back after %s, without parking anything', async (name, fault) => {
    bc().faults.arm(fault)
    const id = await createAccount(test.sandboxes, `After ${name}`)
    await untilDone(test)
    expect(books.customers(`After ${name}`)).toHaveLength(1)
    expect(org().get('Account', id)?.BC_Sync_Status__c).toBe('Synced')
    expect((await test.system.store.issues.list(100)).filter((issue) => issue.record === id)).toEqual([])
  })

  it('sends an order again after it was told to slow down, once', async () => {
    bc().faults.arm({ kind: 'status', status: 429, match: 'POST .*/salesOrders', times: 3 })
    const id = await createOrder(test.sandboxes, accountId, [{ item: '1896-S', quantity: 4 }])
    await untilDone(test)
    expect(books.salesOrders(id)).toHaveLength(1)
    expect(org().get('Order', id)).toMatchObject({
      BC_Number__c: books.salesOrders(id)[0]?.number,
      BC_Sync_Status__c: 'Synced',
    })
  })

  it('reads again when it says that the record was changed (stale ETag)', async () => {
    bc().faults.arm({ kind: 'stale-etag', match: 'PATCH .*/customers' })
    change(test.sandboxes, 'Account', accountId, { BillingCity: 'Savannah' })
    await untilDone(test)
    expect(books.customers('Trouble Ltd.')[0]?.city).toBe('Savannah')
    expect(org().get('Account', accountId)?.BC_Sync_Status__c).toBe('Synced')
  })

  it('loses neither change when finance changes the customer between our reading and our writing', async () => {
    bc().faults.arm({ kind: 'delay', milliseconds: 5000, match: 'PATCH .*/customers' })
    const since = journals(test)
    change(test.sandboxes, 'Account', accountId, { BillingCity: 'Macon' })
    const settling = test.settle()
    // The bridge's PATCH has arrived, with the version that the bridge has read, and is being held.
    await vi.waitFor(() => expect(bc().faults.list()).toEqual([]), { interval: 5, timeout: 10_000 })
    const [customer] = books.customers('Trouble Ltd.')
    bc()
      .company(books.companyId)
      .table('customers')
      .update(customer?.id ?? '', { creditLimit: '4242' })
    await bc().clock.advance(5000)
    await settling
    await untilDone(test)
    const answers = since
      .calls('businessCentral')
      .filter((call) => call.method === 'PATCH')
      .map((call) => call.status)
    expect(answers).toEqual([409, 200])
    expect(books.customers('Trouble Ltd.')).toMatchObject([{ city: 'Macon' }])
    expect(String(books.customers('Trouble Ltd.')[0]?.creditLimit)).toBe('4242')
  })
})

describe('Salesforce says not now', () => {
  it.each([
    ['an expired session', { kind: 'expired-session' }],
    ['its limit of requests', { kind: 'request-limit', match: 'PATCH .*/composite/sobjects' }],
    ['503', { kind: 'status', status: 503, match: 'PATCH .*/composite/sobjects' }],
    ['a lost connection', { kind: 'drop-connection', match: 'PATCH .*/composite/sobjects' }],
  ])('comes back after %s', async (name, fault) => {
    const id = await createAccount(test.sandboxes, `SF after ${name}`)
    sf().faults.arm(fault)
    await untilDone(test)
    expect(books.customers(`SF after ${name}`)).toHaveLength(1)
    expect(org().get('Account', id)).toMatchObject({
      BC_Number__c: books.customers(`SF after ${name}`)[0]?.number,
      BC_Sync_Status__c: 'Synced',
    })
    expect(await test.system.store.issues.list(10)).toEqual([])
  })

  it('comes back after a locked row, and tells the account how it stands', async () => {
    const id = await createAccount(test.sandboxes, 'Locked Row Ltd.')
    sf().faults.arm({ kind: 'row-lock', match: 'PATCH .*/composite/sobjects' })
    await untilDone(test)
    expect(books.customers('Locked Row Ltd.')).toHaveLength(1)
    expect(org().get('Account', id)).toMatchObject({
      BC_Number__c: books.customers('Locked Row Ltd.')[0]?.number,
      BC_Sync_Status__c: 'Synced',
    })
  })

  it('signs in again when both sides’ tokens have run out', async () => {
    await test.advance(3 * 3600)
    const id = await createAccount(test.sandboxes, 'Next Morning Ltd.')
    await untilDone(test)
    expect(org().get('Account', id)?.BC_Number__c).toBe(books.customers('Next Morning Ltd.')[0]?.number)
  })
})

describe('signals that come twice', () => {
  it('makes one customer of a change that is told three times', async () => {
    const id = await createAccount(test.sandboxes, 'Told Thrice Ltd.')
    const entity = { system: 'salesforce', name: 'Account' }
    for (let time = 0; time < 3; time++) {
      await test.system.sink.accept([{ entity, id, company: '', kind: 'created', echo: false }])
    }
    await test.settle()
    expect(books.customers('Told Thrice Ltd.')).toHaveLength(1)
  })

  it('writes once for a notification that comes twice', async () => {
    await test.settle()
    const customer = books.customers('Trouble Ltd.')[0]
    const state = await test.system.store.cursors.get('business-central/webhook-client-state')
    const notification = {
      clientState: state ?? '',
      resource: `api/v2.0/companies(${books.companyId})/customers(${String(customer?.id)})`,
      changeType: 'updated',
      lastModifiedDateTime: '2026-11-21T09:00:00Z',
    }
    const send = () =>
      test.system.app.request('/webhooks/business-central', {
        method: 'POST',
        body: JSON.stringify({ value: [notification, notification] }),
        headers: { 'content-type': 'application/json' },
      })
    const since = journals(test)
    expect((await send()).status).toBe(200)
    expect((await send()).status).toBe(200)
    await test.settle()
    expect(since.writes('salesforce')).toEqual([])
  })
})

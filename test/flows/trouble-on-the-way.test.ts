import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Fault } from '../emulators/kit/faults.ts'
import { journals } from '../support/journals.ts'
import { change } from '../support/sell.ts'
import { untilDone } from '../support/until-done.ts'
import { order } from './deals.ts'
import { aSeller, type Buyer } from './seller.ts'
import { money } from './shown-money.ts'

/**
 * Passing trouble on either side: in the end everything is there once, and nobody was bothered; in one company for customers in
 * its own currency, and in another for some in euro.
 */
const { test, org, table, buyers, accountsOf, isMade } = aSeller()
const bc = () => test.sandboxes.businessCentral
const sf = () => test.sandboxes.salesforce
const customerOf = ({ accountId, books }: Buyer) => {
  const key = org().get('Account', accountId)?.BC_Key__c
  return table('customers', books).find(({ id }) => `${books.companyId}:${id}` === key)
}

/** Trouble with a call to Business Central that matches: as often as it says, in either company. */
const trouble = (what: string, fault: Fault) => {
  const [method = '', path = ''] = what.split(' ')
  for (const { books } of buyers) bc().faults.arm({ ...fault, match: `${method} .*${books.companyId}.*${path}` })
}

/** Each account has its one customer, which is all there is of that name, and nobody is asked about any of them. */
async function linked(accounts: readonly Buyer[]) {
  const parked = (await test.system.store.issues.list(100)).map(({ record }) => record)
  for (const { accountId: id, books, currencyCode } of accounts) {
    const made = books.customers(String(org().get('Account', id)?.Name))
    expect(made).toHaveLength(1)
    expect(made[0]?.currencyCode ?? '').toBe(currencyCode)
    expect(org().get('Account', id)).toMatchObject({
      BC_Number__c: made[0]?.number,
      BC_Key__c: `${books.companyId}:${String(made[0]?.id)}`,
      BC_Sync_Status__c: 'Synced',
    })
    expect(parked).not.toContain(id)
  }
}

/** An order of either buyer, with the sales order that it becomes in the end: one, over what was sold. */
async function sold(quantity: number, total: string) {
  const line = { item: '1896-S', quantity, fields: { UnitPrice: 33.33 } }
  const orders = buyers.map((buyer) => ({
    buyer,
    id: order(test.sandboxes, buyer.accountId, [line], buyer.says).id,
  }))
  await untilDone(test)
  for (const { buyer, id } of orders) isMade(id, buyer, total)
}

afterEach(() => {
  const unused = [...bc().faults.list(), ...sf().faults.list()]
  for (const { faults } of [bc(), sf()]) faults.clear()
  expect(unused).toEqual([])
})

describe('the write was done, but the answer was lost', () => {
  it('finds the customer it made instead of making another', async () => {
    trouble('POST /customers', { kind: 'write-done-but-504' })
    const accounts = await accountsOf('Lost Answer Ltd.')
    await untilDone(test)
    await linked(accounts)
  })

  it('finds the sales order it made instead of making another', async () => {
    trouble('POST /salesOrders', { kind: 'write-done-but-504' })
    await sold(1, '33.33')
  })

  it('repeats an upsert into Salesforce', async () => {
    sf().faults.arm({ kind: 'write-done-but-504', match: 'PATCH .*/composite/sobjects/BC_Customer__c' })
    const accounts = await accountsOf('Lost Upsert Ltd.')
    await untilDone(test)
    for (const { accountId: id, currencyCode } of accounts) {
      const mirrors = org()
        .all('BC_Customer__c')
        .filter((row) => row.BC_Account__c === id)
      expect(mirrors).toMatchObject([{ BC_Document_Currency_Code__c: currencyCode || 'USD' }])
    }
  })
})

describe('Business Central says not now', () => {
  it.each([
    ['a lock (409)', { kind: 'lock' }],
    ['429 without Retry-After', { kind: 'status', status: 429 }],
    ['429 with Retry-After', { kind: 'status', status: 429, headers: { 'retry-after': '30' } }],
    ['503', { kind: 'status', status: 503 }],
    ['an expired token', { kind: 'expired-token' }],
    ['a lost connection', { kind: 'drop-connection' }],
  ])('comes back after %s, without parking anything', async (name, fault) => {
    trouble('POST /customers', fault)
    const accounts = await accountsOf(`After ${name}`)
    await untilDone(test)
    await linked(accounts)
  })

  it('sends an order again after it was told to slow down, once', async () => {
    trouble('POST /salesOrders', { kind: 'status', status: 429, times: 3 })
    await sold(4, '133.32')
  })

  it('reads again when it says that the record was changed (stale ETag)', async () => {
    trouble('PATCH /customers', { kind: 'stale-etag' })
    for (const { accountId } of buyers) change(test.sandboxes, 'Account', accountId, { BillingCity: 'Savannah' })
    await untilDone(test)
    for (const buyer of buyers) {
      expect(customerOf(buyer)?.city).toBe('Savannah')
      expect(org().get('Account', buyer.accountId)?.BC_Sync_Status__c).toBe('Synced')
    }
  })

  it('loses neither change when finance changes the customer between our reading and our writing', async () => {
    for (const buyer of buyers) {
      bc().faults.arm({ kind: 'delay', milliseconds: 5000, match: 'PATCH .*/customers' })
      const since = journals(test)
      change(test.sandboxes, 'Account', buyer.accountId, { BillingCity: 'Macon' })
      const settling = test.settle()
      // The bridge's PATCH has arrived, with the version that the bridge has read, and is being held.
      await vi.waitFor(() => expect(bc().faults.list()).toEqual([]), { interval: 5, timeout: 10_000 })
      table('customers', buyer.books).update(customerOf(buyer)?.id ?? '', { creditLimit: '4242' })
      await bc().clock.advance(5000)
      await settling
      await untilDone(test)
      const answers = since
        .calls('businessCentral')
        .filter((call) => call.method === 'PATCH')
        .map((call) => call.status)
      expect(answers).toEqual([409, 200])
      expect(customerOf(buyer)).toMatchObject({ city: 'Macon' })
      expect(money(customerOf(buyer)?.creditLimit)).toBe('4242.00')
    }
  })
})

describe('Salesforce says not now', () => {
  it.each([
    ['an expired session', { kind: 'expired-session' }],
    ['its limit of requests', { kind: 'request-limit', match: 'PATCH .*/composite/sobjects' }],
    ['503', { kind: 'status', status: 503, match: 'PATCH .*/composite/sobjects' }],
    ['a lost connection', { kind: 'drop-connection', match: 'PATCH .*/composite/sobjects' }],
    ['a locked row', { kind: 'row-lock', match: 'PATCH .*/composite/sobjects' }],
  ])('comes back after %s, and tells the account how it stands', async (name, fault) => {
    const accounts = await accountsOf(`SF after ${name}`)
    sf().faults.arm(fault)
    await untilDone(test)
    await linked(accounts)
    expect(await test.system.store.issues.list(10)).toEqual([])
  })

  it('signs in again when both sides’ tokens have run out', async () => {
    await test.advance(3 * 3600)
    const accounts = await accountsOf('Next Morning Ltd.')
    await untilDone(test)
    await linked(accounts)
  })
})

describe('signals that come twice', () => {
  it('makes one customer of a change that is told three times', async () => {
    const accounts = await accountsOf('Told Thrice Ltd.')
    const entity = { system: 'salesforce', name: 'Account' }
    for (const { accountId: id } of [...accounts, ...accounts, ...accounts]) {
      await test.system.sink.accept([{ entity, id, company: '', kind: 'created', echo: false }])
    }
    await test.settle()
    await linked(accounts)
  })

  it('writes once for a notification that comes twice', async () => {
    await test.settle()
    const state = await test.system.store.cursors.get('business-central/webhook-client-state')
    const notifications = buyers.map((buyer) => ({
      clientState: state ?? '',
      resource: `api/v2.0/companies(${buyer.books.companyId})/customers(${String(customerOf(buyer)?.id)})`,
      changeType: 'updated',
      lastModifiedDateTime: '2026-11-21T09:00:00Z',
    }))
    const send = () =>
      test.system.app.request('/webhooks/business-central', {
        method: 'POST',
        body: JSON.stringify({ value: [...notifications, ...notifications] }),
        headers: { 'content-type': 'application/json' },
      })
    const since = journals(test)
    expect((await send()).status).toBe(200)
    expect((await send()).status).toBe(200)
    await test.settle()
    expect(since.writes('salesforce')).toEqual([])
  })
})

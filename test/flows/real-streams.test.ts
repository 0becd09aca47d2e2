import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { booksOf, type Books } from '../support/books.ts'
import { journals } from '../support/journals.ts'
import { createAccount, createOrder, createRecord } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { order } from './deals.ts'
import { money } from './shown-money.ts'
import { runningBridge, type Running } from './while-it-runs.ts'

/**
 * Nothing is looked up by hand here: change events come over gRPC, notifications over HTTP, 30 seconds after the change. The
 * bridge's user has BC_Integration and no more, so the channel is closed to it until the org reads its permissions otherwise.
 */
let test: TestSystem
let books: Books
/** Those of a second company, in which a customer is billed in euro. */
let there: Books
let running: Running
let accountId: string
let abroad: string
const euro = { BC_Currency_Code__c: 'EUR' }

const org = () => test.sandboxes.salesforce.records
const bc = () => test.sandboxes.businessCentral
const webhook = (fate: string) =>
  test.system.receivers['business-central']?.counters()[fate as 'accepted' | 'ignored'] ?? 0
const creditLimit = (limit: string) => {
  const [customer] = books.customers('Stream Ltd.')
  bc()
    .company(books.companyId)
    .table('customers')
    .update(customer?.id ?? '', { creditLimit: limit })
}
const linked = (name: string, id: string, of = books) => {
  const made = of.customers(name)
  expect(made).toHaveLength(1)
  expect(org().get('Account', id)).toMatchObject({ BC_Number__c: made[0]?.number, BC_Sync_Status__c: 'Synced' })
}

/** Nothing is queued or running; what is looked at again later may still wait. */
const idle = () =>
  running.until(async () => {
    const counts = [...(await test.system.store.jobs.counts()).values()]
    expect(counts.every((each) => each.ready + each.running === 0)).toBe(true)
  })

/** Nothing is left to do, now or later: what was put off has been tried again. */
const done = async () => {
  const postponed = async () => [...(await test.system.store.jobs.counts())].filter(([, count]) => count.postponed > 0)
  for (let minutes = 0; minutes < 60; minutes += 5) {
    await test.advance(300)
    await idle()
    if ((await postponed()).length === 0) return
  }
  expect(await postponed()).toEqual([])
}

/** Looks for what has changed, at one kind of record, in place of being told. */
const looksAt = (since: ReturnType<typeof journals>, kind: string) =>
  since
    .calls()
    .map(({ method, url }) => `${method} ${decodeURIComponent(url)}`)
    .filter((call) => call.includes(` FROM ${kind} `) && call.includes('SystemModstamp, CreatedDate'))

/** The topics to which the bridge has subscribed since a mark. */
const topics = (mark: number) =>
  new Set(
    test.sandboxes.salesforce.journal
      .calls(mark)
      .filter(({ url }) => url.includes('/Subscribe '))
      .map(({ url }) => url.split(' ').at(-1)),
  )

beforeAll(async () => {
  test = await startSystem()
  books = booksOf(test.sandboxes)
  there = booksOf(test.sandboxes, 1)
  running = runningBridge(test)
  await running.until(() => {
    expect(org().all('Product2').length).toBeGreaterThanOrEqual(books.items().length)
    expect(org().all('PricebookEntry').length).toBeGreaterThanOrEqual(books.items().length)
    expect(bc().subscriptions.list().length).toBeGreaterThan(0)
    for (const source of test.system.connectors.flatMap((connector) => connector.changes))
      expect(source.state()).toMatchObject({ connected: true })
  })
  accountId = await createAccount(test.sandboxes, 'Stream Ltd.')
  const BC_Company__c = test.sandboxes.businessCentral.companies[1]?.name
  abroad = await createAccount(test.sandboxes, 'Stream Abroad', { BC_Company__c, ...euro })
  await running.until(() => {
    linked('Stream Ltd.', accountId)
    linked('Stream Abroad', abroad, there)
  })
})
afterAll(async () => {
  await running.stop()
  await test.close()
})
afterEach(() => {
  expect(bc().faults.list()).toEqual([])
  expect(test.sandboxes.salesforce.faults.list()).toEqual([])
})

it('brings an invoice to Salesforce when its order is posted, in either company and in the currency of the order', async () => {
  const line = { item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33 } }
  const sold = [
    { of: books, account: accountId, id: order(test.sandboxes, accountId, [line]).id, currency: 'USD' },
    { of: there, account: abroad, id: order(test.sandboxes, abroad, [line], euro).id, currency: 'EUR' },
  ]
  await running.until(() => {
    for (const { of, id } of sold) expect(of.salesOrders(id)).toHaveLength(1)
  })
  const orders = sold.map((each) => ({ ...each, made: each.of.salesOrders(each.id)[0] }))
  const before = webhook('accepted')
  for (const { of, made } of orders) await of.shipAndInvoice(made?.id ?? '')
  await running.until(() => {
    for (const { account, id, currency, made } of orders) {
      const invoices = org()
        .all('BC_Invoice__c')
        .filter((row) => row.BC_Order__c === id)
      expect(invoices).toMatchObject([{ BC_Status__c: 'Open', BC_Account__c: account, BC_Currency_Code__c: currency }])
      expect(money(invoices[0]?.BC_Total_Excluding_Tax__c)).toBe('66.66')
      expect(org().get('Order', id)).toMatchObject({ BC_Order_Status__c: 'Invoiced', BC_Number__c: made?.number })
    }
    // The look at the ledger may have been faster.
    expect(webhook('accepted')).toBeGreaterThan(before)
  })
})

it('does what a command asks for, as soon as its event comes', async () => {
  const fields = { BC_Action__c: 'Refresh Account', BC_Record_Id__c: accountId }
  const since = journals(test)
  const id = createRecord(test.sandboxes, 'BC_Command__c', fields)
  await running.until(() => expect(org().get('BC_Command__c', id)).toMatchObject({ BC_Status__c: 'Done' }))
  expect(looksAt(since, 'BC_Command__c')).toEqual([])
  // What it asked for is queued by then, not yet done.
  await idle()
})

describe('signals as they come in life', () => {
  it('a change event that comes twice makes one customer', async () => {
    test.sandboxes.salesforce.faults.arm({ kind: 'duplicate-event', match: 'EVENT Account CREATE' })
    const since = journals(test)
    const id = await createAccount(test.sandboxes, 'Event Twice Ltd.')
    await running.until(() => linked('Event Twice Ltd.', id))
    expect(looksAt(since, 'Account')).toEqual([])
    await idle()
    linked('Event Twice Ltd.', id)
    // A second attempt that was only put off would make its customer now.
    await done()
    linked('Event Twice Ltd.', id)
  })

  it('a change event without its data is looked up', async () => {
    test.sandboxes.salesforce.faults.arm({ kind: 'gap-event', match: 'EVENT Account CREATE' })
    const id = await createAccount(test.sandboxes, 'Gap Ltd.')
    await running.until(() => linked('Gap Ltd.', id))
  })

  it('a stream that breaks off loses nothing', async () => {
    test.sandboxes.salesforce.pubSub.dropStreams()
    const id = await createAccount(test.sandboxes, 'Dropped Ltd.')
    await running.until(() => linked('Dropped Ltd.', id))
  })

  it('a notification that comes twice causes one write', async () => {
    await idle()
    const [since, accepted] = [journals(test), webhook('accepted')]
    bc().faults.arm({ kind: 'webhook-duplicate' })
    creditLimit('777')
    const shown = () =>
      org()
        .all('BC_Customer__c')
        .find((row) => row.BC_Account__c === accountId)
    await running.until(() => {
      expect(Number(shown()?.BC_Credit_Limit__c)).toBe(777)
      expect(webhook('accepted')).toBeGreaterThanOrEqual(accepted + 2)
    })
    expect(since.writes('salesforce').filter((call) => call.includes('BC_Customer__c'))).toHaveLength(1)
  })

  it('a notification with a wrong client state is ignored and counted; the poll finds the change', async () => {
    const ignored = webhook('ignored')
    bc().faults.arm({ kind: 'webhook-wrong-client-state' })
    creditLimit('888')
    await running.until(() => expect(webhook('ignored')).toBeGreaterThan(ignored))
    expect(await (await test.system.app.request('/metrics')).text()).toContain(
      `bridge_webhook_notifications_total{system="business-central",fate="ignored"} ${webhook('ignored')}`,
    )
    // The safety net: every half hour.
    await test.advance(1800)
    await running.until(() => {
      const shown = org()
        .all('BC_Customer__c')
        .find((row) => row.BC_Account__c === accountId)
      expect(Number(shown?.BC_Credit_Limit__c)).toBe(888)
    })
  })
})

describe('whichever way the org reads the permission to subscribe to a channel', () => {
  it("refused without View All Data: the entities' own topics were followed from the start", () => {
    const followed = topics(0)
    expect(followed).not.toContain('/data/BC_Sync__chn')
    for (const object of ['Account', 'Contact', 'Opportunity', 'Order', 'BC_Command__'])
      expect(followed).toContain(`/data/${object}ChangeEvent`)
  })

  it('open to everybody: the channel is followed, and carries the same', async () => {
    await running.stop()
    test.sandboxes.salesforce.pubSub.switches.channelsWithoutViewAllData = 'silent'
    const mark = test.sandboxes.salesforce.journal.mark()
    running = runningBridge(test)
    const id = await createAccount(test.sandboxes, 'Channel Ltd.')
    await running.until(() => linked('Channel Ltd.', id))
    expect([...topics(mark)]).toEqual(['/data/BC_Sync__chn'])
    const orderId = await createOrder(test.sandboxes, id, [{ item: '1896-S', quantity: 1 }])
    await running.until(() => expect(books.salesOrders(orderId)).toHaveLength(1))
  })
})

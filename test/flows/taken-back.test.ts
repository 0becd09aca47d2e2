import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { booksOf, type Books } from '../support/books.ts'
import { change, createAccount } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { activate, deactivate, deal, draft, order, remove, update, win } from './deals.ts'

/** Documents whose record is taken back, moved or hidden: never a second document, never one lost. */
let test: TestSystem
let books: Books
let accountId: string

const org = () => test.sandboxes.salesforce.records
const table = (name: string, of: Books = books) => test.sandboxes.businessCentral.company(of.companyId).table(name)
const salesOrders = (of: Books = books) => table('salesOrders', of).all()
const lines = [{ item: '1896-S', quantity: 2 }]
const told = (object: string, id: string) => String(org().get(object, id)?.BC_Sync_Message__c)
const makes = async (work: () => void | Promise<void>, of: Books = books) => {
  const before = new Set(salesOrders(of).map((row) => row.id))
  await work()
  await test.settle()
  return salesOrders(of).filter((row) => !before.has(row.id))
}
const later = async (seconds: number) => {
  await test.advance(seconds)
  await test.settle()
}
const filter = async (flow: string, fields: Record<string, unknown>) => {
  const row = org()
    .all('BC_Flow__c')
    .find((each) => each.BC_Key__c === flow)
  change(test.sandboxes, 'BC_Flow__c', row?.Id ?? '', fields)
  await test.system.catalogue.refresh()
}

beforeAll(async () => {
  test = await startSystem()
  books = booksOf(test.sandboxes)
  await test.system.catalogue.announce()
  await test.system.catalogue.refresh()
  accountId = await createAccount(test.sandboxes, 'Acme Ltd.')
  await test.settle()
})
afterAll(() => test.close())

describe('a deal whose order has joined its sales order', () => {
  const joined = async () => {
    const { id } = deal(test.sandboxes, accountId, lines)
    const ord = draft(test.sandboxes, accountId, lines, { OpportunityId: id })
    const [made] = await makes(() => void win(test.sandboxes, id))
    expect(await makes(() => void activate(test.sandboxes, ord.id))).toEqual([])
    return { deal: id, order: ord.id, salesOrder: made?.id ?? '' }
  }

  it('leaves it alone when the opportunity is lost after all, or deleted', async () => {
    const [lost, deleted] = [await joined(), await joined()]
    update(test.sandboxes, 'Opportunity', lost.deal, { StageName: 'Closed Lost' })
    remove(test.sandboxes, 'Opportunity', deleted.deal)
    await later(61)
    await later(20 * 60)
    for (const each of [lost, deleted]) {
      expect(table('salesOrders').get(each.salesOrder)?.status).toBe('Draft')
      expect(org().get('Order', each.order)).toMatchObject({ BC_Order_Status__c: 'Draft', BC_Sync_Status__c: 'Synced' })
    }
    expect(await test.system.store.issues.list(10)).toEqual([])
    // The order still takes its document back.
    deactivate(test.sandboxes, lost.order)
    await test.settle()
    await later(16 * 60)
    expect(table('salesOrders').get(lost.salesOrder)).toBeUndefined()
  })
})

describe('a deal that an admin has taken out of scope', () => {
  it('keeps the sales order that it made: its order joins that one', async () => {
    const { id } = deal(test.sandboxes, accountId, lines)
    const ord = draft(test.sandboxes, accountId, lines, { OpportunityId: id })
    const [made] = await makes(() => void win(test.sandboxes, id))
    await filter('opportunity-to-sales-order', { BC_Filter__c: 'Name = "Nobody"' })
    update(test.sandboxes, 'Opportunity', id, { Description: 'said later' })
    await test.settle()
    await filter('opportunity-to-sales-order', { BC_Filter__c: null })
    expect(await makes(() => void activate(test.sandboxes, ord.id))).toEqual([])
    expect(org().get('Order', ord.id)).toMatchObject({ BC_Number__c: made?.number, BC_Sync_Status__c: 'Synced' })
  })
})

it('a deal that was lost and deleted its sales order leaves the next one to its order', async () => {
  const { id } = deal(test.sandboxes, accountId, lines)
  const ord = draft(test.sandboxes, accountId, lines, { OpportunityId: id })
  await makes(() => void win(test.sandboxes, id))
  update(test.sandboxes, 'Opportunity', id, { StageName: 'Closed Lost' })
  await test.settle()
  await later(16 * 60)
  const [made, ...others] = await makes(() => void activate(test.sandboxes, ord.id))
  expect(others).toEqual([])
  expect(org().get('Order', ord.id)).toMatchObject({ BC_Number__c: made?.number, BC_Sync_Status__c: 'Synced' })
})

describe('a document whose company is changed', () => {
  let second: Books
  let [here, there] = ['', '']
  beforeAll(async () => {
    second = booksOf(test.sandboxes, 1)
    const [one, two] = test.sandboxes.businessCentral.companies
    here = String(one?.name)
    there = String(two?.name)
    // The customer is known in both companies.
    update(test.sandboxes, 'Account', accountId, { BC_Company__c: there })
    await test.settle()
    update(test.sandboxes, 'Account', accountId, { BC_Company__c: here })
    await test.settle()
  })
  const inBoth = async (work: () => void | Promise<void>) => {
    const count = () => salesOrders().length + salesOrders(second).length
    const before = count()
    await work()
    await test.settle()
    return count() - before
  }

  it('an order stays where it is, says so, and goes on when it is moved back', async () => {
    const { id } = order(test.sandboxes, accountId, lines)
    await test.settle()
    const number = String(org().get('Order', id)?.BC_Number__c)
    expect(await inBoth(() => void update(test.sandboxes, 'Order', id, { BC_Company__c: there }))).toBe(0)
    expect(told('Order', id)).toContain(
      `It is the sales order ${number} in ${here} already; its company was changed to ${there}.`,
    )
    expect(org().get('Order', id)?.BC_Sync_Status__c).toBe('Needs Attention')
    expect(await inBoth(() => void update(test.sandboxes, 'Order', id, { BC_Company__c: here }))).toBe(0)
    expect(await test.system.store.issues.list(10)).toEqual([])
    expect(org().get('Order', id)?.BC_Sync_Status__c).toBe('Synced')
    expect(org().get('Order', id)?.BC_Number__c).toBe(number)
  })

  it('an order that was taken back here is made there', async () => {
    const { id } = order(test.sandboxes, accountId, lines)
    await test.settle()
    deactivate(test.sandboxes, id)
    update(test.sandboxes, 'Order', id, { BC_Company__c: there })
    await test.settle()
    await later(16 * 60)
    expect(await inBoth(() => void activate(test.sandboxes, id))).toBe(1)
    expect(second.salesOrders(id).map(({ number }) => number)).toEqual([org().get('Order', id)?.BC_Number__c])
  })

  it('orders and deals that name no company stay with the company of their account at the time', async () => {
    const opp = deal(test.sandboxes, accountId, lines)
    const ord = order(test.sandboxes, accountId, lines)
    win(test.sandboxes, opp.id)
    await test.settle()
    expect(
      await inBoth(async () => {
        update(test.sandboxes, 'Account', accountId, { BC_Company__c: there })
        update(test.sandboxes, 'Opportunity', opp.id, { Description: 'said later' })
        update(test.sandboxes, 'Order', ord.id, { Description: 'said later' })
        await test.settle()
      }),
    ).toBe(0)
    expect(told('Order', ord.id)).toContain(`in ${here} already`)
    expect(told('Opportunity', opp.id)).toContain(`in ${here} already`)
    update(test.sandboxes, 'Account', accountId, { BC_Company__c: here })
    update(test.sandboxes, 'Opportunity', opp.id, { Description: 'as before' })
    update(test.sandboxes, 'Order', ord.id, { Description: 'as before' })
    await test.settle()
    expect(await test.system.store.issues.list(10)).toEqual([])
  })

  it('a deal and its order in two companies make one sales order', async () => {
    const first = deal(test.sandboxes, accountId, lines)
    win(test.sandboxes, first.id)
    await test.settle()
    const number = String(org().get('Opportunity', first.id)?.BC_Number__c)
    const strayed = draft(test.sandboxes, accountId, lines, { OpportunityId: first.id, BC_Company__c: there })
    expect(await inBoth(() => void activate(test.sandboxes, strayed.id))).toBe(0)
    expect(told('Order', strayed.id)).toContain(`Its opportunity is the sales order ${number} in ${here} already`)

    const late = deal(test.sandboxes, accountId, lines)
    const early = { OpportunityId: late.id, BC_Company__c: there }
    expect(await inBoth(() => void order(test.sandboxes, accountId, lines, early))).toBe(1)
    expect(await inBoth(() => void win(test.sandboxes, late.id))).toBe(0)
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { choose } from '../../bridge/src/engine/choose.ts'
import type { Reader } from '../../bridge/src/engine/ports.ts'
import { journals } from '../support/journals.ts'
import { later } from '../support/later.ts'
import { createAccount } from '../support/sell.ts'
import { setFlow } from '../support/set-flow.ts'
import { activate, deactivate, deal, draft, order, remove, update, win } from './deals.ts'
import { bookkeeper } from './histories/bookkeeper.ts'
import { salespeople } from './histories/salespeople.ts'
import { aSeller, type Buyer } from './seller.ts'

/** Documents whose record is taken back or hidden: never a second document, never one lost. */
const { test, books, there, org, table, buyers } = aSeller()
const [own, foreign] = buyers
const salesOrders = () => [books, there].flatMap((of) => table('salesOrders', of).all())
const lines = [{ item: '1896-S', quantity: 2 }]
const told = (object: string, id: string) => String(org().get(object, id)?.BC_Sync_Message__c)
const makes = async (work: () => void | Promise<void>) => {
  const before = new Set(salesOrders().map((row) => row.id))
  await work()
  await test.settle()
  return salesOrders().filter((row) => !before.has(row.id))
}

beforeAll(async () => {
  await test.system.catalogue.announce()
  await test.system.catalogue.refresh()
})

describe('a deal whose order has joined its sales order', () => {
  const joined = async ({ accountId, says, books: of }: Buyer) => {
    const { id } = deal(test.sandboxes, accountId, lines, says)
    const ord = draft(test.sandboxes, accountId, lines, { OpportunityId: id, ...says })
    const [made] = await makes(() => void win(test.sandboxes, id))
    expect(await makes(() => void activate(test.sandboxes, ord.id))).toEqual([])
    return { deal: id, order: ord.id, salesOrder: () => table('salesOrders', of).get(made?.id ?? '') }
  }

  it('leaves it alone when the opportunity is lost after all, or deleted', async () => {
    const [lost, deleted] = [await joined(own), await joined(foreign)]
    update(test.sandboxes, 'Opportunity', lost.deal, { StageName: 'Closed Lost' })
    remove(test.sandboxes, 'Opportunity', deleted.deal)
    await later(test, 61)
    await later(test, 20 * 60)
    for (const each of [lost, deleted]) {
      expect(each.salesOrder()?.status).toBe('Draft')
      expect(org().get('Order', each.order)).toMatchObject({ BC_Order_Status__c: 'Draft', BC_Sync_Status__c: 'Synced' })
    }
    expect(await test.system.store.issues.list(10)).toEqual([])
    // The order still takes its document back.
    deactivate(test.sandboxes, lost.order)
    await test.settle()
    await later(test, 16 * 60)
    expect(lost.salesOrder()).toBeUndefined()
  })
})

describe('a deal that an admin has taken out of scope', () => {
  it('keeps the sales order that it made: its order joins that one', async () => {
    const { id } = deal(test.sandboxes, own.accountId, lines)
    const ord = draft(test.sandboxes, own.accountId, lines, { OpportunityId: id })
    const [made] = await makes(() => void win(test.sandboxes, id))
    await setFlow(test, 'opportunity-to-sales-order', { BC_Filter__c: 'Name = "Nobody"' })
    update(test.sandboxes, 'Opportunity', id, { Description: 'said later' })
    await test.settle()
    await setFlow(test, 'opportunity-to-sales-order', { BC_Filter__c: null })
    expect(await makes(() => void activate(test.sandboxes, ord.id))).toEqual([])
    expect(org().get('Order', ord.id)).toMatchObject({ BC_Number__c: made?.number, BC_Sync_Status__c: 'Synced' })
  })
})

it('a deal that was lost and deleted its sales order leaves the next one to its order', async () => {
  const { id } = deal(test.sandboxes, own.accountId, lines)
  const ord = draft(test.sandboxes, own.accountId, lines, { OpportunityId: id })
  await makes(() => void win(test.sandboxes, id))
  update(test.sandboxes, 'Opportunity', id, { StageName: 'Closed Lost' })
  await test.settle()
  await later(test, 16 * 60)
  const [made, ...others] = await makes(() => void activate(test.sandboxes, ord.id))
  expect(others).toEqual([])
  expect(org().get('Order', ord.id)).toMatchObject({ BC_Number__c: made?.number, BC_Sync_Status__c: 'Synced' })
})

describe('a document that Business Central has made into another one', () => {
  it('an order that was invoiced in full is not taken back, and not made a second time', async () => {
    const { id } = order(test.sandboxes, foreign.accountId, lines, foreign.says)
    await test.settle()
    const [made] = there.salesOrders(id)
    await there.shipAndInvoice(made?.id ?? '')
    await test.settle()
    const [invoice] = there.salesInvoices(made?.id ?? '')
    deactivate(test.sandboxes, id)
    await test.settle()
    await later(test, 16 * 60)
    expect(told('Order', id)).toContain(
      `Too late to take back the sales order ${String(made?.number)}: it was invoiced as ${String(invoice?.number)}.`,
    )
    expect(told('Order', id)).toContain('credit memo')
    expect(await makes(() => void activate(test.sandboxes, id))).toEqual([])
    remove(test.sandboxes, 'Order', deactivate(test.sandboxes, id))
    await later(test, 61)
    expect(there.salesOrders(id)).toEqual([])
    const [issue] = (await test.system.store.issues.list(10)).filter((each) => each.record === id)
    expect(issue?.message).toContain('it was invoiced as')
  })

  it('a quote that was made into an order is not taken back behind its back', async () => {
    await setFlow(test, 'opportunity-to-sales-order', { BC_Enabled__c: false })
    await setFlow(test, 'opportunity-to-sales-quote', { BC_Enabled__c: true })
    const { id } = deal(test.sandboxes, own.accountId, lines)
    win(test.sandboxes, id)
    await test.settle()
    const quote = table('salesQuotes').find((row) => row.externalDocumentNumber === `OPP/${id.toUpperCase()}`)
    update(test.sandboxes, 'Opportunity', id, { StageName: 'Closed Lost' })
    await test.settle()
    await books.accountant.makeOrder(quote?.id ?? '')
    await later(test, 16 * 60)
    const [made] = books.salesOrders(id)
    expect(told('Opportunity', id)).toContain(`it was made into the sales order ${String(made?.number)}.`)
    expect(await makes(() => void win(test.sandboxes, id))).toEqual([])
    await setFlow(test, 'opportunity-to-sales-quote', { BC_Enabled__c: false })
    await setFlow(test, 'opportunity-to-sales-order', { BC_Enabled__c: true })
  })
})

it('a record that cannot be seen any more keeps its document, until a person says that it was deleted', async () => {
  const { id } = order(test.sandboxes, own.accountId, lines)
  await test.settle()
  const [made] = books.salesOrders(id)
  const key = { flow: 'order-to-sales-order', company: books.companyId, record: id }
  const look = async () => {
    await test.system.store.jobs.put([key])
    await test.settle()
  }
  const reader = test.system.connectors.find(({ system }) => system === 'salesforce')?.reader
  if (!reader) throw new Error('no reader')
  const see = reader.read.bind(reader)
  const hide = () =>
    Object.assign(reader, {
      read: ((entity, ...rest) =>
        entity.name === 'Order' ? Promise.resolve(new Map()) : see(entity, ...rest)) satisfies Reader['read'],
    })
  // View All was taken away from the bridge's user: no order is found.
  hide()
  await look()
  expect(books.salesOrders(id)).toHaveLength(1)
  const issues = async () => (await test.system.store.issues.list(10)).filter((each) => each.record === id)
  expect((await issues()).map(({ message }) => message)).toEqual([
    'The order cannot be seen in Salesforce any more; nothing says that it was deleted.',
  ])
  Object.assign(reader, { read: see })
  await look()
  expect(await issues()).toEqual([])
  expect(org().get('Order', id)).toMatchObject({ BC_Number__c: made?.number, BC_Sync_Status__c: 'Synced' })
  hide()
  await look()
  const [issue] = await issues()
  await choose({ store: test.system.store, clock: test.clock }, issue?.id ?? '', 'gone')
  await test.settle()
  Object.assign(reader, { read: see })
  expect(books.salesOrders(id)).toEqual([])
})

it('a record whose document was taken back has nothing to lose: that it has left the Recycle Bin is news to nobody', async () => {
  const sold = buyers.map(({ accountId, says }) => order(test.sandboxes, accountId, lines, says).id)
  await test.settle()
  for (const id of sold) {
    deactivate(test.sandboxes, id)
    remove(test.sandboxes, 'Order', id)
  }
  await later(test, 61)
  for (const [index, { books: of }] of buyers.entries()) expect(of.salesOrders(sold[index] ?? '')).toEqual([])
  await later(test, 16 * 24 * 3600)
  const since = journals(test)
  const keys = [books, there].flatMap(({ companyId: company }) =>
    sold.map((record) => ({ flow: 'order-to-sales-order', company, record })),
  )
  await test.system.store.jobs.put(keys)
  await test.settle()
  expect(since.writes()).toEqual([])
  expect((await test.system.store.issues.list(50)).filter(({ record }) => sold.includes(record))).toEqual([])
})

it('an account that was merged and restored between two looks shows its own customer and documents again', async () => {
  const sales = salespeople(test.sandboxes.salesforce)
  const shownBelow = (id: string) =>
    ['BC_Customer__c', 'BC_Invoice__c', 'BC_Payment__c'].map((name) =>
      org()
        .all(name)
        .filter((row) => row.BC_Account__c === id)
        .map((row) => String(row.BC_Key__c)),
    )
  for (const { books: of, says } of buyers) {
    const company = test.sandboxes.businessCentral.company(of.companyId)
    const keeper = bookkeeper(company)
    const trading = async (name: string) => {
      const fields = { ...says, BC_Company__c: company.name }
      const id = await createAccount(test.sandboxes, `${name} of ${company.name}`, fields)
      await test.settle()
      const number = String(of.customers(`${name} of ${company.name}`)[0]?.number)
      const made = keeper.draft('salesInvoices', number, [{ item: '1896-S', quantity: '1' }])
      keeper.pay(number, '10', keeper.post('salesInvoices', made.id))
      return id
    }
    const [winner, loser] = [await trading('Winner'), await trading('Loser')]
    await test.settle()
    const before = [shownBelow(winner), shownBelow(loser)]
    expect(before.flat().map((keys) => keys.length)).toEqual([1, 1, 1, 1, 1, 1])
    await test.advance(600)
    expect(sales.merge('Account', winner, loser)).toBe(true)
    expect(shownBelow(loser).flat()).toEqual([])
    expect(sales.restore('Account', loser)).toBe(true)
    await later(test, 75)
    expect([shownBelow(winner), shownBelow(loser)]).toEqual(before)
    const parked = (await test.system.store.issues.list(50)).map(({ record }) => record)
    expect(parked.filter((record) => [winner, loser].includes(record))).toEqual([])
    update(test.sandboxes, 'Account', loser, { Website: 'https://again.example' })
    await test.settle()
    update(test.sandboxes, 'Account', loser, { AccountNumber: 'ours alone' })
    const since = journals(test)
    await test.settle()
    expect(since.writes()).toEqual([])
  }
})

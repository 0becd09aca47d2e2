import { expect, it } from 'vitest'
import type { Books } from '../support/books.ts'
import { hear, inSalesforce } from '../support/hear.ts'
import { later } from '../support/later.ts'
import { createAccount } from '../support/sell.ts'
import { setFlow } from '../support/set-flow.ts'
import { untilDone } from '../support/until-done.ts'
import { aBridge } from './a-bridge.ts'
import { activate, deactivate, deal, draft, order, update, win } from './deals.ts'
import { onlySalesOrder } from './only-sales-order.ts'

/**
 * Documents, or those that are to become one, whose company is changed: one document in all companies, in euro, which neither of
 * them counts in.
 */
const {
  test,
  books,
  there: second,
} = aBridge(async () => {
  const [one, two] = test.sandboxes.businessCentral.companies
  here = String(one?.name)
  there = String(two?.name)
  await test.system.catalogue.announce()
  await test.system.catalogue.refresh()
  accountId = await createAccount(test.sandboxes, 'Acme Ltd.', euro)
  await test.settle()
  // The customer is known in both companies.
  update(test.sandboxes, 'Account', accountId, { BC_Company__c: there })
  await test.settle()
  update(test.sandboxes, 'Account', accountId, { BC_Company__c: here })
  await test.settle()
})
let accountId: string
let [here, there] = ['', '']
const euro = { BC_Currency_Code__c: 'EUR' }

const org = () => test.sandboxes.salesforce.records
const salesOrders = ({ companyId }: Books) =>
  test.sandboxes.businessCentral.company(companyId).table('salesOrders').all()
const lines = [{ item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33 } }]
/** The one sales order of a record in either company: in this one, in euro, over what is sold there. */
const inEuro = (of: Books, id: string, total = '66.66') =>
  onlySalesOrder([books, second], id, { books: of, currencyCode: 'EUR' }, total)
const told = (object: string, id: string) => String(org().get(object, id)?.BC_Sync_Message__c)
const inBoth = async (work: () => void | Promise<void>) => {
  const count = () => salesOrders(books).length + salesOrders(second).length
  const before = count()
  await work()
  await test.settle()
  return count() - before
}

it('an order stays where it is, says so, and goes on when it is moved back', async () => {
  const { id } = order(test.sandboxes, accountId, lines, euro)
  await test.settle()
  const number = String(org().get('Order', id)?.BC_Number__c)
  expect(await inBoth(() => void update(test.sandboxes, 'Order', id, { BC_Company__c: there }))).toBe(0)
  expect(told('Order', id)).toContain(
    `It is the sales order ${number} in ${here} already; its company was changed to ${there} since.`,
  )
  expect(org().get('Order', id)?.BC_Sync_Status__c).toBe('Needs Attention')
  expect(await inBoth(() => void update(test.sandboxes, 'Order', id, { BC_Company__c: here }))).toBe(0)
  expect(await test.system.store.issues.list(10)).toEqual([])
  expect(org().get('Order', id)?.BC_Sync_Status__c).toBe('Synced')
  expect(org().get('Order', id)?.BC_Number__c).toBe(number)
  expect(inEuro(books, id).number).toBe(number)
})

it('an order that was taken back here is made there', async () => {
  const { id } = order(test.sandboxes, accountId, lines, euro)
  await test.settle()
  deactivate(test.sandboxes, id)
  update(test.sandboxes, 'Order', id, { BC_Company__c: there })
  await test.settle()
  await later(test, 16 * 60)
  expect(await inBoth(() => void activate(test.sandboxes, id))).toBe(1)
  expect(inEuro(second, id).number).toBe(org().get('Order', id)?.BC_Number__c)
})

it('orders and deals that name no company stay with the company of their account at the time', async () => {
  const opp = deal(test.sandboxes, accountId, lines, euro)
  const ord = order(test.sandboxes, accountId, lines, euro)
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
  const first = deal(test.sandboxes, accountId, lines, euro)
  win(test.sandboxes, first.id)
  await test.settle()
  const number = String(org().get('Opportunity', first.id)?.BC_Number__c)
  const beside = { ...euro, OpportunityId: first.id, BC_Company__c: there }
  const strayed = draft(test.sandboxes, accountId, lines, beside)
  expect(await inBoth(() => void activate(test.sandboxes, strayed.id))).toBe(0)
  expect(told('Order', strayed.id)).toContain(`Its opportunity is the sales order ${number} in ${here} already`)

  const late = deal(test.sandboxes, accountId, lines, euro)
  const early = { ...euro, OpportunityId: late.id, BC_Company__c: there }
  expect(await inBoth(() => void order(test.sandboxes, accountId, lines, early))).toBe(1)
  expect(await inBoth(() => void win(test.sandboxes, late.id))).toBe(0)
})

it.each(['Opportunity', 'Order'] as const)(
  'a deal that moves before it has a document makes one: %s first',
  async (first) => {
    const held = { Opportunity: 'opportunity-to-sales-order', Order: 'order-to-sales-order' }[first]
    const approval = { BC_Approval_Rule__c: `BC_Company__c = "${here}"`, BC_Approvers__c: 'boss@example.com' }
    await setFlow(test, held, approval)
    const opp = deal(test.sandboxes, accountId, lines, { ...euro, BC_Company__c: here })
    const three = [{ item: '1896-S', quantity: 3, fields: { UnitPrice: 33.33 } }]
    const ord = draft(test.sandboxes, accountId, three, { ...euro, OpportunityId: opp.id, BC_Company__c: here })
    const bring = { Opportunity: () => win(test.sandboxes, opp.id), Order: () => activate(test.sandboxes, ord.id) }
    expect(await inBoth(() => void bring[first]())).toBe(0)
    const record = { Opportunity: opp.id, Order: ord.id }[first]
    expect(told(first, record)).toContain('Waits for approval')
    expect(
      await inBoth(async () => {
        update(test.sandboxes, 'Opportunity', opp.id, { BC_Company__c: there })
        update(test.sandboxes, 'Order', ord.id, { BC_Company__c: there })
        // The company that it was moved to hears of it first.
        await test.system.store.jobs.put([{ flow: held, company: second.companyId, record }])
        await test.system.worker.drain()
      }),
    ).toBe(1)
    const other = first === 'Order' ? 'Opportunity' : 'Order'
    expect(await inBoth(() => void bring[other]())).toBe(0)
    const made = inEuro(second, record, '99.99')
    // The order leads: what it says is delivered, once.
    const sold = second.linesOf('salesOrderLines', made.id).map(({ quantity }) => String(quantity))
    expect(sold).toEqual(['3'])
    await setFlow(test, held, { BC_Approval_Rule__c: null, BC_Approvers__c: null })
  },
)

it('an order that moves while nobody knows whether it was made is not made there', async () => {
  const { faults } = test.sandboxes.businessCentral
  faults.arm({ kind: 'write-done-but-504', match: 'POST .*/salesOrders', times: 1 })
  const { id } = order(test.sandboxes, accountId, lines, euro)
  expect(await inBoth(() => test.system.worker.drain())).toBe(1)
  expect(org().get('Order', id)?.BC_Number__c ?? null).toBeNull()
  expect(faults.list()).toEqual([])
  expect(await inBoth(() => void update(test.sandboxes, 'Order', id, { BC_Company__c: there }))).toBe(0)
  await untilDone(test)
  expect(told('Order', id)).toContain(`in ${here} already; its company was changed to ${there} since.`)
  expect([books, second].map((each) => each.salesOrders(id).length)).toEqual([1, 0])
})

it.each([false, true])(
  'a deal that moves while nobody knows whether it was made stays one, its order too (status back: %s)',
  async (back) => {
    await setFlow(test, 'sales-order-to-opportunity', { BC_Enabled__c: back })
    const { faults } = test.sandboxes.businessCentral
    const { id } = deal(test.sandboxes, accountId, lines, { ...euro, BC_Company__c: there })
    const { id: ord } = draft(test.sandboxes, accountId, lines, { ...euro, OpportunityId: id, BC_Company__c: here })
    faults.arm({ kind: 'write-done-but-504', match: 'POST .*/salesOrders' })
    win(test.sandboxes, id)
    await hear(test, inSalesforce('Opportunity'), id)
    update(test.sandboxes, 'Opportunity', id, { BC_Company__c: here })
    await hear(test, inSalesforce('Opportunity'), id)
    activate(test.sandboxes, ord)
    await hear(test, inSalesforce('Order'), ord)
    await untilDone(test)
    const { number } = inEuro(second, id)
    expect([books, second].flatMap((each) => each.salesOrders(ord))).toEqual([])
    expect(told('Opportunity', id)).toContain(`It is the sales order ${String(number)} in ${there} already`)
    expect(told('Order', ord)).toContain(`Its opportunity is the sales order ${String(number)} in ${there} already`)
  },
)

import { expect, it } from 'vitest'
import { salesInvoice } from '../../bridge/src/connectors/business-central/entities.ts'
import { hear } from '../support/hear.ts'
import { journals } from '../support/journals.ts'
import { later } from '../support/later.ts'
import { activate, deactivate, deal, draft, order, remove, update, win } from './deals.ts'
import { bookkeeper } from './histories/bookkeeper.ts'
import { aSeller, type Buyer } from './seller.ts'
import { money } from './shown-money.ts'

/**
 * The order of a won deal has taken over its sales order, and is taken back: the deal says so, makes none behind its back, and
 * follows the next sales order that an order of it makes; in one company in its own currency, in the other in euro.
 */
const { test, org, table, buyers } = aSeller()
const lines = [{ item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33 } }]
const opportunity = (id: string) => org().get('Opportunity', id)
/** Every sales order of a buyer that is there now. */
const standing = ({ books, accountId }: Buyer) =>
  table('salesOrders', books).filter(({ customerName }) => customerName === org().get('Account', accountId)?.Name)

/** A won deal of each buyer whose order has taken over its sales order. */
async function joined() {
  const sales = buyers.map((buyer) => {
    const { id } = deal(test.sandboxes, buyer.accountId, lines, buyer.says)
    const { id: ord } = draft(test.sandboxes, buyer.accountId, lines, { ...buyer.says, OpportunityId: id })
    win(test.sandboxes, id)
    return { buyer, id, ord }
  })
  await test.settle()
  for (const { ord } of sales) activate(test.sandboxes, ord)
  await test.settle()
  for (const { buyer, id } of sales) {
    expect(standing(buyer).map(({ number }) => number)).toEqual([opportunity(id)?.BC_Number__c])
  }
  return sales
}

/** The same, taken back: the order is a draft again, or deleted. */
async function takenBack(how: 'a draft' | 'deleted') {
  const sales = await joined()
  const named = sales.map((sale) => ({ ...sale, number: String(org().get('Order', sale.ord)?.OrderNumber) }))
  for (const { ord } of sales) {
    deactivate(test.sandboxes, ord)
    if (how === 'deleted') remove(test.sandboxes, 'Order', ord)
  }
  await test.settle()
  await later(test, 16 * 60)
  for (const { buyer } of sales) expect(standing(buyer)).toEqual([])
  return named
}

type Sale = Awaited<ReturnType<typeof joined>>[number]

const saysSo = ({ id, number }: Sale & { readonly number: string }) => {
  expect(opportunity(id)).toMatchObject({
    BC_Document_Status__c: 'Deleted',
    BC_Sync_Status__c: 'Synced',
    BC_Sync_Message__c: `Its sales order was taken back with its order ${number}. The next order of this opportunity makes a new one.`,
  })
}

/** One sales order stands, which the order that made it and the deal both tell of. */
const follows = ({ buyer, id }: Sale, ord: string) => {
  const [made, ...others] = standing(buyer)
  expect(others).toEqual([])
  expect([made?.currencyCode ?? '', money(made?.totalAmountExcludingTax)]).toEqual([buyer.currencyCode, '66.66'])
  const told = { BC_Number__c: made?.number, BC_Sync_Message__c: 'In step with its sales order.' }
  expect(org().get('Order', ord)).toMatchObject(told)
  expect(opportunity(id)).toMatchObject({ ...told, BC_Document_Status__c: 'Draft' })
}

it('the deal says that its order took the sales order back, and follows the new one when the order is activated again', async () => {
  const sales = await takenBack('a draft')
  for (const sale of sales) saysSo(sale)
  for (const { ord } of sales) activate(test.sandboxes, ord)
  await test.settle()
  for (const sale of sales) follows(sale, sale.ord)
  for (const { id, ord } of sales) {
    deactivate(test.sandboxes, ord)
    update(test.sandboxes, 'Opportunity', id, { StageName: 'Closed Lost' })
  }
  await test.settle()
  await later(test, 16 * 60)
  for (const { buyer } of sales) expect(standing(buyer)).toEqual([])
})

it.each(['a draft', 'deleted'] as const)(
  'an order that was taken back as %s leaves the deal without a sales order, until another order of it is activated',
  async (how) => {
    const sales = await takenBack(how)
    for (const { id, ord } of sales) {
      if (how === 'a draft') remove(test.sandboxes, 'Order', ord)
      update(test.sandboxes, 'Opportunity', id, { Description: 'said later' })
    }
    await test.settle()
    await later(test, 16 * 60)
    for (const sale of sales) {
      expect(standing(sale.buyer)).toEqual([])
      saysSo(sale)
    }
    const next = sales.map((sale) => {
      const { buyer, id } = sale
      return { sale, ord: order(test.sandboxes, buyer.accountId, lines, { ...buyer.says, OpportunityId: id }).id }
    })
    await test.settle()
    for (const { sale, ord } of next) follows(sale, ord)
    for (const { sale, ord } of next) {
      deactivate(test.sandboxes, ord)
      update(test.sandboxes, 'Opportunity', sale.id, { StageName: 'Closed Lost' })
    }
    await test.settle()
    await later(test, 16 * 60)
    for (const { buyer } of sales) expect(standing(buyer)).toEqual([])
    expect(await test.system.store.issues.list(10)).toEqual([])
  },
)

it.each(['comes back', 'is followed by another one'] as const)(
  'the deal follows the new sales order when its order %s, after the invoice of the old one was canceled',
  async (how) => {
    const sales = await joined()
    const old = sales.map(({ buyer }) => {
      const keeper = bookkeeper(test.sandboxes.businessCentral.company(buyer.books.companyId))
      const [first] = standing(buyer)
      const invoice = keeper.shipAndInvoice(String(first?.id))
      if (!invoice) throw new Error(`${String(first?.number)} was not invoiced.`)
      keeper.cancel(invoice.id)
      return { number: first?.number, invoice: invoice.id, company: buyer.books.companyId }
    })
    await test.settle()
    for (const { ord } of sales) deactivate(test.sandboxes, ord)
    await test.settle()
    await later(test, 16 * 60)
    const next = sales.map(({ buyer, id, ord }) => {
      if (how === 'comes back') activate(test.sandboxes, ord)
      else return order(test.sandboxes, buyer.accountId, lines, { ...buyer.says, OpportunityId: id }).id
      return ord
    })
    await test.settle()
    for (const [index, sale] of sales.entries()) follows(sale, String(next[index]))
    expect(old.map(({ number }) => number)).not.toEqual(sales.map(({ id }) => opportunity(id)?.BC_Number__c))

    // The canceled invoices stay with the order and the deal that they came from, and everything is written.
    const since = journals(test)
    for (const { invoice, company } of old) await hear(test, salesInvoice, invoice, { company })
    expect(since.writes('salesforce')).toEqual([])
    const billed = (id: string) =>
      org()
        .all('BC_Invoice__c')
        .filter(({ BC_Order__c }) => BC_Order__c === id)
        .map(({ BC_Status__c, BC_Opportunity__c }) => [BC_Status__c, BC_Opportunity__c])
    for (const { id, ord } of sales) expect(billed(ord)).toEqual([['Canceled', id]])

    for (const ord of next) deactivate(test.sandboxes, ord)
    for (const { id } of sales) update(test.sandboxes, 'Opportunity', id, { StageName: 'Closed Lost' })
    await test.settle()
    await later(test, 16 * 60)
    for (const { buyer } of sales) expect(standing(buyer)).toEqual([])
    expect(await test.system.store.issues.list(10)).toEqual([])
  },
)

import { describe, expect, it } from 'vitest'
import { salesInvoice, salesOrder } from '../../bridge/src/connectors/business-central/entities.ts'
import { opportunity as opportunities } from '../../bridge/src/connectors/salesforce/entities.ts'
import { partnerOf } from '../../bridge/src/engine/partner-of.ts'
import { hear } from '../support/hear.ts'
import { journals } from '../support/journals.ts'
import { later } from '../support/later.ts'
import { setFlow } from '../support/set-flow.ts'
import { activate, deactivate, deal, draft, order, remove, update, win } from './deals.ts'
import { bookkeeper } from './histories/bookkeeper.ts'
import { aSeller, type Buyer } from './seller.ts'
import { money } from './shown-money.ts'

/**
 * The order of a won deal has taken over its sales order, and is taken back: the deal says so, makes none behind its back, and
 * follows the next sales order that an order of it makes; in one company in its own currency, in the other in euro.
 */
const { test, org, table, accountsOf } = aSeller()
const lines = [{ item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33 } }]
const opportunity = (id: string) => org().get('Opportunity', id)
/** Every sales order of a buyer that is there now. */
const standing = ({ books, accountId }: Buyer) =>
  table('salesOrders', books).filter(({ customerName }) => customerName === org().get('Account', accountId)?.Name)

let times = 0
/** A won deal of two new buyers whose order has taken over its sales order. */
async function joined() {
  const buyers = await accountsOf(`Acme ${++times}`)
  await test.settle()
  const sales = buyers.map((buyer) => {
    const { id } = deal(test.sandboxes, buyer.accountId, lines, buyer.says)
    const { id: ord } = draft(test.sandboxes, buyer.accountId, lines, { ...buyer.says, OpportunityId: id })
    win(test.sandboxes, id)
    return { buyer, id, ord, invoice: undefined as string | undefined }
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

const saysSo = ({ id, number }: Sale & { readonly number: string }, status = 'Deleted') => {
  expect(opportunity(id)).toMatchObject({
    BC_Document_Status__c: status,
    BC_Sync_Status__c: 'Synced',
    BC_Sync_Message__c: `Its sales order was taken back with its order ${number}. It gets the next one that an order of it makes.`,
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

/** A won deal of each buyer whose order has taken over its sales order; that was invoiced in full, and finance has canceled it. */
async function annulled() {
  const sales = await joined()
  const done = sales.map((sale) => {
    const keeper = bookkeeper(test.sandboxes.businessCentral.company(sale.buyer.books.companyId))
    const [first] = standing(sale.buyer)
    const invoice = keeper.shipAndInvoice(String(first?.id))
    if (!invoice) throw new Error(`${String(first?.number)} was not invoiced.`)
    keeper.cancel(invoice.id)
    return { ...sale, invoice: invoice.id }
  })
  await test.settle()
  return done
}

/** Sales gives it all up: nothing stands, and nobody is asked anything. */
async function giveUp(sales: readonly Sale[], current: readonly string[]) {
  for (const ord of current) deactivate(test.sandboxes, ord)
  for (const { id } of sales) update(test.sandboxes, 'Opportunity', id, { StageName: 'Closed Lost' })
  await test.settle()
  await later(test, 16 * 60)
  for (const { buyer } of sales) expect(standing(buyer)).toEqual([])
  expect(await test.system.store.issues.list(10)).toEqual([])
}

it.each(['comes back', 'is followed by another one'] as const)(
  'the deal follows the new sales order when its order %s, after the invoice of the old one was canceled',
  async (how) => {
    const sales = await annulled()
    for (const { ord } of sales) deactivate(test.sandboxes, ord)
    await test.settle()
    await later(test, 16 * 60)
    const next = sales.map(({ buyer, id, ord }) => {
      if (how === 'comes back') return activate(test.sandboxes, ord)
      return order(test.sandboxes, buyer.accountId, lines, { ...buyer.says, OpportunityId: id }).id
    })
    await test.settle()
    for (const [index, sale] of sales.entries()) follows(sale, String(next[index]))

    // The canceled invoices stay with the order and the deal that they came from, and everything is written.
    const since = journals(test)
    for (const { invoice, buyer } of sales) await hear(test, salesInvoice, invoice, { company: buyer.books.companyId })
    expect(since.writes('salesforce')).toEqual([])
    const billed = (id: string) =>
      org()
        .all('BC_Invoice__c')
        .filter(({ BC_Order__c }) => BC_Order__c === id)
        .map(({ BC_Status__c, BC_Opportunity__c }) => [BC_Status__c, BC_Opportunity__c])
    for (const { id, ord } of sales) expect(billed(ord)).toEqual([['Canceled', id]])
    await giveUp(sales, next)
  },
)

const customerOf = ({ books, accountId }: Buyer) =>
  table('customers', books).find(({ displayName }) => displayName === org().get('Account', accountId)?.Name)
/** Business Central refuses sales to the buyers, or no longer. */
const block = (blocked: 'All' | '_x0020_', sales: readonly Sale[]) => {
  for (const { buyer } of sales) table('customers', buyer.books).update(String(customerOf(buyer)?.id), { blocked })
}

describe.each([
  { gone: 'deleted', status: 'Deleted' },
  { gone: 'invoiced, and that was canceled', status: 'Invoiced' },
])('the old sales order was $gone', ({ gone, status }) => {
  it.each(['the same order', 'another order'] as const)(
    'the deal stays as it is while the new one, of %s, is refused and given up, and follows the one that is made',
    async (whose) => {
      const sales = await (gone === 'deleted' ? joined() : annulled())
      for (const { ord } of sales) deactivate(test.sandboxes, ord)
      await test.settle()
      await later(test, 16 * 60)
      const named = sales.map((sale) => ({ ...sale, number: String(org().get('Order', sale.ord)?.OrderNumber) }))
      block('All', sales)
      const next = sales.map(({ buyer, id, ord }) => {
        const fields = { ...buyer.says, OpportunityId: id }
        if (whose === 'another order') return order(test.sandboxes, buyer.accountId, lines, fields).id
        return activate(test.sandboxes, ord)
      })
      await test.settle()
      for (const sale of named) saysSo(sale, status)
      for (const ord of next) expect(org().get('Order', ord)).toMatchObject({ BC_Sync_Status__c: 'Needs Attention' })
      // Finance notes something on what it has canceled: the old sales order is news once more.
      for (const { invoice, buyer } of sales) {
        if (invoice !== undefined) table('salesInvoices', buyer.books).update(invoice, { phoneNumber: '555' })
      }
      await test.settle()
      for (const sale of named) saysSo(sale, status)
      for (const ord of next) deactivate(test.sandboxes, ord)
      await test.settle()
      block('_x0020_', sales)
      await test.settle()
      await later(test, 3600)
      for (const sale of named) {
        expect(standing(sale.buyer)).toEqual([])
        saysSo(sale, status)
      }
      for (const ord of next) activate(test.sandboxes, ord)
      await test.settle()
      for (const [index, sale] of sales.entries()) follows(sale, String(next[index]))
      await giveUp(sales, next)
    },
  )
})

it('the deal joins its order also when sales orders tell nothing back, and nothing else shows it the new one', async () => {
  await test.system.catalogue.announce()
  const sales = await annulled()
  for (const { ord } of sales) deactivate(test.sandboxes, ord)
  await test.settle()
  await later(test, 16 * 60)
  await setFlow(test, 'sales-order-to-opportunity', { BC_Enabled__c: false })
  for (const { ord } of sales) activate(test.sandboxes, ord)
  await test.settle()
  for (const { buyer, id } of sales) {
    const linked = await partnerOf(
      test.system.store,
      { source: opportunities, target: salesOrder },
      buyer.books.companyId,
      id,
    )
    expect(standing(buyer).map((row) => row.id)).toEqual([linked])
  }
  await setFlow(test, 'sales-order-to-opportunity', { BC_Enabled__c: true })
  await giveUp(
    sales,
    sales.map(({ ord }) => ord),
  )
})

import { expect, it } from 'vitest'
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

/** What becomes of the old sales order, and of the order that had it; and which order makes the next one. */
interface Course {
  /** Canceled: it was invoiced in full, and finance has canceled the invoice. */
  readonly document: 'deleted' | 'canceled'
  readonly order: 'a draft' | 'deleted' | 'deleted later'
  readonly next: 'the same order' | 'another order'
}
const documents = ['deleted', 'canceled'] as const
const again = documents.map((document): Course => ({ document, order: 'a draft', next: 'the same order' }))
const another = documents.map((document): Course => ({ document, order: 'a draft', next: 'another order' }))
const instead: readonly Course[] = [
  { document: 'deleted', order: 'deleted', next: 'another order' },
  { document: 'canceled', order: 'deleted later', next: 'another order' },
]

interface Sale {
  readonly course: Course
  readonly buyer: Buyer
  /** The opportunity and its order, which has this number. */
  readonly id: string
  readonly ord: string
  readonly number: string
  /** Of the old sales order: the invoice that was canceled. */
  readonly invoice: string | undefined
}

/** For the message of a failed test. */
const called = ({ course, buyer }: Sale) => `${Object.values(course).join(', ')}; ${buyer.where}`

function invoiceAndCancel(buyer: Buyer): string {
  const keeper = bookkeeper(test.sandboxes.businessCentral.company(buyer.books.companyId))
  const [made] = standing(buyer)
  const invoice = keeper.shipAndInvoice(String(made?.id))
  if (!invoice) throw new Error(`${String(made?.number)} was not invoiced.`)
  keeper.cancel(invoice.id)
  return invoice.id
}

let times = 0
/** For each course a won deal of either buyer whose order has taken over its sales order, and was taken back. */
async function takenBack(courses: readonly Course[]): Promise<readonly Sale[]> {
  const open = await Promise.all(
    courses.map(async (course) =>
      (await accountsOf(`Acme ${++times}`)).map((buyer) => ({ course, buyer }) satisfies Partial<Sale>),
    ),
  )
  await test.settle()
  const sold = open.flat().map((sale) => {
    const { accountId, says } = sale.buyer
    const { id } = deal(test.sandboxes, accountId, lines, says)
    const { id: ord } = draft(test.sandboxes, accountId, lines, { ...says, OpportunityId: id })
    win(test.sandboxes, id)
    return { ...sale, id, ord, number: String(org().get('Order', ord)?.OrderNumber) }
  })
  await test.settle()
  for (const { ord } of sold) activate(test.sandboxes, ord)
  await test.settle()
  for (const { buyer, id } of sold) {
    expect(standing(buyer).map(({ number }) => number)).toEqual([opportunity(id)?.BC_Number__c])
  }
  const sales = sold.map((sale) => {
    const invoice = sale.course.document === 'canceled' ? invoiceAndCancel(sale.buyer) : undefined
    return { ...sale, invoice }
  })
  await test.settle()
  for (const { ord, course } of sales) {
    deactivate(test.sandboxes, ord)
    if (course.order === 'deleted') remove(test.sandboxes, 'Order', ord)
  }
  await test.settle()
  await later(test, 16 * 60)
  isTakenBack(sales)
  return sales
}

/** Nothing stands, and the deals say why. */
function isTakenBack(sales: readonly Sale[]) {
  for (const sale of sales) {
    const { buyer, id, number, course } = sale
    expect(standing(buyer), called(sale)).toEqual([])
    expect(opportunity(id), called(sale)).toMatchObject({
      BC_Document_Status__c: course.document === 'canceled' ? 'Invoiced' : 'Deleted',
      BC_Sync_Status__c: 'Synced',
      BC_Sync_Message__c: `Its sales order was taken back with its order ${number}. It gets the next one that an order of it makes.`,
    })
  }
}

/** The order that is to make the next sales order is activated; for each sale its id. */
const goOn = (sales: readonly Sale[]): readonly string[] =>
  sales.map(({ course, buyer, id, ord }) => {
    if (course.next === 'the same order') return activate(test.sandboxes, ord)
    return order(test.sandboxes, buyer.accountId, lines, { ...buyer.says, OpportunityId: id }).id
  })

/** One sales order stands for each, which the order that made it and the deal both tell of. */
function isFollowed(sales: readonly Sale[], orders: readonly string[]) {
  for (const [index, sale] of sales.entries()) {
    const [made, ...others] = standing(sale.buyer)
    expect(others, called(sale)).toEqual([])
    const { currencyCode } = sale.buyer
    expect([made?.currencyCode ?? '', money(made?.totalAmountExcludingTax)]).toEqual([currencyCode, '66.66'])
    const told = { BC_Number__c: made?.number, BC_Sync_Message__c: 'In step with its sales order.' }
    expect(org().get('Order', String(orders[index])), called(sale)).toMatchObject(told)
    expect(opportunity(sale.id), called(sale)).toMatchObject({ ...told, BC_Document_Status__c: 'Draft' })
  }
}

/** Sales gives it all up: nothing stands, and nobody is asked anything. */
async function giveUp(sales: readonly Sale[], orders: readonly string[]) {
  for (const ord of orders) deactivate(test.sandboxes, ord)
  for (const { id } of sales) update(test.sandboxes, 'Opportunity', id, { StageName: 'Closed Lost' })
  await test.settle()
  await later(test, 16 * 60)
  for (const sale of sales) expect(standing(sale.buyer), called(sale)).toEqual([])
  expect(await test.system.store.issues.list(10)).toEqual([])
}

/** Canceled invoices stay with the order and the deal that they came from; looked at once more, they are as they should be. */
async function invoicesStay(sales: readonly Sale[]) {
  const billed = sales.filter(({ invoice, course }) => invoice !== undefined && course.order === 'a draft')
  const since = journals(test)
  for (const { invoice = '', buyer } of billed) {
    await hear(test, salesInvoice, invoice, { company: buyer.books.companyId })
  }
  expect(since.writes('salesforce')).toEqual([])
  for (const sale of billed) {
    const shown = org()
      .all('BC_Invoice__c')
      .filter(({ BC_Order__c }) => BC_Order__c === sale.ord)
      .map(({ BC_Status__c, BC_Opportunity__c }) => [BC_Status__c, BC_Opportunity__c])
    expect(shown, called(sale)).toEqual([['Canceled', sale.id]])
  }
}

it('the deal says that its order took the sales order back, and follows the next one that an order of it makes', async () => {
  const sales = await takenBack([...again, ...another, ...instead])
  for (const { id, ord, course } of sales) {
    if (course.order === 'deleted later') remove(test.sandboxes, 'Order', ord)
    update(test.sandboxes, 'Opportunity', id, { Description: 'said later' })
  }
  await test.settle()
  await later(test, 16 * 60)
  isTakenBack(sales)
  const orders = goOn(sales)
  await test.settle()
  isFollowed(sales, orders)
  await invoicesStay(sales)
  await giveUp(sales, orders)
})

/** Business Central refuses sales to the buyers, or no longer. */
const block = (blocked: 'All' | '_x0020_', sales: readonly Sale[]) => {
  for (const { buyer } of sales) {
    const [customer] = buyer.books.customers(String(org().get('Account', buyer.accountId)?.Name))
    table('customers', buyer.books).update(String(customer?.id), { blocked })
  }
}

it('the deal stays as it is while the next one is refused and given up, and follows the one that is made', async () => {
  const sales = await takenBack([...again, ...another])
  block('All', sales)
  const orders = goOn(sales)
  await test.settle()
  isTakenBack(sales)
  for (const ord of orders) expect(org().get('Order', ord)).toMatchObject({ BC_Sync_Status__c: 'Needs Attention' })
  // Finance notes something on what it has canceled: the old sales order is news once more.
  for (const { invoice, buyer } of sales) {
    if (invoice !== undefined) table('salesInvoices', buyer.books).update(invoice, { phoneNumber: '555' })
  }
  await test.settle()
  isTakenBack(sales)
  for (const ord of orders) deactivate(test.sandboxes, ord)
  await test.settle()
  block('_x0020_', sales)
  await test.settle()
  await later(test, 3600)
  isTakenBack(sales)
  for (const ord of orders) activate(test.sandboxes, ord)
  await test.settle()
  isFollowed(sales, orders)
  await giveUp(sales, orders)
})

it('the deal joins its order also when sales orders tell nothing back, and nothing else shows it the new one', async () => {
  const sales = await takenBack(again)
  await test.system.catalogue.announce()
  await setFlow(test, 'sales-order-to-opportunity', { BC_Enabled__c: false })
  const orders = goOn(sales)
  await test.settle()
  const ends = { source: opportunities, target: salesOrder }
  for (const sale of sales) {
    const { buyer, id } = sale
    const linked = await partnerOf(test.system.store, ends, buyer.books.companyId, id)
    const made = standing(buyer).map((row) => row.id)
    expect(made, called(sale)).toEqual([linked])
  }
  await setFlow(test, 'sales-order-to-opportunity', { BC_Enabled__c: true })
  await giveUp(sales, orders)
})

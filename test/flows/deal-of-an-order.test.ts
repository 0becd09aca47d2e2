import { afterAll, beforeAll, expect, it } from 'vitest'
import { booksOf, type Books } from '../support/books.ts'
import { later } from '../support/later.ts'
import { createAccount } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { activate, deal, draft, remove, update, win } from './deals.ts'

/** An order is activated before its opportunity is won: the sales order is the order's, whatever becomes of the opportunity. */
let test: TestSystem
let books: Books
let account: string

beforeAll(async () => {
  test = await startSystem()
  books = booksOf(test.sandboxes)
  await test.settle()
  account = await createAccount(test.sandboxes, 'Early Orders Ltd.')
  await test.settle()
})
afterAll(() => test.close())

/** An opportunity that is not won, and its activated order. */
async function orderedEarly(
  of = account,
  where = books,
): Promise<{ readonly opportunity: string; readonly order: string }> {
  const lines = [{ item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33 } }]
  const { id: opportunity } = deal(test.sandboxes, of, lines)
  const { id: order } = draft(test.sandboxes, of, lines, { OpportunityId: opportunity })
  activate(test.sandboxes, order)
  await test.settle()
  expect(where.salesOrders(order)).toHaveLength(1)
  return { opportunity, order }
}

/** What may be taken back has had its time. */
const anHour = () => later(test, 3600)

it('an opportunity that changes without being won leaves it alone', async () => {
  const { opportunity, order } = await orderedEarly()
  update(test.sandboxes, 'Opportunity', opportunity, { CloseDate: '2026-12-24' })
  await test.settle()
  await anHour()
  expect(books.salesOrders(order)).toHaveLength(1)
})

it('an opportunity that is deleted leaves it alone', async () => {
  const { opportunity, order } = await orderedEarly()
  remove(test.sandboxes, 'Opportunity', opportunity)
  await test.settle()
  await anHour()
  expect(books.salesOrders(order)).toHaveLength(1)
  await books.shipAndInvoice(String(books.salesOrders(order)[0]?.id))
  await test.settle()
  const shown = test.sandboxes.salesforce.records.all('BC_Invoice__c').filter((row) => row.BC_Order__c === order)
  expect(shown).toMatchObject([{ BC_Opportunity__c: null, BC_Type__c: 'Invoice' }])
  expect(await test.system.store.issues.list(10)).toEqual([])
})

it('an opportunity that is won after the order was invoiced makes no second one, nor does the order', async () => {
  const { opportunity, order } = await orderedEarly()
  await books.shipAndInvoice(String(books.salesOrders(order)[0]?.id))
  await test.settle()
  update(test.sandboxes, 'Opportunity', opportunity, { CloseDate: '2026-12-24' })
  await test.settle()
  await anHour()
  win(test.sandboxes, opportunity)
  await anHour()
  expect(books.salesOrders(order)).toEqual([])
  expect(books.salesOrders(opportunity)).toEqual([])
})

it('a deal in euro of a second company is the order’s as well: won or deleted, one sales order and its invoice', async () => {
  const there = booksOf(test.sandboxes, 1)
  const company = test.sandboxes.businessCentral.companies[1]?.name
  const fields = { BC_Company__c: company, BC_Currency_Code__c: 'EUR' }
  const abroad = await createAccount(test.sandboxes, 'Early Abroad', fields)
  await test.settle()
  const won = await orderedEarly(abroad, there)
  const deleted = await orderedEarly(abroad, there)
  win(test.sandboxes, won.opportunity)
  remove(test.sandboxes, 'Opportunity', deleted.opportunity)
  await test.settle()
  await anHour()
  for (const { order, opportunity } of [won, deleted]) {
    expect(books.salesOrders(order)).toEqual([])
    expect(there.salesOrders(opportunity)).toEqual([])
    const [made, ...others] = there.salesOrders(order)
    expect(others).toEqual([])
    expect(made).toMatchObject({ currencyCode: 'EUR' })
    expect(Number(made?.totalAmountExcludingTax)).toBe(66.66)
    await there.shipAndInvoice(String(made?.id))
  }
  await test.settle()
  const shown = (order: string) =>
    test.sandboxes.salesforce.records.all('BC_Invoice__c').filter((row) => row.BC_Order__c === order)
  expect(shown(won.order)).toMatchObject([
    { BC_Opportunity__c: won.opportunity, BC_Currency_Code__c: 'EUR', BC_Company__c: company },
  ])
  expect(shown(deleted.order)).toMatchObject([
    { BC_Opportunity__c: null, BC_Currency_Code__c: 'EUR', BC_Company__c: company },
  ])
  expect([won, deleted].map(({ order }) => Number(shown(order)[0]?.BC_Total_Excluding_Tax__c))).toEqual([66.66, 66.66])
  expect(await test.system.store.issues.list(10)).toEqual([])
})

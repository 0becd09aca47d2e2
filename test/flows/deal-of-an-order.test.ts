import { afterAll, beforeAll, expect, it } from 'vitest'
import { booksOf, type Books } from '../support/books.ts'
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
async function orderedEarly(): Promise<{ readonly opportunity: string; readonly order: string }> {
  const lines = [{ item: '1896-S', quantity: 2 }]
  const { id: opportunity } = deal(test.sandboxes, account, lines)
  const { id: order } = draft(test.sandboxes, account, lines, { OpportunityId: opportunity })
  activate(test.sandboxes, order)
  await test.settle()
  expect(books.salesOrders(order)).toHaveLength(1)
  return { opportunity, order }
}

/** What may be taken back has had its time. */
async function anHour() {
  await test.advance(3600)
  await test.settle()
}

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

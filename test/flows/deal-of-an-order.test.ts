import { expect, it } from 'vitest'
import { later } from '../support/later.ts'
import { createAccount } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'
import { activate, deal, draft, remove, update, win } from './deals.ts'

/** An order is activated before its opportunity is won: the sales order is the order's, whatever becomes of the opportunity. */
const { test, books, there } = aBridge(async () => {
  await test.settle()
  account = await createAccount(test.sandboxes, 'Early Orders Ltd.')
  await test.settle()
})
let account: string

/** An opportunity that is not won, and its activated order. */
async function orderedEarly(
  of = account,
  where = books,
  fields: Record<string, unknown> = {},
): Promise<{ readonly opportunity: string; readonly order: string }> {
  const lines = [{ item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33 } }]
  const { id: opportunity } = deal(test.sandboxes, of, lines, fields)
  const { id: order } = draft(test.sandboxes, of, lines, { ...fields, OpportunityId: opportunity })
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
  const company = test.sandboxes.businessCentral.companies[1]?.name
  const fields = { BC_Company__c: company, BC_Currency_Code__c: 'EUR' }
  const abroad = await createAccount(test.sandboxes, 'Early Abroad', fields)
  await test.settle()
  const inEuro = { BC_Currency_Code__c: 'EUR' }
  const won = await orderedEarly(abroad, there, inEuro)
  const deleted = await orderedEarly(abroad, there, inEuro)
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

it('an order that takes over the document of its deal takes out what it does not have, though an answer is lost on the way', async () => {
  const [lamp, desk] = [
    { item: '1928-S', quantity: 6 },
    { item: '1896-S', quantity: 5 },
  ]
  const { id: opportunity } = deal(test.sandboxes, account, [desk, lamp])
  win(test.sandboxes, opportunity)
  await test.settle()
  const [made] = books.salesOrders(opportunity)
  expect(books.linesOf('salesOrderLines', String(made?.id))).toHaveLength(2)

  const { id: order } = draft(test.sandboxes, account, [{ ...lamp, quantity: 7 }], { OpportunityId: opportunity })
  activate(test.sandboxes, order)
  test.sandboxes.businessCentral.faults.arm({
    kind: 'write-done-but-504',
    match: 'PATCH .*/salesOrderLines',
    times: 1,
  })
  await anHour()
  const lines = books.linesOf('salesOrderLines', String(made?.id))
  expect(lines.map((line) => [line.lineObjectNumber, String(line.quantity)])).toEqual([['1928-S', '7']])
  expect(books.salesOrders(order)).toEqual([])
  expect(await test.system.store.issues.list(10)).toEqual([])
})

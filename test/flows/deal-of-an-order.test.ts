import { expect, it } from 'vitest'
import { later } from '../support/later.ts'
import { activate, deal, draft, remove, update, win } from './deals.ts'
import { bookkeeper } from './histories/bookkeeper.ts'
import { aSeller, type Buyer } from './seller.ts'
import { money } from './shown-money.ts'

/**
 * An order is activated before its opportunity is won: the sales order is the order's, whatever becomes of the opportunity; in one
 * company for a customer in its own currency, in the other for one in euro.
 */
const { test, org, buyers, made, stands, isNotMade } = aSeller()
const parked = () => test.system.store.issues.list(10)

/** An opportunity that is not won, and its activated order, of each of the buyers. */
async function orderedEarly() {
  const lines = [{ item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33 } }]
  const pairs = buyers.map((buyer) => {
    const { id: opportunity } = deal(test.sandboxes, buyer.accountId, lines, buyer.says)
    const { id: order } = draft(test.sandboxes, buyer.accountId, lines, { ...buyer.says, OpportunityId: opportunity })
    return { buyer, opportunity, order: activate(test.sandboxes, order) }
  })
  await test.settle()
  for (const pair of pairs) theOrders(pair)
  return pairs
}

interface Pair {
  readonly buyer: Buyer
  readonly opportunity: string
  readonly order: string
}

/** There is one sales order, which is the order's, in the buyer's company and currency. */
function theOrders({ buyer, opportunity, order }: Pair) {
  stands(order, buyer, '66.66')
  isNotMade(opportunity)
}

const invoiced = async (pairs: readonly Pair[]) => {
  for (const { buyer, order } of pairs) {
    const company = test.sandboxes.businessCentral.company(buyer.books.companyId)
    bookkeeper(company).shipAndInvoice(String(made(order, buyer.books)?.id))
  }
  await test.settle()
}
/** The invoice of an order as Salesforce shows it, of which there is never a second one. */
const shownOf = ({ buyer, order }: Pair) => {
  const [invoice, ...others] = org()
    .all('BC_Invoice__c')
    .filter((row) => row.BC_Order__c === order)
  expect(others).toEqual([])
  expect(invoice).toMatchObject({
    BC_Type__c: 'Invoice',
    BC_Account__c: buyer.accountId,
    BC_Currency_Code__c: buyer.currencyCode || 'USD',
    BC_Company__c: test.sandboxes.businessCentral.company(buyer.books.companyId).name,
  })
  expect(money(invoice?.BC_Total_Excluding_Tax__c)).toBe('66.66')
  return invoice
}

/** What may be taken back has had its time. */
const anHour = () => later(test, 3600)

it('an opportunity that changes without being won leaves it alone', async () => {
  const pairs = await orderedEarly()
  for (const { opportunity } of pairs) {
    update(test.sandboxes, 'Opportunity', opportunity, { CloseDate: '2026-12-24' })
  }
  await test.settle()
  await anHour()
  for (const pair of pairs) theOrders(pair)
})

it('an opportunity that is deleted leaves it alone', async () => {
  const pairs = await orderedEarly()
  for (const { opportunity } of pairs) remove(test.sandboxes, 'Opportunity', opportunity)
  await test.settle()
  await anHour()
  for (const pair of pairs) theOrders(pair)
  await invoiced(pairs)
  for (const pair of pairs) expect(shownOf(pair)).toMatchObject({ BC_Opportunity__c: null })
  expect(await parked()).toEqual([])
})

it('an opportunity that is won leaves it alone, and is shown on its invoice', async () => {
  const pairs = await orderedEarly()
  for (const { opportunity } of pairs) win(test.sandboxes, opportunity)
  await test.settle()
  await anHour()
  for (const pair of pairs) theOrders(pair)
  await invoiced(pairs)
  for (const pair of pairs) expect(shownOf(pair)).toMatchObject({ BC_Opportunity__c: pair.opportunity })
  expect(await parked()).toEqual([])
})

it('an opportunity that is won after the order was invoiced makes no second one, nor does the order', async () => {
  const pairs = await orderedEarly()
  await invoiced(pairs)
  for (const { opportunity } of pairs) {
    update(test.sandboxes, 'Opportunity', opportunity, { CloseDate: '2026-12-24' })
  }
  await test.settle()
  await anHour()
  for (const { opportunity } of pairs) win(test.sandboxes, opportunity)
  await anHour()
  for (const pair of pairs) {
    const { order, opportunity } = pair
    isNotMade(order, opportunity)
    shownOf(pair)
  }
})

it('an order that takes over the document of its deal takes out what it does not have, though an answer is lost on the way', async () => {
  const [lamp, desk] = [
    { item: '1928-S', quantity: 6, fields: { UnitPrice: 54.9 } },
    { item: '1896-S', quantity: 5 },
  ]
  const deals = buyers.map((buyer) => {
    const { id } = deal(test.sandboxes, buyer.accountId, [desk, lamp], buyer.says)
    return { buyer, opportunity: win(test.sandboxes, id) }
  })
  await test.settle()
  const pairs = deals.map(({ buyer, opportunity }) => {
    const row = made(opportunity, buyer.books)
    expect(buyer.books.linesOf('salesOrderLines', String(row?.id))).toHaveLength(2)
    const fields = { ...buyer.says, OpportunityId: opportunity }
    const { id: order } = draft(test.sandboxes, buyer.accountId, [{ ...lamp, quantity: 7 }], fields)
    const match = `PATCH .*${buyer.books.companyId}.*/salesOrderLines`
    test.sandboxes.businessCentral.faults.arm({ kind: 'write-done-but-504', match, times: 1 })
    return { buyer, opportunity, id: row?.id, order: activate(test.sandboxes, order) }
  })
  await anHour()
  for (const { buyer, opportunity, id, order } of pairs) {
    const lines = buyer.books.linesOf('salesOrderLines', String(id))
    expect(lines.map((line) => [line.lineObjectNumber, String(line.quantity)])).toEqual([['1928-S', '7']])
    isNotMade(order)
    stands(opportunity, buyer, '384.30')
  }
  expect(test.sandboxes.businessCentral.faults.list()).toEqual([])
  expect(await parked()).toEqual([])
})

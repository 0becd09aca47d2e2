import { afterEach, expect, it } from 'vitest'
import { journals } from '../support/journals.ts'
import { setFlow } from '../support/set-flow.ts'
import { untilDone } from '../support/until-done.ts'
import { activate, deal, draft, order, update, win } from './deals.ts'
import { aSeller, type Buyer } from './seller.ts'

/**
 * A document whose making was never confirmed has gone its way before the bridge looks again: it is found among what was made
 * of it, linked, and never made a second time.
 */
const { test, org, table, buyers } = aSeller()
const [own, foreign] = buyers
const faults = () => test.sandboxes.businessCentral.faults
const carrying = (set: string, id: string, { books }: Buyer) =>
  table(set, books).filter((row) => String(row.externalDocumentNumber).endsWith(id.toUpperCase()))
const lines = [
  { item: '1896-S', quantity: 3 },
  { item: '1900-S', quantity: 2 },
]
/** The bridge has not confirmed what it made: the record knows no number yet. */
const unconfirmed = (object: 'Order' | 'Opportunity', id: string) => {
  expect(org().get(object, id)?.BC_Number__c ?? null).toBeNull()
}
const parked = async () => (await test.system.store.issues.list(50)).map((issue) => issue.message)

/** The order has one chain of documents in Business Central: the order is gone, its one invoice stands. */
function oneInvoicedOrder(buyer: Buyer, id: string, number: unknown) {
  expect(buyer.books.salesOrders(id)).toEqual([])
  const invoices = carrying('salesInvoices', id, buyer)
  expect(invoices).toHaveLength(1)
  expect(invoices[0]?.currencyCode ?? '').toBe(buyer.says.BC_Currency_Code__c ?? '')
  expect(org().get('Order', id)).toMatchObject({
    BC_Number__c: number,
    BC_Order_Status__c: 'Invoiced',
    BC_Sync_Status__c: 'Synced',
  })
  const mirror = org()
    .all('BC_Invoice__c')
    .filter((row) => row.BC_Number__c === invoices[0]?.number)
  expect(mirror.map((row) => row.BC_Order__c)).toEqual([id])
}

afterEach(() => {
  expect([...faults().list(), ...test.sandboxes.salesforce.faults.list()]).toEqual([])
})

it('an order whose answer was lost, shipped and invoiced before the next try', async () => {
  faults().arm({ kind: 'write-done-but-504', match: 'POST .*/salesOrders' })
  const { id } = order(test.sandboxes, own.accountId, lines, own.says)
  await test.settle()
  unconfirmed('Order', id)
  const [made] = own.books.salesOrders(id)
  await own.books.shipAndInvoice(made?.id ?? '')
  await untilDone(test)
  oneInvoicedOrder(own, id, made?.number)
  expect(await parked()).toEqual([])
})

it('an order that could not be read back, shipped and invoiced before the next try', async () => {
  const { id } = draft(test.sandboxes, foreign.accountId, lines, foreign.says)
  const since = journals(test)
  // Every time: a single failure to read is got over by reading at once again.
  faults().arm({ kind: 'status', status: 503, match: 'GET .*/salesOrders.*expand', times: 0 })
  activate(test.sandboxes, id)
  await test.settle()
  expect(since.calls('businessCentral').filter(({ status }) => status === 503)).not.toEqual([])
  faults().clear()
  unconfirmed('Order', id)
  const [made] = foreign.books.salesOrders(id)
  await foreign.books.shipAndInvoice(made?.id ?? '')
  await untilDone(test)
  oneInvoicedOrder(foreign, id, made?.number)
  expect(await parked()).toEqual([])
})

it('an order that was changed here meanwhile says what was invoiced otherwise', async () => {
  faults().arm({ kind: 'write-done-but-504', match: 'POST .*/salesOrders' })
  const { id, lineIds } = order(test.sandboxes, foreign.accountId, lines, foreign.says)
  await test.settle()
  unconfirmed('Order', id)
  const [made] = foreign.books.salesOrders(id)
  await foreign.books.shipAndInvoice(made?.id ?? '')
  update(test.sandboxes, 'OrderItem', lineIds[0] ?? '', { Quantity: 4 })
  await untilDone(test)
  expect(foreign.books.salesOrders(id)).toEqual([])
  expect(carrying('salesInvoices', id, foreign)).toHaveLength(1)
  expect(org().get('Order', id)?.BC_Sync_Status__c).toBe('Needs Attention')
  expect(String(org().get('Order', id)?.BC_Sync_Message__c)).toContain('it has been shipped and invoiced')
  update(test.sandboxes, 'OrderItem', lineIds[0] ?? '', { Quantity: 3 })
  await untilDone(test)
  oneInvoicedOrder(foreign, id, made?.number)
  expect(await parked()).toEqual([])
})

it('a quote whose answer was lost, made into an order before the next try', async () => {
  await test.system.catalogue.announce()
  for (const [kind, isOn] of Object.entries({ quote: true, order: false })) {
    await setFlow(test, `opportunity-to-sales-${kind}`, { BC_Enabled__c: isOn })
  }
  faults().arm({ kind: 'write-done-but-504', match: 'POST .*/salesQuotes', times: 2 })
  const deals = buyers.map((buyer) => ({ buyer, ...deal(test.sandboxes, buyer.accountId, lines, buyer.says) }))
  for (const { id } of deals) win(test.sandboxes, id)
  await test.settle()
  for (const { id } of deals) unconfirmed('Opportunity', id)
  for (const { id, buyer } of deals) {
    await buyer.books.accountant.makeOrder(carrying('salesQuotes', id, buyer)[0]?.id ?? '')
  }
  const found = (set: string) => deals.map(({ id, buyer }) => carrying(set, id, buyer))
  const numbers = found('salesOrders').map(([each]) => each?.number)
  const [open, billed] = deals
  await foreign.books.shipAndInvoice(found('salesOrders')[1]?.[0]?.id ?? '')
  await untilDone(test)
  expect(found('salesQuotes').flat()).toEqual([])
  expect(found('salesOrders').map(({ length }) => length)).toEqual([1, 0])
  expect(found('salesInvoices').map(({ length }) => length)).toEqual([0, 1])
  expect(org().get('Opportunity', open?.id ?? '')).toMatchObject({
    BC_Number__c: numbers[0],
    BC_Document_Type__c: 'Sales Order',
    BC_Document_Status__c: 'Draft',
  })
  expect(org().get('Opportunity', billed?.id ?? '')).toMatchObject({
    BC_Number__c: numbers[1],
    BC_Document_Type__c: 'Sales Order',
    BC_Document_Status__c: 'Invoiced',
  })
  expect(await parked()).toEqual([])
})

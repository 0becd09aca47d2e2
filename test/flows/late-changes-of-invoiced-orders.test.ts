import { describe, expect, it } from 'vitest'
import { cancelInvoice, invoiceOrder, shipOrder } from '../emulators/business-central/posting/index.ts'
import { later } from '../support/later.ts'
import { untilDone } from '../support/until-done.ts'
import { order, update } from './deals.ts'
import { aSeller, type Buyer } from './seller.ts'

/** An order was shipped and invoiced, its sales order is gone: what Sales changes now is told, never swallowed. */
const seller = aSeller()
const { test, made, status, told, buyers } = seller
const [own, foreign] = buyers
const salesOrder = (orderId: string, { books }: Buyer) => made(orderId, books)?.id ?? ''
const discounted = { BC_Discount_Amount__c: 10, BC_Department__c: 'PROD', Description: 'Chair in red' }
/** Sales changes the order, or a line of it, and activates it again. */
const rework = (id: string, object: string, record: string, fields: Record<string, unknown>) => {
  seller.rework(id, () => update(test.sandboxes, object, record, fields))
}
/** An order of one line in Salesforce. */
const sell = (
  buyer: Buyer,
  quantity: number,
  line: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
) => {
  const lines = [{ item: '1900-S', quantity, fields: line }]
  const { id, lineIds } = order(test.sandboxes, buyer.accountId, lines, { ...buyer.says, ...header })
  return { id, line: lineIds[0] ?? '' }
}

describe('a change after the invoice is too late', () => {
  type Case = readonly [what: string, object: 'Order' | 'OrderItem', change: Record<string, unknown>, says: string]
  const cases: readonly Case[] = [
    ['the quantity', 'OrderItem', { Quantity: 6 }, 'quantity is 5, wanted 6'],
    ['the price', 'OrderItem', { UnitPrice: 100 }, 'wanted 100'],
    ['a discount as an amount', 'OrderItem', { BC_Discount_Amount__c: 50 }, 'discount amount is 0, wanted 50'],
    ['a discount in percent', 'OrderItem', { BC_Discount_Percent__c: 10 }, 'discount percent is 0, wanted 10'],
    ['the text', 'OrderItem', { Description: 'Chair in red' }, 'wanted Chair in red'],
    ['the unit of measure', 'OrderItem', { BC_Unit_Of_Measure__c: 'SET' }, 'unit of measure code is PCS, wanted SET'],
    ['the department of a line', 'OrderItem', { BC_Department__c: 'PROD' }, 'DEPARTMENT is nothing, wanted PROD'],
    ['prices with tax', 'Order', { BC_Prices_Include_Tax__c: true }, 'its "prices include tax" is no, wanted yes'],
    ['the department', 'Order', { BC_Department__c: 'SALES' }, 'its DEPARTMENT is nothing, wanted SALES'],
    ['its own text', 'Order', { Description: 'Ring the bell.' }, 'the text "Ring the bell." is not on its invoice'],
    ['the currency', 'Order', { BC_Currency_Code__c: 'EUR' }, 'its currency code is USD, wanted EUR'],
    ['the currency taken out', 'Order', { BC_Currency_Code__c: null }, 'its currency code is EUR, wanted GBP'],
  ]

  it('whatever it is about, and it can be taken back instead', async () => {
    const sold = cases.map((each, index) => {
      const buyer = index % 2 === 0 ? own : foreign
      return { each, buyer, ...sell(buyer, 5) }
    })
    await test.settle()
    for (const { id, buyer } of sold) await buyer.books.shipAndInvoice(salesOrder(id, buyer))
    await test.settle()
    for (const { each, id, line } of sold) rework(id, each[1], each[1] === 'Order' ? id : line, each[2])
    await test.settle()
    for (const { each, id, buyer } of sold) {
      expect(buyer.books.salesOrders(id), each[0]).toEqual([])
      expect(status(id), each[0]).toBe('Needs Attention')
      expect(told(id)).toContain('it has been shipped and invoiced')
      expect(told(id)).toContain(each[3])
    }
    const discount = sold.find(({ each }) => each[0] === 'a discount as an amount')
    rework(discount?.id ?? '', 'OrderItem', discount?.line ?? '', { BC_Discount_Amount__c: null })
    await test.settle()
    expect(status(discount?.id ?? '')).toBe('Synced')
  })
})

it('an order that was invoiced part by part is compared with all of its invoices', async () => {
  const { books } = foreign
  const { id, line } = sell(foreign, 3, discounted)
  await test.settle()
  const orderId = salesOrder(id, foreign)
  const company = test.sandboxes.businessCentral.company(books.companyId)
  shipOrder(company, orderId)
  const [line1] = books.linesOf('salesOrderLines', orderId)
  invoiceOrder(company, orderId, [{ lineId: line1?.id ?? '', quantity: 1 }])
  invoiceOrder(company, orderId)
  // Somebody has to look again: nobody knows what was written last.
  const key = { flow: 'order-to-sales-order', company: books.companyId, record: id }
  await test.system.store.written.distrust([key])
  await test.system.store.jobs.put([key])
  await test.settle()
  expect([told(id), status(id)]).toEqual(['In step with its sales order.', 'Synced'])
  rework(id, 'OrderItem', line, { BC_Discount_Amount__c: 11 })
  await test.settle()
  expect(told(id)).toContain('discount amount is 10, wanted 11')
})

it('invoices that were canceled bill nothing, and discounts are found whatever was invoiced first', async () => {
  const { books } = foreign
  const company = test.sandboxes.businessCentral.company(books.companyId)
  const discount = { BC_Discount_Amount__c: 10 }
  const lines = [
    { item: '1900-S', quantity: 3, fields: discount },
    { item: '1900-S', quantity: 3 },
  ]
  const sold = [1, 2, 3].map(() => order(test.sandboxes, foreign.accountId, lines, foreign.says).id)
  const [again = '', apart = '', over = ''] = sold
  await test.settle()
  const rows = (id: string) => books.linesOf('salesOrderLines', salesOrder(id, foreign)).map((row) => row.id)
  const billed = (id: string, lineId: string | undefined, quantity: number) =>
    invoiceOrder(company, salesOrder(id, foreign), [{ lineId: lineId ?? '', quantity }])
  for (const id of [again, apart]) shipOrder(company, salesOrder(id, foreign))
  const first = billed(again, rows(again)[0], 1)
  cancelInvoice(company, first.invoice?.id ?? '')
  await books.shipAndInvoice(salesOrder(again, foreign))
  billed(apart, rows(apart)[1], 3)
  invoiceOrder(company, salesOrder(apart, foreign))
  const order3 = salesOrder(over, foreign)
  await books.shipAndInvoice(order3)
  for (const { id } of books.salesInvoices(order3)) cancelInvoice(company, id)
  await test.settle()
  for (const id of [again, apart]) rework(id, 'Order', id, { BC_Requested_Delivery_Date__c: '2027-01-15' })
  update(test.sandboxes, 'Order', over, { Status: 'Canceled' })
  await test.settle()
  expect([told(again), told(apart)]).toEqual(['In step with its sales order.', 'In step with its sales order.'])
  await later(test, 16 * 60)
  expect(told(over)).toContain('its sales order was gone already.')
  expect(await test.system.store.issues.list(50)).not.toContainEqual(expect.objectContaining({ record: over }))
})

it('a line that gives something back was invoiced as it is wanted, too', async () => {
  const lines = [
    { item: '1900-S', quantity: 5 },
    { item: '1900-S', quantity: -1 },
  ]
  for (const buyer of buyers) {
    const { id, lineIds } = order(test.sandboxes, buyer.accountId, lines, buyer.says)
    await test.settle()
    await buyer.books.shipAndInvoice(salesOrder(id, buyer))
    await test.settle()
    // What no invoice carries is over: there is nothing to be told about it.
    rework(id, 'Order', id, { BC_Requested_Delivery_Date__c: '2027-01-15' })
    await test.settle()
    expect([told(id), status(id)]).toEqual(['In step with its sales order.', 'Synced'])
    rework(id, 'OrderItem', lineIds[1] ?? '', { Quantity: -2 })
    await test.settle()
    expect(status(id)).toBe('Needs Attention')
    expect(told(id)).toContain('quantity is -1, wanted -2')
  }
})

it('a create that was never confirmed and was invoiced as it is wanted is simply linked', async () => {
  test.sandboxes.businessCentral.faults.arm({ kind: 'write-done-but-504', match: 'POST .*/salesOrders', times: 1 })
  const header = { BC_Requested_Delivery_Date__c: '2027-01-15', Description: 'Ring the bell.' }
  const { id } = sell(own, 5, { BC_Discount_Amount__c: 10, Description: 'Chair in red' }, header)
  await test.settle()
  await own.books.shipAndInvoice(salesOrder(id, own))
  await untilDone(test)
  expect(own.books.salesOrders(id)).toEqual([])
  expect([told(id), status(id)]).toEqual(['In step with its sales order.', 'Synced'])
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { invoiceOrder, shipOrder } from '../emulators/business-central/posting/index.ts'
import { booksOf, type Books } from '../support/books.ts'
import { createAccount } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { untilDone } from '../support/until-done.ts'
import { activate, deactivate, order, update } from './deals.ts'

/** An order was shipped and invoiced, its sales order is gone: what Sales changes now is told, never swallowed. */
let test: TestSystem
let books: Books
let accountId: string

const org = () => test.sandboxes.salesforce.records
const told = (orderId: string) => String(org().get('Order', orderId)?.BC_Sync_Message__c)
const status = (orderId: string) => org().get('Order', orderId)?.BC_Sync_Status__c
const salesOrder = (orderId: string) => books.salesOrders(orderId)[0]?.id ?? ''
const discounted = { BC_Discount_Amount__c: 10, BC_Department__c: 'PROD', Description: 'Chair in red' }
/** Sales reworks the order and activates it again. */
const rework = (id: string, object: string, record: string, fields: Record<string, unknown>) => {
  deactivate(test.sandboxes, id)
  update(test.sandboxes, object, record, fields)
  activate(test.sandboxes, id)
}
/** An order of one line in Salesforce. */
const sell = (quantity: number, line: Record<string, unknown> = {}, header: Record<string, unknown> = {}) => {
  const lines = [{ item: '1900-S', quantity, fields: line }]
  const { id, lineIds } = order(test.sandboxes, accountId, lines, header)
  return { id, line: lineIds[0] ?? '' }
}

beforeAll(async () => {
  test = await startSystem()
  books = booksOf(test.sandboxes)
  accountId = await createAccount(test.sandboxes, 'Acme Ltd.')
  await test.settle()
})
afterAll(() => test.close())

describe('a change after the invoice is too late', () => {
  type Case = readonly [what: string, object: 'Order' | 'OrderItem', change: Record<string, unknown>, says: string]
  const cases: readonly Case[] = [
    ['the quantity', 'OrderItem', { Quantity: 6 }, 'quantity is 5, wanted 6'],
    ['the price', 'OrderItem', { UnitPrice: 100 }, 'wanted 100'],
    ['a discount as an amount', 'OrderItem', { BC_Discount_Amount__c: 50 }, 'discountAmount is 0, wanted 50'],
    ['a discount in percent', 'OrderItem', { BC_Discount_Percent__c: 10 }, 'discountPercent is 0, wanted 10'],
    ['the text', 'OrderItem', { Description: 'Chair in red' }, 'wanted Chair in red'],
    ['the unit of measure', 'OrderItem', { BC_Unit_Of_Measure__c: 'SET' }, 'unitOfMeasureCode is PCS, wanted SET'],
    ['the department of a line', 'OrderItem', { BC_Department__c: 'PROD' }, 'DEPARTMENT is nothing, wanted PROD'],
    ['prices with tax', 'Order', { BC_Prices_Include_Tax__c: true }, 'its pricesIncludeTax is false, wanted true'],
    ['the department', 'Order', { BC_Department__c: 'SALES' }, 'its DEPARTMENT is nothing, wanted SALES'],
    ['its own text', 'Order', { Description: 'Ring the bell.' }, 'the text "Ring the bell." is not on its invoice'],
    ['the currency', 'Order', { BC_Currency_Code__c: 'EUR' }, 'its currencyCode is USD, wanted EUR'],
  ]

  it('whatever it is about, and it can be taken back instead', async () => {
    const sold = cases.map((each) => ({ each, ...sell(5) }))
    await test.settle()
    for (const { id } of sold) await books.shipAndInvoice(salesOrder(id))
    await test.settle()
    for (const { each, id, line } of sold) rework(id, each[1], each[1] === 'Order' ? id : line, each[2])
    await test.settle()
    for (const { each, id } of sold) {
      expect(books.salesOrders(id), each[0]).toEqual([])
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
  const { id, line } = sell(3, discounted)
  await test.settle()
  const made = salesOrder(id)
  const company = test.sandboxes.businessCentral.company(books.companyId)
  shipOrder(company, made)
  invoiceOrder(company, made, [{ lineId: books.linesOf('salesOrderLines', made)[0]?.id ?? '', quantity: 1 }])
  invoiceOrder(company, made)
  // Somebody has to look again: nobody knows what was written last.
  const key = { flow: 'order-to-sales-order', company: books.companyId, record: id }
  await test.system.store.written.distrust([key])
  await test.system.store.jobs.put([key])
  await test.settle()
  expect([told(id), status(id)]).toEqual(['In step with its sales order.', 'Synced'])
  rework(id, 'OrderItem', line, { BC_Discount_Amount__c: 11 })
  await test.settle()
  expect(told(id)).toContain('discountAmount is 10, wanted 11')
})

it('a create that was never confirmed and was invoiced as it is wanted is simply linked', async () => {
  test.sandboxes.businessCentral.faults.arm({ kind: 'write-done-but-504', match: 'POST .*/salesOrders', times: 1 })
  const header = { BC_Requested_Delivery_Date__c: '2027-01-15', Description: 'Ring the bell.' }
  const { id } = sell(5, { BC_Discount_Amount__c: 10, Description: 'Chair in red' }, header)
  await test.settle()
  await books.shipAndInvoice(salesOrder(id))
  await untilDone(test)
  expect(books.salesOrders(id)).toEqual([])
  expect([told(id), status(id)]).toEqual(['In step with its sales order.', 'Synced'])
})

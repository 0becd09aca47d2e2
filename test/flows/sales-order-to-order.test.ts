import { expect, it } from 'vitest'
import { journals } from '../support/journals.ts'
import { createAccount } from '../support/sell.ts'
import { order } from './deals.ts'
import { aSeller } from './seller.ts'

/** How far a sales order has come stands on the order and on each of its lines, until the end and beyond. */
const seller = aSeller()
const { test, books, there, org, table, made } = seller
const numbers = (row: Record<string, unknown> | undefined, ...names: string[]) =>
  names.map((name) => (row?.[name] === null || row?.[name] === undefined ? null : Number(row[name])))
const ofLine = (id: string | undefined) =>
  numbers(
    org().get('OrderItem', id ?? ''),
    'BC_Shipped_Quantity__c',
    'BC_Invoiced_Quantity__c',
    'BC_Shipped_Percent__c',
    'BC_Invoiced_Percent__c',
  )
const ofOrder = (id: string) => [
  org().get('Order', id)?.BC_Order_Status__c,
  ...numbers(org().get('Order', id), 'BC_Shipped_Percent__c', 'BC_Invoiced_Percent__c'),
]
const sell = async () => {
  const sold = order(test.sandboxes, seller.accountId, [
    { item: '1896-S', quantity: 4 },
    { item: '1900-S', quantity: 6 },
  ])
  await test.settle()
  const sales = made(sold.id)
  if (!sales) throw new Error('There is no sales order.')
  return { ...sold, sales }
}
const lines = (salesId: string) =>
  books.linesOf('salesOrderLines', salesId).toSorted((a, b) => Number(a.sequence) - Number(b.sequence))
/** Finance posts so much of each line. */
const post = async (salesId: string, ship: readonly number[], invoice: readonly number[]) => {
  for (const [index, line] of lines(salesId).entries()) {
    table('salesOrderLines').update(line.id, {
      shipQuantity: String(ship[index] ?? 0),
      invoiceQuantity: String(invoice[index] ?? 0),
    })
  }
  await books.shipAndInvoice(salesId)
  await test.settle()
}

it('begins as a draft with nothing shipped, and says so on every line, under the line’s own key', async () => {
  const { id, lineIds, sales } = await sell()
  expect(ofOrder(id)).toEqual(['Draft', 0, 0])
  expect(ofLine(lineIds[0])).toEqual([0, 0, 0, 0])
  expect(org().get('OrderItem', String(lineIds[0]))?.BC_Key__c).toBe(
    `${books.companyId}:${String(lines(sales.id)[0]?.id)}`,
  )
})

it('goes through approval, release, part shipments and part invoices to the end, which deletes it', async () => {
  const { id, lineIds, sales } = await sell()
  table('salesOrders').update(sales.id, { status: 'In_x0020_Review' })
  await test.settle()
  expect(ofOrder(id)[0]).toBe('In Review')
  table('salesOrders').update(sales.id, { status: 'Open' })
  await test.settle()
  expect(ofOrder(id)[0]).toBe('Released')

  await post(sales.id, [4, 1], [0, 0])
  expect(ofOrder(id)).toEqual(['Partly Shipped', 50, 0])
  expect([ofLine(lineIds[0]), ofLine(lineIds[1])]).toEqual([
    [4, 0, 100, 0],
    [1, 0, 16.67, 0],
  ])
  await post(sales.id, [0, 5], [0, 0])
  expect(ofOrder(id)).toEqual(['Shipped', 100, 0])
  await post(sales.id, [0, 0], [4, 1])
  expect(ofOrder(id)).toEqual(['Partly Invoiced', 100, 50])
  expect(ofLine(lineIds[1])).toEqual([6, 1, 100, 16.67])

  await post(sales.id, [0, 0], [0, 5])
  expect(table('salesOrders').get(sales.id)).toBeUndefined()
  expect(ofOrder(id)).toEqual(['Invoiced', 100, 100])
  expect([ofLine(lineIds[0]), ofLine(lineIds[1])]).toEqual([
    [4, 4, 100, 100],
    [6, 6, 100, 100],
  ])
  expect(org().get('Order', id)?.BC_Number__c).toBe(sales.number)
})

it('of which finance deletes the rest after 40 % was invoiced is over: Invoiced, 40 %, for nothing more will come', async () => {
  const { id, lineIds, sales } = await sell()
  await post(sales.id, [4, 0], [4, 0])
  expect(ofOrder(id)).toEqual(['Partly Invoiced', 40, 40])
  table('salesOrders').delete(sales.id)
  await test.advance(301)
  await test.settle()
  // Neither Partly Invoiced, which would promise the rest, nor Deleted, as if no money were owed.
  expect(ofOrder(id)).toEqual(['Invoiced', 40, 40])
  expect(lineIds.map(ofLine)).toEqual([
    [4, 4, 100, 100],
    [0, 0, 0, 0],
  ])
  expect(org().get('Order', id)?.BC_Number__c).toBe(sales.number)
})

it('of which finance has cut a line before all of it was invoiced reads as invoiced', async () => {
  const { id, sales } = await sell()
  const [, second] = lines(sales.id)
  table('salesOrderLines').update(second?.id ?? '', { quantity: '4', shipQuantity: '4', invoiceQuantity: '4' })
  await books.shipAndInvoice(sales.id)
  await test.settle()
  expect(table('salesOrders').get(sales.id)).toBeUndefined()
  expect(ofOrder(id)).toEqual(['Invoiced', 80, 80])
})

it('that was invoiced together with others, by an invoice that names no order, reads as invoiced once it is gone', async () => {
  const { id, sales } = await sell()
  await post(sales.id, [4, 6], [0, 0])
  expect(ofOrder(id)).toEqual(['Shipped', 100, 0])
  // Finance gets the shipment lines into an invoice and has invoiced orders deleted; the sandbox has no such batch.
  table('salesOrders').delete(sales.id)
  await test.advance(301)
  await test.settle()
  expect(ofOrder(id)).toEqual(['Invoiced', 100, 0])
})

it('that is deleted before anything of it was posted reads as deleted', async () => {
  const { id, sales } = await sell()
  table('salesOrders').delete(sales.id)
  await test.advance(301)
  await test.settle()
  expect(ofOrder(id)).toEqual(['Deleted', 0, 0])
})

it('tells of a sales order in euro of a second company as well, to the end', async () => {
  const company = test.sandboxes.businessCentral.companies[1]?.name
  const fields = { BC_Company__c: company, BC_Currency_Code__c: 'EUR' }
  const abroad = await createAccount(test.sandboxes, 'Euro Ltd.', fields)
  await test.settle()
  const sold = [
    { item: '1896-S', quantity: 4, fields: { UnitPrice: 33.33 } },
    { item: '1900-S', quantity: 6, fields: { UnitPrice: 11.11 } },
  ]
  const { id, lineIds } = order(test.sandboxes, abroad, sold, { BC_Currency_Code__c: 'EUR' })
  await test.settle()
  const [sales, ...others] = there.salesOrders(id)
  expect(others).toEqual([])
  expect(sales).toMatchObject({ currencyCode: 'EUR' })
  expect(ofOrder(id)).toEqual(['Draft', 0, 0])
  const rows = test.sandboxes.businessCentral.company(there.companyId).table('salesOrderLines')
  for (const row of rows.filter((each) => each.documentId === sales?.id)) {
    const part = row.lineObjectNumber === '1896-S' ? '4' : '1'
    rows.update(row.id, { shipQuantity: part, invoiceQuantity: part })
  }
  await there.shipAndInvoice(String(sales?.id))
  await test.settle()
  // By quantity, whatever the prices.
  expect(ofOrder(id)).toEqual(['Partly Invoiced', 50, 50])
  expect(lineIds.map(ofLine)).toEqual([
    [4, 4, 100, 100],
    [1, 1, 16.67, 16.67],
  ])
  await there.shipAndInvoice(String(sales?.id))
  await test.settle()
  expect(ofOrder(id)).toEqual(['Invoiced', 100, 100])
  expect(there.salesInvoices(String(sales?.id)).map((row) => row.currencyCode)).toEqual(['EUR', 'EUR'])
  expect(org().get('Order', id)).toMatchObject({
    BC_Number__c: sales?.number,
    BC_Key__c: `${there.companyId}:${String(sales?.id)}`,
  })
})

it('writes no line that has not moved', async () => {
  const { id, lineIds, sales } = await sell()
  const since = journals(test)
  await post(sales.id, [1, 0], [0, 0])
  expect(ofLine(lineIds[0])).toEqual([1, 0, 25, 0])
  const written = since.calls('salesforce').filter((call) => call.write)
  expect(JSON.stringify(written)).not.toContain(String(lineIds[1]))
  expect(ofOrder(id)[0]).toBe('Partly Shipped')
})

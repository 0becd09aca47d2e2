import { Decimal } from 'decimal.js'
import { expect, it } from 'vitest'
import { journals } from '../support/journals.ts'
import { createAccount, createOrder } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'

/** From a won deal to a paid invoice, through every flow, with figures checked to the cent. */
const { test, books } = aBridge()
let accountId: string
let orderId: string

const org = () => test.sandboxes.salesforce.records
const amount = (value: unknown) => new Decimal(String(value))

it('brings every item as a product with its standard price', async () => {
  await test.settle()
  // Customers make no accounts as long as no admin says so.
  expect(books.customers('Adatum Corporation')).toHaveLength(1)
  expect(org().all('Account')).toEqual([])
  const items = books.items()
  expect(items.length).toBeGreaterThan(2)
  for (const item of items) {
    const product = org()
      .all('Product2')
      .find((row) => row.BC_Key__c === `${books.companyId}:${item.id}`)
    expect(product).toMatchObject({ ProductCode: item.number, IsActive: item.blocked !== true })
    const entry = org()
      .all('PricebookEntry')
      .find((row) => row.Product2Id === product?.Id)
    expect(amount(entry?.UnitPrice).toFixed(2)).toBe(amount(item.unitPrice).toFixed(2))
  }
})

it('makes one customer of an account and tells its number', async () => {
  accountId = await createAccount(test.sandboxes, 'Fourth Coffee')
  await test.settle()
  const customers = books.customers('Fourth Coffee')
  expect(customers).toHaveLength(1)
  expect(org().get('Account', accountId)).toMatchObject({
    BC_Number__c: customers[0]?.number,
    BC_Key__c: `${books.companyId}:${String(customers[0]?.id)}`,
    BC_Sync_Status__c: 'Synced',
  })
  const mirrored = org()
    .all('BC_Customer__c')
    .find((row) => row.BC_Account__c === accountId)
  expect(mirrored).toMatchObject({ BC_Number__c: customers[0]?.number, BC_Blocked__c: 'None' })
})

it('makes one sales order of an activated order and tells its number', async () => {
  orderId = await createOrder(test.sandboxes, accountId, [
    { item: '1896-S', quantity: 2 },
    { item: '1928-S', quantity: 3 },
  ])
  await test.settle()
  const orders = books.salesOrders(orderId)
  expect(orders).toHaveLength(1)
  expect(
    books.linesOf('salesOrderLines', orders[0]?.id ?? '').map((line) => [line.lineObjectNumber, String(line.quantity)]),
  ).toEqual([
    ['1896-S', '2'],
    ['1928-S', '3'],
  ])
  expect(org().get('Order', orderId)).toMatchObject({
    BC_Number__c: orders[0]?.number,
    BC_Order_Status__c: 'Draft',
    BC_Sync_Status__c: 'Synced',
  })
})

it('shows the invoice with its lines when the order is shipped and invoiced, and the order as invoiced', async () => {
  const [order] = books.salesOrders(orderId)
  await books.shipAndInvoice(order?.id ?? '')
  expect(books.salesOrders(orderId)).toHaveLength(0)
  await test.settle()
  const [posted] = books.salesInvoices(order?.id ?? '')
  const invoice = org()
    .all('BC_Invoice__c')
    .find((row) => row.BC_Order__c === orderId)
  expect(invoice).toMatchObject({
    Name: posted?.number,
    BC_Status__c: 'Open',
    BC_Account__c: accountId,
    BC_Order_Number__c: order?.number,
  })
  expect(amount(invoice?.BC_Total__c).toFixed(2)).toBe(amount(posted?.totalAmountIncludingTax).toFixed(2))
  expect(amount(invoice?.BC_Remaining__c).toFixed(2)).toBe(amount(posted?.totalAmountIncludingTax).toFixed(2))
  expect(
    org()
      .all('BC_Invoice_Line__c')
      .filter((row) => row.BC_Invoice__c === invoice?.Id),
  ).toHaveLength(2)
  expect(org().get('Order', orderId)).toMatchObject({ BC_Order_Status__c: 'Invoiced', BC_Number__c: order?.number })
})

it('follows a part payment, of which Business Central sends no signal', async () => {
  const invoice = org()
    .all('BC_Invoice__c')
    .find((row) => row.BC_Order__c === orderId)
  const stamp = books.invoice(String(invoice?.Name)).lastModifiedDateTime
  await books.pay(String(invoice?.Name), '123.45')
  expect(books.invoice(String(invoice?.Name)).lastModifiedDateTime).toBe(stamp)
  await test.settle()
  const after = org().get('BC_Invoice__c', String(invoice?.Id))
  expect(amount(after?.BC_Remaining__c).toFixed(2)).toBe(amount(invoice?.BC_Total__c).minus('123.45').toFixed(2))
  const [application] = org()
    .all('BC_Payment_Application__c')
    .filter((row) => row.BC_Invoice__c === invoice?.Id)
  expect(amount(application?.BC_Amount__c).toFixed(2)).toBe('123.45')
  const payment = org().get('BC_Payment__c', String(application?.BC_Payment__c))
  expect(payment).toMatchObject({ BC_Account__c: accountId, BC_Type__c: 'Payment' })
  expect(amount(payment?.BC_Amount__c).toFixed(2)).toBe('123.45')
})

it('reads Paid when the rest is paid, and the customer owes nothing', async () => {
  const invoice = org()
    .all('BC_Invoice__c')
    .find((row) => row.BC_Order__c === orderId)
  await books.pay(String(invoice?.Name), amount(invoice?.BC_Remaining__c).toFixed(2))
  await test.settle()
  const after = org().get('BC_Invoice__c', String(invoice?.Id))
  expect(after?.BC_Status__c).toBe('Paid')
  expect(amount(after?.BC_Remaining__c).isZero()).toBe(true)
  const customer = org()
    .all('BC_Customer__c')
    .find((row) => row.BC_Account__c === accountId)
  expect(amount(customer?.BC_Balance__c).isZero()).toBe(true)
})

it('writes nothing on either side when nothing has changed', async () => {
  const since = journals(test)
  for (const { entity, id } of [
    { entity: { system: 'salesforce', name: 'Account' }, id: accountId },
    { entity: { system: 'salesforce', name: 'Order' }, id: orderId },
  ]) {
    await test.system.sink.accept([{ entity, id, company: '', kind: 'updated', echo: false }])
  }
  await test.settle()
  expect(since.writes()).toEqual([])
})

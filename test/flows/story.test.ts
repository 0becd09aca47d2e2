import { Decimal } from 'decimal.js'
import { expect, it } from 'vitest'
import type { Row } from '../emulators/business-central/tables.ts'
import type { Books } from '../support/books.ts'
import { journals } from '../support/journals.ts'
import { createAccount } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'
import { order } from './deals.ts'
import { bookkeeper } from './histories/bookkeeper.ts'
import { agree, money } from './shown-money.ts'

/**
 * From an account to a paid invoice, through every flow, with figures checked to the cent: a customer of one company in its own
 * currency, and at the same time one of another company in euro.
 */
const { test, books, there } = aBridge()

interface Sale {
  readonly books: Books
  readonly name: string
  /** What its account and its order say of the currency. */
  readonly says: Readonly<Record<string, unknown>>
  /** That of its documents, and that of the company. */
  readonly currency: string
  readonly local: string
  accountId: string
  orderId: string
}
const euro = { BC_Currency_Code__c: 'EUR' }
const sales: readonly Sale[] = [
  { books, name: 'Fourth Coffee', says: {}, currency: 'USD', local: 'USD', accountId: '', orderId: '' },
  { books: there, name: 'Fourth Coffee BV', says: euro, currency: 'EUR', local: 'GBP', accountId: '', orderId: '' },
]

const org = () => test.sandboxes.salesforce.records
const company = ({ companyId }: Books) => test.sandboxes.businessCentral.company(companyId)
const amount = (value: unknown) => new Decimal(String(value))
const customerOf = ({ books: of, name }: Sale): Row => {
  const [found, ...others] = of.customers(name)
  if (!found || others.length > 0) throw new Error(`${name} has ${found ? 'several customers' : 'no customer'}.`)
  return found
}
const mirrorOf = ({ accountId }: Sale) =>
  org()
    .all('BC_Customer__c')
    .find((row) => row.BC_Account__c === accountId)
const invoiceOf = ({ orderId }: Sale) => {
  const [found, ...others] = org()
    .all('BC_Invoice__c')
    .filter((row) => row.BC_Order__c === orderId)
  if (!found || others.length > 0) throw new Error(`${orderId} has ${found ? 'several invoices' : 'no invoice'}.`)
  return found
}
/** An amount of the document's currency as the company reckons it in its own, by the rate of the seed. */
const inLocal = ({ books: of, currency, local }: Sale, value: Decimal.Value): string => {
  if (currency === local) return new Decimal(value).toFixed(2)
  const rate = company(of)
    .table('currencyExchangeRates')
    .find(({ currencyCode }) => currencyCode === currency)
  const [own, foreign] = [String(rate?.relationalExchangeRateAmount), String(rate?.exchangeRateAmount)]
  return new Decimal(value).times(own).dividedBy(foreign).toFixed(2)
}
/** Every figure is the same on both sides. */
const allAgree = () =>
  agree(
    test,
    [books, there].map((of) => ({ books: bookkeeper(company(of)) })),
  )

it('brings every item as a product with its standard price', async () => {
  await test.settle()
  // Customers make no accounts as long as no admin says so.
  expect(books.customers('Adatum Corporation')).toHaveLength(1)
  expect(org().all('Account')).toEqual([])
  const known = new Set<unknown>()
  for (const of of [books, there]) {
    // An item that several companies have is one product: the company that made it says what it costs.
    const own = of.items().filter(({ number }) => !known.has(number))
    expect(own.length).toBeGreaterThan(0)
    for (const item of own) {
      known.add(item.number)
      const [product, ...others] = org()
        .all('Product2')
        .filter((row) => row.ProductCode === item.number)
      expect(others).toEqual([])
      expect(product).toMatchObject({ BC_Key__c: `${of.companyId}:${item.id}`, IsActive: item.blocked !== true })
      const entry = org()
        .all('PricebookEntry')
        .find((row) => row.Product2Id === product?.Id)
      expect(money(entry?.UnitPrice)).toBe(money(item.unitPrice))
    }
  }
})

it('makes one customer of an account, in the currency it names, and tells its number', async () => {
  for (const sale of sales) {
    const { name } = company(sale.books)
    sale.accountId = await createAccount(test.sandboxes, sale.name, { BC_Company__c: name, ...sale.says })
  }
  await test.settle()
  for (const sale of sales) {
    const customer = customerOf(sale)
    expect(customer.currencyCode ?? '').toBe(sale.says.BC_Currency_Code__c ?? '')
    expect(org().get('Account', sale.accountId)).toMatchObject({
      BC_Number__c: customer.number,
      BC_Key__c: `${sale.books.companyId}:${customer.id}`,
      BC_Sync_Status__c: 'Synced',
    })
    expect(mirrorOf(sale)).toMatchObject({
      BC_Number__c: customer.number,
      BC_Blocked__c: 'None',
      BC_Document_Currency_Code__c: sale.currency,
      BC_Currency_Code__c: sale.local,
    })
  }
  // Neither is a customer of the other company.
  expect([...there.customers('Fourth Coffee'), ...books.customers('Fourth Coffee BV')]).toEqual([])
})

it('makes one sales order of an activated order and tells its number', async () => {
  const lines = [
    { item: '1896-S', quantity: 2, fields: { UnitPrice: 900.55 } },
    { item: '1928-S', quantity: 3, fields: { UnitPrice: 33.33 } },
  ]
  for (const sale of sales) sale.orderId = order(test.sandboxes, sale.accountId, lines, sale.says).id
  await test.settle()
  for (const { books: of, orderId, says } of sales) {
    expect([books, there].flatMap((each) => each.salesOrders(orderId))).toEqual(of.salesOrders(orderId))
    const [made, ...others] = of.salesOrders(orderId)
    expect(others).toEqual([])
    expect(made?.currencyCode ?? '').toBe(says.BC_Currency_Code__c ?? '')
    expect(money(made?.totalAmountExcludingTax)).toBe('1901.09')
    expect(
      of.linesOf('salesOrderLines', made?.id ?? '').map((line) => [line.lineObjectNumber, String(line.quantity)]),
    ).toEqual([
      ['1896-S', '2'],
      ['1928-S', '3'],
    ])
    expect(org().get('Order', orderId)).toMatchObject({
      BC_Number__c: made?.number,
      BC_Order_Status__c: 'Draft',
      BC_Sync_Status__c: 'Synced',
    })
  }
})

it('shows the invoice with its lines when the order is shipped and invoiced, and the order as invoiced', async () => {
  const orders = sales.map(({ books: of, orderId }) => of.salesOrders(orderId)[0])
  for (const [index, { books: of, orderId }] of sales.entries()) {
    await of.shipAndInvoice(orders[index]?.id ?? '')
    expect(of.salesOrders(orderId)).toHaveLength(0)
  }
  await test.settle()
  for (const [index, sale] of sales.entries()) {
    const [posted] = sale.books.salesInvoices(orders[index]?.id ?? '')
    const invoice = invoiceOf(sale)
    expect(invoice).toMatchObject({
      Name: posted?.number,
      BC_Status__c: 'Open',
      BC_Account__c: sale.accountId,
      BC_Order_Number__c: orders[index]?.number,
      BC_Currency_Code__c: sale.currency,
    })
    expect(money(invoice.BC_Total_Excluding_Tax__c)).toBe('1901.09')
    expect(money(invoice.BC_Total__c)).toBe(money(posted?.totalAmountIncludingTax))
    expect(money(invoice.BC_Remaining__c)).toBe(money(posted?.totalAmountIncludingTax))
    expect(
      org()
        .all('BC_Invoice_Line__c')
        .filter((row) => row.BC_Invoice__c === invoice.Id),
    ).toHaveLength(2)
    expect(org().get('Order', sale.orderId)).toMatchObject({
      BC_Order_Status__c: 'Invoiced',
      BC_Number__c: orders[index]?.number,
    })
    // What a customer owes is said in the currency of the company.
    expect(money(mirrorOf(sale)?.BC_Balance__c)).toBe(inLocal(sale, amount(invoice.BC_Total__c)))
  }
  await allAgree()
})

it('follows a part payment, of which Business Central sends no signal', async () => {
  for (const sale of sales) {
    const { Name: number } = invoiceOf(sale)
    const stamp = sale.books.invoice(String(number)).lastModifiedDateTime
    await sale.books.pay(String(number), '123.45')
    expect(sale.books.invoice(String(number)).lastModifiedDateTime).toBe(stamp)
  }
  await test.settle()
  for (const sale of sales) {
    const after = invoiceOf(sale)
    expect(money(after.BC_Remaining__c)).toBe(amount(after.BC_Total__c).minus('123.45').toFixed(2))
    const [application] = org()
      .all('BC_Payment_Application__c')
      .filter((row) => row.BC_Invoice__c === after.Id)
    expect(money(application?.BC_Amount__c)).toBe('123.45')
    expect(money(application?.BC_Amount_Local__c)).toBe(inLocal(sale, '123.45'))
    const payment = org().get('BC_Payment__c', String(application?.BC_Payment__c))
    expect(payment).toMatchObject({
      BC_Account__c: sale.accountId,
      BC_Type__c: 'Payment',
      BC_Currency_Code__c: sale.currency,
      BC_Local_Currency_Code__c: sale.local,
    })
    expect(money(payment?.BC_Amount__c)).toBe('123.45')
    expect(money(payment?.BC_Amount_Local__c)).toBe(inLocal(sale, '123.45'))
  }
  await allAgree()
})

it('reads Paid when the rest is paid, and the customer owes nothing', async () => {
  for (const sale of sales) {
    const invoice = invoiceOf(sale)
    await sale.books.pay(String(invoice.Name), money(invoice.BC_Remaining__c))
  }
  await test.settle()
  for (const sale of sales) {
    expect(invoiceOf(sale).BC_Status__c).toBe('Paid')
    expect(money(invoiceOf(sale).BC_Remaining__c)).toBe('0.00')
    expect(money(mirrorOf(sale)?.BC_Balance__c)).toBe('0.00')
  }
  await allAgree()
})

it('writes nothing on either side when nothing has changed', async () => {
  const since = journals(test)
  const again = sales.flatMap(({ accountId, orderId }) => [
    { entity: { system: 'salesforce', name: 'Account' }, id: accountId },
    { entity: { system: 'salesforce', name: 'Order' }, id: orderId },
  ])
  for (const { entity, id } of again) {
    await test.system.sink.accept([{ entity, id, company: '', kind: 'updated', echo: false }])
  }
  await test.settle()
  expect(since.writes()).toEqual([])
})

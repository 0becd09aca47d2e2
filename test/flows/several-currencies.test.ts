import { Decimal } from 'decimal.js'
import { expect, it } from 'vitest'
import { postPayment } from '../emulators/business-central/posting/index.ts'
import { createAccount } from '../support/sell.ts'
import { setFlow } from '../support/set-flow.ts'
import { aBridge } from './a-bridge.ts'
import { activate, insert, win } from './deals.ts'
import { bookkeeper } from './histories/bookkeeper.ts'
import { disagreements, mirroredCustomers } from './histories/agreement.ts'
import { money } from './shown-money.ts'

/** An org with several currencies, for a company that counts in dollars and one that counts in pounds: prices, and sales in euro. */
const currencies = [
  { isoCode: 'USD', conversionRate: '1' },
  { isoCode: 'GBP', conversionRate: '0.8' },
  { isoCode: 'EUR', conversionRate: '0.9' },
]
const { test } = aBridge(undefined, { salesforce: { switches: { multiCurrency: true, currencies } } })

const org = () => test.sandboxes.salesforce.records
const offices = () =>
  test.sandboxes.businessCentral.companies.map(({ id, name }) => {
    const company = test.sandboxes.businessCentral.company(id)
    return { name, company, books: bookkeeper(company) }
  })
type Office = ReturnType<typeof offices>[number]
const priced = ({ company }: Pick<Office, 'company'>) =>
  company.table('items').filter((row) => row.number === '1896-S')[0]
const currencyOf = ({ company }: Office) => String(company.table('generalLedgerSetup').all()[0]?.localCurrencyCode)
/** The prices of the product that both companies sell, of all price books. */
const entries = () => {
  const product = org()
    .all('Product2')
    .find((row) => row.ProductCode === '1896-S')
  return org()
    .all('PricebookEntry')
    .filter((row) => row.Product2Id === product?.Id)
}
const standardBook = () =>
  org()
    .all('Pricebook2')
    .find((row) => row.IsStandard === true)?.Id

/** The product as the sales department prices it in euro: the bridge gives prices in the currency of the company only. */
function euroEntry({ company }: Pick<Office, 'company'>): string {
  const item = priced({ company })
  const products = org().all('Product2')
  const own = products.find((row) => row.BC_Key__c === `${company.id}:${String(item?.id)}`)
  const product = own ?? products.find((row) => row.ProductCode === '1896-S')
  const there = org()
    .all('PricebookEntry')
    .find((row) => row.Product2Id === product?.Id && row.CurrencyIsoCode === 'EUR')
  if (there) return there.Id
  const entry = { Pricebook2Id: standardBook(), Product2Id: product?.Id, CurrencyIsoCode: 'EUR' }
  return insert(test.sandboxes, 'PricebookEntry', { ...entry, UnitPrice: 111.11, IsActive: true })
}

const line = (office: Office) => ({ PricebookEntryId: euroEntry(office), Quantity: 3, UnitPrice: 111.11 })

function sellOrder(office: Office, accountId: string): string {
  const head = { AccountId: accountId, EffectiveDate: '2026-11-20', Status: 'Draft', CurrencyIsoCode: 'EUR' }
  const id = insert(test.sandboxes, 'Order', { ...head, Pricebook2Id: standardBook() })
  insert(test.sandboxes, 'OrderItem', { OrderId: id, ...line(office) })
  return activate(test.sandboxes, id)
}

function sellDeal(office: Office, accountId: string): string {
  const head = { Name: 'Euro deal', AccountId: accountId, CloseDate: '2026-11-20', StageName: 'Negotiation/Review' }
  const more = { CurrencyIsoCode: 'EUR', Pricebook2Id: standardBook() }
  const id = insert(test.sandboxes, 'Opportunity', { ...head, ...more })
  insert(test.sandboxes, 'OpportunityLineItem', { OpportunityId: id, ...line(office) })
  return win(test.sandboxes, id)
}

it('has a standard price in the currency of each company, which follows that company', async () => {
  const standard = () =>
    entries()
      .map((row) => [row.CurrencyIsoCode, Number(row.UnitPrice)])
      .sort()
  const wanted = () =>
    offices()
      .map((office) => [currencyOf(office), Number(priced(office)?.unitPrice)])
      .sort()
  expect(wanted().map(([currency]) => currency)).toEqual(['GBP', 'USD'])
  expect(standard()).toEqual(wanted())
  const [, second] = offices()
  second?.company.table('items').update(String(priced(second)?.id), { unitPrice: '650' })
  await test.settle()
  expect(wanted()).toContainEqual(['GBP', 650])
  expect(standard()).toEqual(wanted())
})

it.each([
  ['an order', sellOrder, 'BC_Order__c'],
  ['an opportunity', sellDeal, 'BC_Opportunity__c'],
] as const)('%s in euro is a sales order, an invoice and a payment in euro, to the cent', async (what, sell, link) => {
  for (const office of offices()) {
    const { books, company, name } = office
    const accountId = await createAccount(test.sandboxes, `Euro ${what} ${name}`, { BC_Company__c: name })
    await test.settle()
    const id = sell(office, accountId)
    await test.settle()
    const [made, ...others] = company
      .table('salesOrders')
      .filter((row) => String(row.externalDocumentNumber).endsWith(id.toUpperCase()))
    expect(others).toEqual([])
    expect(made).toMatchObject({ currencyCode: 'EUR' })
    expect(money(made?.totalAmountExcludingTax)).toBe('333.33')

    const invoice = books.shipAndInvoice(String(made?.id))
    await test.settle()
    const shown = () =>
      org()
        .all('BC_Invoice__c')
        .find((row) => row[link] === id)
    expect(shown()).toMatchObject({ BC_Currency_Code__c: 'EUR', BC_Account__c: accountId, BC_Status__c: 'Open' })
    expect(money(shown()?.BC_Total_Excluding_Tax__c)).toBe('333.33')
    expect(money(shown()?.BC_Remaining__c)).toBe(money(invoice?.totalAmountIncludingTax))

    const { entry } = postPayment(company, {
      customerId: String(invoice?.customerId),
      amount: '99.99',
      closes: [{ invoiceId: invoice?.id ?? '' }],
    })
    await test.settle()
    const left = new Decimal(String(invoice?.totalAmountIncludingTax)).minus('99.99')
    expect(money(shown()?.BC_Remaining__c)).toBe(left.toFixed(2))
    const paid = org()
      .all('BC_Payment__c')
      .find((row) => row.BC_Key__c === `${company.id}:${String(entry.entryNumber)}`)
    expect(paid).toMatchObject({ BC_Currency_Code__c: 'EUR', BC_Account__c: accountId })
    expect(money(paid?.BC_Amount__c)).toBe('99.99')
    expect(disagreements(org(), company, mirroredCustomers(org(), company))).toEqual([])
  }
})

it("has the price book of each company in that company's currency, beside the standard price in the same one", async () => {
  const flow = 'item-to-company-price'
  const books = offices().map(({ name }) =>
    insert(test.sandboxes, 'Pricebook2', { Name: `Prices of ${name}`, IsActive: true, BC_Company__c: name }),
  )
  await test.system.catalogue.announce()
  await setFlow(test, flow, { BC_Enabled__c: true })
  const items = offices().map((office) => ({ flow, company: office.company.id, record: String(priced(office)?.id) }))
  await test.system.store.jobs.put(items)
  await test.settle()
  const shown = books.map((book) =>
    entries().flatMap((row) => (row.Pricebook2Id === book ? [[row.CurrencyIsoCode, Number(row.UnitPrice)]] : [])),
  )
  expect(shown).toEqual(offices().map((office) => [[currencyOf(office), Number(priced(office)?.unitPrice)]]))
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSystem, type TestSystem } from '../support/start-system.ts'

const currencies = [
  { isoCode: 'USD', conversionRate: '1' },
  { isoCode: 'GBP', conversionRate: '0.8' },
  { isoCode: 'EUR', conversionRate: '0.9' },
]

/** An org with several currencies, and two companies whose local currencies differ. */
let test: TestSystem
const local = (index: number) => {
  const { businessCentral } = test.sandboxes
  const company = businessCentral.company(businessCentral.companies[index]?.id ?? '')
  return { company, currency: String(company.table('generalLedgerSetup').all()[0]?.localCurrencyCode) }
}
const org = () => test.sandboxes.salesforce.records
const itemOf = (index: number) =>
  local(index)
    .company.table('items')
    .filter((row) => row.number === '1896-S')[0]
const entries = (code: string) => {
  const product = org()
    .all('Product2')
    .find((row) => row.ProductCode === code)
  return org()
    .all('PricebookEntry')
    .filter((row) => row.Product2Id === product?.Id)
}

beforeAll(async () => {
  test = await startSystem({ salesforce: { switches: { multiCurrency: true, currencies } } })
  await test.settle()
})
afterAll(() => test.close())

it('has a standard price in the currency of each company', () => {
  const [first, second] = [local(0).currency, local(1).currency]
  expect(first).not.toBe(second)
  const prices = entries('1896-S').map((row) => [row.CurrencyIsoCode, Number(row.UnitPrice)])
  expect(prices.sort()).toEqual(
    [
      [first, Number(itemOf(0)?.unitPrice)],
      [second, Number(itemOf(1)?.unitPrice)],
    ].sort(),
  )
})

it('follows each company’s own price', async () => {
  local(1)
    .company.table('items')
    .update(itemOf(1)?.id ?? '', { unitPrice: '650' })
  await test.settle()
  expect(Number(entries('1896-S').find((row) => row.CurrencyIsoCode === local(1).currency)?.UnitPrice)).toBe(650)
  expect(entries('1896-S')).toHaveLength(2)
})

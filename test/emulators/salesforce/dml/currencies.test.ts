import { afterEach, beforeEach, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
let account: string
let product: string
let book: string
const price = (CurrencyIsoCode: string, UnitPrice: number, fields: object = {}): Promise<string> =>
  started.create('PricebookEntry', {
    Pricebook2Id: book,
    Product2Id: product,
    UnitPrice,
    IsActive: true,
    CurrencyIsoCode,
    ...fields,
  })
const query = async (soql: string): Promise<Record<string, unknown>[]> => (await started.admin.query(soql)).records
const row = (object: string, id: string): Record<string, unknown> => ({ ...started.org.records.get(object, id) })

beforeEach(async () => {
  started = await startOrg({ switches: { multiCurrency: true } })
  account = await started.create('Account', { Name: 'Acme', CurrencyIsoCode: 'EUR', AnnualRevenue: 900 })
  product = await started.create('Product2', { Name: 'Bike', IsActive: true })
  book = started.org.records.all('Pricebook2')[0]?.Id ?? ''
})
afterEach(() => started[Symbol.asyncDispose]())

test('an org with one currency knows nothing of it', async () => {
  started.org.switches.multiCurrency = false
  started.org.reset({ keepMetadata: true })
  await expect(started.create('Account', { Name: 'A', CurrencyIsoCode: 'EUR' })).rejects.toMatchObject({
    errorCode: 'INVALID_FIELD',
  })
  await expect(query('SELECT IsoCode FROM CurrencyType')).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' })
})

test('records have a currency: the one given, else the corporate one; describe shows it, only active ones are taken', async () => {
  expect(row('Account', account).CurrencyIsoCode).toBe('EUR')
  const bill = await started.create('Bill__c', { Name: 'B' })
  expect(row('Bill__c', bill).CurrencyIsoCode).toBe('USD')
  const { fields } = await started.admin.sobject('Bill__c').describe()
  const described = fields.find((field) => field.name === 'CurrencyIsoCode')
  expect((described?.picklistValues as { value: string }[] | undefined)?.map(({ value }) => value)).toEqual([
    'USD',
    'EUR',
    'GBP',
    'DKK',
  ])
  await expect(started.create('Account', { Name: 'A', CurrencyIsoCode: 'XXX' })).rejects.toMatchObject({
    errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  })
  await started.admin.sobject('Account').update({ Id: account, CurrencyIsoCode: null })
  expect(row('Account', account).CurrencyIsoCode).toBe('USD')
  expect(await query('SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true')).toMatchObject([{ IsoCode: 'USD' }])
})

test('a product has a price per book and currency, the standard one first', async () => {
  await price('EUR', 9)
  await price('USD', 10)
  await expect(price('EUR', 8)).rejects.toMatchObject({ errorCode: 'FIELD_INTEGRITY_EXCEPTION' })
  const dealers = await started.create('Pricebook2', { Name: 'Dealers', IsActive: true })
  await expect(price('GBP', 7, { Pricebook2Id: dealers })).rejects.toMatchObject({
    errorCode: 'STANDARD_PRICE_NOT_DEFINED',
  })
  const follows = await price('EUR', 0, { Pricebook2Id: dealers, UseStandardPrice: true, UnitPrice: undefined })
  expect(row('PricebookEntry', follows)).toMatchObject({ UnitPrice: '9', CurrencyIsoCode: 'EUR' })
})

test('lines are in the currency of their parent', async () => {
  const [euro, dollar] = [await price('EUR', 9), await price('USD', 10)]
  const sale = {
    Name: 'S',
    StageName: 'Prospecting',
    CloseDate: '2026-04-01',
    Pricebook2Id: book,
    CurrencyIsoCode: 'EUR',
  }
  const opportunity = await started.create('Opportunity', sale)
  const line = await started.create('OpportunityLineItem', {
    OpportunityId: opportunity,
    Product2Id: product,
    Quantity: 2,
  })
  expect(row('OpportunityLineItem', line)).toMatchObject({ PricebookEntryId: euro, CurrencyIsoCode: 'EUR' })
  await expect(
    started.create('OpportunityLineItem', { OpportunityId: opportunity, PricebookEntryId: dollar, Quantity: 1 }),
  ).rejects.toMatchObject({ errorCode: 'FIELD_INTEGRITY_EXCEPTION' })
  await expect(
    started.admin.sobject('Opportunity').update({ Id: opportunity, CurrencyIsoCode: 'USD' }),
  ).rejects.toMatchObject({ errorCode: 'FIELD_INTEGRITY_EXCEPTION' })
  const draft = { AccountId: account, EffectiveDate: '2026-03-01', Status: 'Draft', Pricebook2Id: book }
  const order = await started.create('Order', { ...draft, CurrencyIsoCode: 'EUR' })
  const item = { OrderId: order, Quantity: 1, UnitPrice: 9 }
  await expect(started.create('OrderItem', { ...item, PricebookEntryId: dollar })).rejects.toMatchObject({
    errorCode: 'FIELD_INTEGRITY_EXCEPTION',
  })
  const orderItem = await started.create('OrderItem', { ...item, PricebookEntryId: euro })
  expect(row('OrderItem', orderItem).CurrencyIsoCode).toBe('EUR')
  await expect(started.admin.sobject('Order').update({ Id: order, CurrencyIsoCode: 'USD' })).rejects.toMatchObject({
    errorCode: 'FIELD_INTEGRITY_EXCEPTION',
  })
})

test('convertCurrency, FORMAT and sums speak the currency of the user', async () => {
  const fields =
    'AnnualRevenue, convertCurrency(AnnualRevenue) c, FORMAT(AnnualRevenue) f, FORMAT(convertCurrency(AnnualRevenue)) g'
  expect(await query(`SELECT ${fields} FROM Account`)).toMatchObject([
    { AnnualRevenue: 900, c: 1000, f: 'EUR 900.00', g: 'USD 1,000.00' },
  ])
  await started.create('Account', { Name: 'B', AnnualRevenue: 1 })
  expect(await query('SELECT SUM(AnnualRevenue) s FROM Account')).toMatchObject([{ s: 1001 }])
  expect(await query('SELECT Name FROM Account WHERE AnnualRevenue > EUR800')).toMatchObject([{ Name: 'Acme' }])
  expect(await query('SELECT Name FROM Account WHERE AnnualRevenue < USD2')).toMatchObject([{ Name: 'B' }])
})

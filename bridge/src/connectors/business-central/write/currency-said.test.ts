import { expect, it } from 'vitest'
import { salesOrder } from '../entities.ts'
import { demandCurrency, demandOwnCurrency, withOwnCurrency } from './currency-said.ts'
import { documentKind } from './sales-documents.ts'

const company = { id: 'c', name: 'CRONUS' }

/** A company that counts in dollars, with one customer; `asked`: how often it was looked at. */
function books(customer: Record<string, unknown> | undefined) {
  let asked = 0
  const client = { rows: () => Promise.resolve((asked += 1) && customer ? [customer] : []) }
  const localCurrency = () => Promise.resolve('USD')
  const check = (properties: Record<string, unknown>) =>
    demandCurrency({ client, company, localCurrency }, { customerId: 'x', ...properties })
  return { check, asked: () => asked }
}

const abroad = { number: 'C1', displayName: 'Abroad', currencyCode: 'EUR' }

it('refuses what names no currency for a customer who is billed in another one than the company’s', async () => {
  await expect(books(abroad).check({})).rejects.toMatchObject({
    message: 'The customer Abroad (C1) is billed in EUR, and nothing says in which currency the prices are.',
    advice: expect.stringContaining('EUR if they are in EUR') as string,
  })
})

it('lets through what names one, without a look, and customers in local currency', async () => {
  const said = books(abroad)
  await said.check({ currencyCode: 'EUR' })
  await said.check({ currencyCode: 'USD' })
  expect(said.asked()).toBe(0)
  for (const currencyCode of ['', 'USD']) await books({ ...abroad, currencyCode }).check({})
  // Who cannot be found is left to Business Central's own words.
  await books(undefined).check({})
})

/** A company that counts in dollars, or does not say in what. */
const counting = (own: string | null = 'USD') => ({
  client: { rows: () => Promise.reject(new Error('No call.')) },
  company,
  localCurrency: () => Promise.resolve(own),
})
const wantedIn = async (header: Record<string, unknown>, row?: Record<string, unknown>, own?: string | null) =>
  (await withOwnCurrency(counting(own), { header: { orderDate: '2026-11-20', ...header }, lines: [] }, row)).header

it('wants the company’s own currency of a document that named another, and of invoices', async () => {
  const bare = { orderDate: '2026-11-20' }
  expect(await wantedIn({ currencyCode: 'EUR' }, { currencyCode: 'USD' })).toEqual({ ...bare, currencyCode: 'EUR' })
  expect(await wantedIn({ currencyCode: null }, { currencyCode: 'EUR' })).toEqual({ ...bare, currencyCode: 'USD' })
  expect(await wantedIn({ currencyCode: null }, { currencyCode: 'EUR' }, null)).toEqual({ ...bare, currencyCode: '' })
  for (const currencyCode of ['', 'USD']) expect(await wantedIn({ currencyCode: null }, { currencyCode })).toEqual(bare)
  expect(await wantedIn({}, { currencyCode: 'EUR' })).toEqual(bare)
  expect(await wantedIn({})).toEqual({ ...bare, currencyCode: 'USD' })
})

it('refuses a document that stands there in another currency, and says in which', async () => {
  const kind = documentKind(salesOrder)
  if (!kind) throw new Error('Sales orders are documents.')
  const check = (currencyCode: string, own?: string | null) =>
    demandOwnCurrency({ ...counting(own), kind }, { number: 'S-1', currencyCode })
  await expect(check('EUR')).rejects.toMatchObject({
    message: 'The sales order S-1 is in EUR, and nothing says in which currency the prices are.',
    advice: expect.stringContaining('have finance change the currency of the sales order') as string,
  })
  await expect(check('EUR', null)).rejects.toThrow('is in EUR')
  await check('USD')
  await check('')
})

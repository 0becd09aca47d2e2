import { expect, it } from 'vitest'
import { currencyIsSaid } from './currency-said.ts'

const company = { id: 'c', name: 'CRONUS' }

/** A company that counts in dollars, with one customer; `asked`: how often it was looked at. */
function books(customer: Record<string, unknown> | undefined) {
  let asked = 0
  const client = { rows: () => Promise.resolve((asked += 1) && customer ? [customer] : []) }
  const localCurrency = () => Promise.resolve('USD')
  const check = (properties: Record<string, unknown>) =>
    currencyIsSaid({ client, company, localCurrency }, { customerId: 'x', ...properties })
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

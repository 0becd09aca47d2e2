import { afterAll, beforeAll, expect, it } from 'vitest'
import { hoursLater } from '../support/later.ts'
import { createAccount } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { bookkeeper, type Bookkeeper } from './histories/bookkeeper.ts'
import { salespeople } from './histories/salespeople.ts'

/** An account is deleted, then its customer; the account is restored, and Salesforce restores what was shown below it. */
let test: TestSystem
let books: Bookkeeper
const sales = () => salespeople(test.sandboxes.salesforce)

beforeAll(async () => {
  test = await startSystem()
  const [first] = test.sandboxes.businessCentral.companies
  books = bookkeeper(test.sandboxes.businessCentral.company(first?.id ?? ''))
  await test.settle()
})
afterAll(() => test.close())

const customersOf = (name: string) => books.company.table('customers').filter((row) => row.displayName === name)

/** Keys of the customers that are shown below an account. */
const shownBelow = (id: string) =>
  test.sandboxes.salesforce.records
    .all('BC_Customer__c')
    .filter((row) => row.BC_Account__c === id)
    .map((row) => row.BC_Key__c)

async function goneBoth(name: string): Promise<string> {
  const id = await createAccount(test.sandboxes, name)
  await hoursLater(test)
  expect(shownBelow(id)).toHaveLength(1)
  expect(sales().remove('Account', id)).toBe(true)
  await hoursLater(test)
  for (const customer of customersOf(name)) books.remove('customers', customer.id)
  await hoursLater(test)
  return id
}

it('shows the customer that is made for it, and the old one no more', async () => {
  const id = await goneBoth('Made anew Ltd.')
  expect(sales().restore('Account', id)).toBe(true)
  await hoursLater(test)
  expect(shownBelow(id)).toEqual(customersOf('Made anew Ltd.').map((row) => `${books.company.id}:${row.id}`))
})

it('shows none when another account has the customer of its name', async () => {
  const id = await goneBoth('Twice Ltd.')
  const other = await createAccount(test.sandboxes, 'Twice Ltd.')
  await hoursLater(test)
  expect(shownBelow(other)).toHaveLength(1)
  expect(sales().restore('Account', id)).toBe(true)
  await hoursLater(test)
  expect(shownBelow(id)).toEqual([])
  expect(shownBelow(other)).toEqual(customersOf('Twice Ltd.').map((row) => `${books.company.id}:${row.id}`))
})

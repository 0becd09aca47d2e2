import { afterAll, beforeAll, expect, it } from 'vitest'
import { choose } from '../../bridge/src/engine/choose.ts'
import { createAccount } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { disagreements } from './histories/agreement.ts'
import { bookkeeper, type Bookkeeper } from './histories/bookkeeper.ts'
import { salespeople } from './histories/salespeople.ts'

/** What hangs below an account when the account, or its customer, goes, comes back, or is merged. */
let test: TestSystem
let books: Bookkeeper
const org = () => test.sandboxes.salesforce.records
const sales = () => salespeople(test.sandboxes.salesforce)

beforeAll(async () => {
  test = await startSystem()
  const [first] = test.sandboxes.businessCentral.companies
  books = bookkeeper(test.sandboxes.businessCentral.company(first?.id ?? ''))
  await test.settle()
})
afterAll(() => test.close())

const customerOf = (name: string) => {
  const found = books.company.table('customers').find((row) => row.displayName === name)
  if (!found) throw new Error(`${name} has no customer.`)
  return found
}

/** Accounts whose customers have one paid and one open invoice each. */
async function trading(...names: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = []
  for (const name of names) ids.push(await createAccount(test.sandboxes, name))
  await test.settle()
  for (const name of names) {
    const { number } = customerOf(name)
    const sold = [{ item: '1896-S', quantity: '1' }]
    const paid = books.post('salesInvoices', books.draft('salesInvoices', String(number), sold).id)
    books.post('salesInvoices', books.draft('salesInvoices', String(number), sold).id)
    books.pay(String(number), String(paid.totalAmountIncludingTax), paid)
  }
  await test.settle()
  return ids
}

const wrong = (...names: readonly string[]) =>
  disagreements(org(), books.company, new Set(names.map((name) => customerOf(name).id)))

async function settleForHours() {
  // What a new day makes overdue is looked at within six hours.
  for (const hours of [1, 7]) {
    await test.advance(hours * 3600)
    await test.settle()
  }
}

it('a new account of a customer whose account was deleted shows all that its customer has', async () => {
  const [old = ''] = await trading('Anew Ltd.')
  expect(wrong('Anew Ltd.')).toEqual([])
  expect(sales().remove('Account', old)).toBe(true)
  await settleForHours()
  expect(org().all('BC_Customer__c')).toEqual([])
  await createAccount(test.sandboxes, 'Anew Ltd.')
  await settleForHours()
  expect(books.company.table('customers').filter((row) => row.displayName === 'Anew Ltd.')).toHaveLength(1)
  expect(wrong('Anew Ltd.')).toEqual([])
})

it('an account that is restored shows all that its customer has, what was posted meanwhile too', async () => {
  const [id = ''] = await trading('Back Ltd.')
  sales().remove('Account', id)
  await settleForHours()
  books.pay(String(customerOf('Back Ltd.').number), '10')
  await settleForHours()
  expect(sales().restore('Account', id)).toBe(true)
  await settleForHours()
  expect(wrong('Anew Ltd.', 'Back Ltd.')).toEqual([])
})

it.each([
  ['Salesforce', 'salesforce', 'BC_Customer__c'],
  ['Business Central', 'businessCentral', 'salesInvoices.*customerId'],
] as const)('it does so when %s does not answer in the middle of it', async (_, system, match) => {
  const name = `Broken off ${system}`
  const [id = ''] = await trading(name)
  sales().remove('Account', id)
  await settleForHours()
  expect(sales().restore('Account', id)).toBe(true)
  const { faults, journal } = test.sandboxes[system]
  const mark = journal.mark()
  faults.arm({ kind: 'status', status: 503, match, times: 0 })
  await test.settle()
  expect(journal.calls(mark).filter(({ status }) => status === 503)).not.toEqual([])
  faults.clear()
  await settleForHours()
  expect(wrong(name)).toEqual([])
})

it.each(['keep', 'take'])('two merged accounts show one customer: %s', async (choice) => {
  const [winner = '', loser = ''] = await trading(`Winner ${choice}`, `Loser ${choice}`)
  const [kept, other] = [customerOf(`Winner ${choice}`), customerOf(`Loser ${choice}`)]
  expect(sales().merge('Account', winner, loser)).toBe(true)
  await settleForHours()
  const [issue] = await test.system.store.issues.list(10)
  await choose({ store: test.system.store, clock: test.clock }, String(issue?.id), choice)
  await settleForHours()
  const shown = org()
    .all('BC_Customer__c')
    .filter((row) => row.BC_Account__c === winner)
  expect(shown.map((row) => row.BC_Number__c)).toEqual([choice === 'keep' ? kept.number : other.number])
  const ids = [customerOf('Anew Ltd.').id, customerOf('Back Ltd.').id, choice === 'keep' ? kept.id : other.id]
  expect(disagreements(org(), books.company, new Set(ids)).filter((each) => !each.includes('no counterpart'))).toEqual(
    [],
  )
})

it('a customer that is deleted is shown no more', async () => {
  const id = await createAccount(test.sandboxes, 'Gone Ltd.')
  await test.settle()
  books.remove('customers', customerOf('Gone Ltd.').id)
  // Nobody has told: the next edit of the account finds it out.
  sales().update('Account', id, { Phone: '555-0100' })
  await settleForHours()
  expect(
    org()
      .all('BC_Customer__c')
      .filter((row) => row.BC_Account__c === id),
  ).toEqual([])
})

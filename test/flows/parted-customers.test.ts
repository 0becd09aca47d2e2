import { expect, it } from 'vitest'
import type { Reader } from '../../bridge/src/engine/ports.ts'
import { decide } from '../support/issues.ts'
import { hoursLater, later } from '../support/later.ts'
import { createAccount } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'
import { disagreements } from './histories/agreement.ts'
import { bookkeeper, type Bookkeeper } from './histories/bookkeeper.ts'
import { salespeople } from './histories/salespeople.ts'

/** What hangs below an account when the account, or its customer, goes, comes back, or is merged. */
const { test } = aBridge(async () => {
  const [first] = test.sandboxes.businessCentral.companies
  books = bookkeeper(test.sandboxes.businessCentral.company(first?.id ?? ''))
  await test.settle()
})
let books: Bookkeeper
/** The customers that are to be shown, each with its account: those of all the stories so far. */
const shown = new Map<string, string>()
const org = () => test.sandboxes.salesforce.records
const sales = () => salespeople(test.sandboxes.salesforce)

/** Deletions are told by the minute. */
const heard = () => later(test, 75)

const customersOf = (name: string) => books.company.table('customers').filter((row) => row.displayName === name)
const customerOf = (name: string) => {
  const [found] = customersOf(name)
  if (!found) throw new Error(`${name} has no customer.`)
  return found
}

/** Keys of the customers that are shown below an account. */
const below = (account: string) =>
  org()
    .all('BC_Customer__c')
    .filter((row) => row.BC_Account__c === account)
    .map((row) => row.BC_Key__c)

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

const wrong = () => disagreements(org(), books.company, shown)

it('a new account of a customer whose account was deleted shows all that its customer has', async () => {
  const [old = ''] = await trading('Anew Ltd.')
  shown.set(customerOf('Anew Ltd.').id, old)
  expect(wrong()).toEqual([])
  expect(sales().remove('Account', old)).toBe(true)
  await heard()
  expect(org().all('BC_Customer__c')).toEqual([])
  shown.set(customerOf('Anew Ltd.').id, await createAccount(test.sandboxes, 'Anew Ltd.'))
  await heard()
  expect(customersOf('Anew Ltd.')).toHaveLength(1)
  expect(wrong()).toEqual([])
})

it('it does so when neither system answers in the middle of it', async () => {
  const [old = ''] = await trading('Broken off Ltd.')
  sales().remove('Account', old)
  await heard()
  shown.set(customerOf('Broken off Ltd.').id, await createAccount(test.sandboxes, 'Broken off Ltd.'))
  const { salesforce, businessCentral } = test.sandboxes
  for (const [{ faults, journal }, match] of [
    [businessCentral, 'salesInvoices.*customerId'],
    [salesforce, 'BC_Customer__c'],
  ] as const) {
    const mark = journal.mark()
    faults.arm({ kind: 'status', status: 503, match, times: 0 })
    await test.settle()
    expect(journal.calls(mark).filter(({ status }) => status === 503)).not.toEqual([])
    faults.clear()
    await test.advance(60)
  }
  await hoursLater(test)
  expect(wrong()).toEqual([])
})

it('an account that is restored shows all that its customer has, what was posted meanwhile too', async () => {
  const [id = ''] = await trading('Back Ltd.')
  shown.set(customerOf('Back Ltd.').id, id)
  sales().remove('Account', id)
  await heard()
  books.pay(String(customerOf('Back Ltd.').number), '10')
  await heard()
  expect(sales().restore('Account', id)).toBe(true)
  await heard()
  expect(wrong()).toEqual([])
})

it.each(['keep', 'take'])('two merged accounts show one customer: %s', async (choice) => {
  const [winner = '', loser = ''] = await trading(`Winner ${choice}`, `Loser ${choice}`)
  const [kept, other] = [customerOf(`Winner ${choice}`), customerOf(`Loser ${choice}`)]
  expect(sales().merge('Account', winner, loser)).toBe(true)
  await heard()
  expect(await test.system.store.issues.list(10)).toHaveLength(1)
  await decide(test, loser, choice)
  await heard()
  const chosen = choice === 'keep' ? kept : other
  expect(below(winner)).toEqual([`${books.company.id}:${chosen.id}`])
  shown.set(chosen.id, winner)
  expect(wrong()).toEqual([])
  if (choice === 'take') return
  // The merge is taken back: the customer that was left alone is the account's again.
  expect(sales().restore('Account', loser)).toBe(true)
  await heard()
  shown.set(other.id, loser)
  expect(wrong()).toEqual([])
  expect(await test.system.store.issues.list(10)).toEqual([])
})

it('an account that is restored before anybody has said which customer stays shows its own again', async () => {
  const [winner = '', loser = ''] = await trading('Winner, too soon', 'Loser, too soon')
  expect(sales().merge('Account', winner, loser)).toBe(true)
  await heard()
  expect(await test.system.store.issues.list(10)).toHaveLength(1)
  // Salesforce leaves what it moved at the merge with the winner.
  expect(sales().restore('Account', loser)).toBe(true)
  await heard()
  expect(await test.system.store.issues.list(10)).toEqual([])
  shown.set(customerOf('Winner, too soon').id, winner)
  shown.set(customerOf('Loser, too soon').id, loser)
  expect(wrong()).toEqual([])
})

it('a customer that the bridge may not see any more stays, with its invoices, until it is seen again', async () => {
  const { id } = customerOf('Back Ltd.')
  const reader = test.system.connectors.find(({ system }) => system === 'business-central')?.reader
  if (!reader) throw new Error('no reader')
  const look = async () => {
    await test.system.store.jobs.put([{ flow: 'customer-to-billing-customer', company: books.company.id, record: id }])
    await test.settle()
    return (await test.system.store.issues.list(10)).filter(({ record }) => record === id)
  }
  const see = reader.read.bind(reader)
  // A security filter was put on the permissions of the bridge's user.
  const filtered: Reader['read'] = async (entity, ...rest) =>
    new Map([...(await see(entity, ...rest))].filter(([each]) => entity.name !== 'customer' || each !== id))
  Object.assign(reader, { read: filtered })
  expect((await look()).map(({ message }) => message)).toEqual([
    'The customer cannot be seen in Business Central any more; nothing says that it was deleted.',
  ])
  expect(wrong()).toEqual([])
  Object.assign(reader, { read: see })
  expect(await look()).toEqual([])
  expect(wrong()).toEqual([])
})

it('a customer that is deleted is shown no more', async () => {
  const id = await createAccount(test.sandboxes, 'Gone Ltd.')
  await test.settle()
  books.remove('customers', customerOf('Gone Ltd.').id)
  // Nobody has told: the next edit of the account finds it out.
  sales().update('Account', id, { Phone: '555-0100' })
  await heard()
  expect(below(id)).toEqual([])
})

/** An account is deleted, then its customer. */
async function goneBoth(name: string): Promise<string> {
  const id = await createAccount(test.sandboxes, name)
  await heard()
  expect(below(id)).toHaveLength(1)
  expect(sales().remove('Account', id)).toBe(true)
  await heard()
  for (const customer of customersOf(name)) books.remove('customers', customer.id)
  await heard()
  return id
}

it('an account that is restored shows the customer that is made for it, and the old one no more', async () => {
  const id = await goneBoth('Made anew Ltd.')
  expect(sales().restore('Account', id)).toBe(true)
  await heard()
  expect(below(id)).toEqual(customersOf('Made anew Ltd.').map((row) => `${books.company.id}:${row.id}`))
})

it('an account that is restored shows none when another account has the customer of its name', async () => {
  const id = await goneBoth('Twice Ltd.')
  const other = await createAccount(test.sandboxes, 'Twice Ltd.')
  await heard()
  expect(below(other)).toHaveLength(1)
  expect(sales().restore('Account', id)).toBe(true)
  await hoursLater(test)
  expect(below(id)).toEqual([])
  expect(below(other)).toEqual(customersOf('Twice Ltd.').map((row) => `${books.company.id}:${row.id}`))
})

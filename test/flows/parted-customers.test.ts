import { expect, it } from 'vitest'
import type { Reader } from '../../bridge/src/engine/ports.ts'
import { decide } from '../support/issues.ts'
import { hoursLater, later } from '../support/later.ts'
import { aBridge } from './a-bridge.ts'
import { disagreements } from './histories/agreement.ts'
import { bookkeeper, type Bookkeeper } from './histories/bookkeeper.ts'
import { salespeople } from './histories/salespeople.ts'
import { markets, openAccount, type Market } from './markets.ts'

/**
 * What hangs below an account when the account, or its customer, goes, comes back, or is merged: in one company for customers in
 * its own currency, and in the other for some in euro.
 */
const { test } = aBridge(async () => {
  const { businessCentral } = test.sandboxes
  places = markets.map((market) => ({
    ...market,
    books: bookkeeper(businessCentral.company(businessCentral.companies[market.at]?.id ?? '')),
    shown: new Map(),
  }))
  await test.settle()
})

interface Place extends Market {
  readonly books: Bookkeeper
  /** The customers that are to be shown, each with its account: those of all the stories so far. */
  readonly shown: Map<string, string>
}
let places: readonly Place[]

/** An account, whose customer has the same name. */
interface Firm extends Place {
  readonly name: string
  readonly id: string
}

const org = () => test.sandboxes.salesforce.records
const sales = () => salespeople(test.sandboxes.salesforce)
const issues = () => test.system.store.issues.list(10)

/** Deletions are told by the minute. */
const heard = () => later(test, 75)

const customersOf = ({ books, name }: Omit<Firm, 'id'>) =>
  books.company.table('customers').filter((row) => row.displayName === name)
const customerOf = (firm: Omit<Firm, 'id'>) => {
  const [found] = customersOf(firm)
  if (!found) throw new Error(`${firm.name} has no customer.`)
  return found
}
/** Its customer, which another account may have had before, is to be shown below this account. */
const shows = (firm: Firm) => void firm.shown.set(customerOf(firm).id, firm.id)

/** Keys of the customers that are shown below an account. */
const below = (account: string) =>
  org()
    .all('BC_Customer__c')
    .filter((row) => row.BC_Account__c === account)
    .map((row) => row.BC_Key__c)
const keysOf = (firm: Firm) => customersOf(firm).map(({ id }) => `${firm.books.company.id}:${id}`)

/** An account of this name in either company, without having settled. */
const accounts = (name: string): Promise<readonly Firm[]> =>
  Promise.all(places.map(async (place) => ({ ...place, name, id: await openAccount(test.sandboxes, place, name) })))

/** Accounts in either company whose customers have one paid and one open invoice each. */
async function trading(name: string): Promise<readonly Firm[]> {
  const firms = await accounts(name)
  await test.settle()
  for (const firm of firms) {
    const { number, currencyCode } = customerOf(firm)
    expect(currencyCode ?? '').toBe(firm.currencyCode)
    const sold = [{ item: '1896-S', quantity: '1' }]
    const sell = () => firm.books.post('salesInvoices', firm.books.draft('salesInvoices', String(number), sold).id)
    const paid = sell()
    sell()
    firm.books.pay(String(number), String(paid.totalAmountIncludingTax), paid)
  }
  await test.settle()
  return firms
}

const wrong = () => places.flatMap(({ books, shown }) => disagreements(org(), books.company, shown))

it('a new account of a customer whose account was deleted shows all that its customer has', async () => {
  const old = await trading('Anew Ltd.')
  old.forEach(shows)
  expect(wrong()).toEqual([])
  for (const { id } of old) expect(sales().remove('Account', id)).toBe(true)
  await heard()
  expect(org().all('BC_Customer__c')).toEqual([])
  const anew = await accounts('Anew Ltd.')
  anew.forEach(shows)
  await heard()
  for (const firm of anew) expect(customersOf(firm)).toHaveLength(1)
  expect(wrong()).toEqual([])
})

it('it does so when neither system answers in the middle of it', async () => {
  for (const { id } of await trading('Broken off Ltd.')) sales().remove('Account', id)
  await heard()
  const anew = await accounts('Broken off Ltd.')
  anew.forEach(shows)
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
  const firms = await trading('Back Ltd.')
  firms.forEach(shows)
  for (const { id } of firms) sales().remove('Account', id)
  await heard()
  for (const firm of firms) firm.books.pay(String(customerOf(firm).number), '10')
  await heard()
  for (const { id } of firms) expect(sales().restore('Account', id)).toBe(true)
  await heard()
  expect(wrong()).toEqual([])
})

/** The accounts of either company are merged. */
async function merged(title: string) {
  const [winners, losers] = [await trading(`Winner ${title}`), await trading(`Loser ${title}`)]
  const pairs = winners.flatMap((winner, at) => losers.slice(at, at + 1).map((loser) => ({ winner, loser })))
  for (const { winner, loser } of pairs) expect(sales().merge('Account', winner.id, loser.id)).toBe(true)
  await heard()
  expect(await issues()).toHaveLength(pairs.length)
  return pairs
}

it.each(['keep', 'take'])('two merged accounts show one customer: %s', async (choice) => {
  const pairs = await merged(choice)
  const both = pairs.map(({ winner, loser }) => ({ winner, loser, customers: [customerOf(winner), customerOf(loser)] }))
  for (const { loser } of pairs) await decide(test, loser.id, choice)
  await heard()
  for (const { winner, customers } of both) {
    const chosen = customers[choice === 'keep' ? 0 : 1]?.id ?? ''
    expect(below(winner.id)).toEqual([`${winner.books.company.id}:${chosen}`])
    winner.shown.set(chosen, winner.id)
  }
  expect(wrong()).toEqual([])
  if (choice === 'take') return
  // The merge is taken back: the customer that was left alone is the account's again.
  for (const { loser } of pairs) expect(sales().restore('Account', loser.id)).toBe(true)
  await heard()
  for (const { loser, customers } of both) loser.shown.set(customers[1]?.id ?? '', loser.id)
  expect(wrong()).toEqual([])
  expect(await issues()).toEqual([])
})

it('an account that is restored before anybody has said which customer stays shows its own again', async () => {
  const pairs = await merged('too soon')
  // Salesforce leaves what it moved at the merge with the winner.
  for (const { loser } of pairs) expect(sales().restore('Account', loser.id)).toBe(true)
  await heard()
  expect(await issues()).toEqual([])
  for (const { winner, loser } of pairs) [winner, loser].forEach(shows)
  expect(wrong()).toEqual([])
})

it('a customer that the bridge may not see any more stays, with its invoices, until it is seen again', async () => {
  const hidden = places.map((place) => ({ place, id: customerOf({ ...place, name: 'Back Ltd.' }).id }))
  const reader = test.system.connectors.find(({ system }) => system === 'business-central')?.reader
  if (!reader) throw new Error('no reader')
  const flow = 'customer-to-billing-customer'
  const look = async () => {
    const jobs = hidden.map(({ place, id }) => ({ flow, company: place.books.company.id, record: id }))
    await test.system.store.jobs.put(jobs)
    await test.settle()
    const parked = await issues()
    return hidden.flatMap(({ id }) => parked.filter(({ record }) => record === id))
  }
  const see = reader.read.bind(reader)
  // A security filter was put on the permissions of the bridge's user.
  const filtered: Reader['read'] = async (entity, ...rest) => {
    const isHidden = (found: string) => entity.name === 'customer' && hidden.some(({ id }) => id === found)
    return new Map([...(await see(entity, ...rest))].filter(([found]) => !isHidden(found)))
  }
  Object.assign(reader, { read: filtered })
  expect((await look()).map(({ message }) => message)).toEqual(
    hidden.map(() => 'The customer cannot be seen in Business Central any more; nothing says that it was deleted.'),
  )
  expect(wrong()).toEqual([])
  Object.assign(reader, { read: see })
  expect(await look()).toEqual([])
  expect(wrong()).toEqual([])
})

it('a customer that is deleted is shown no more', async () => {
  const firms = await accounts('Gone Ltd.')
  await test.settle()
  for (const firm of firms) {
    firm.books.remove('customers', customerOf(firm).id)
    // Nobody has told: the next edit of the account finds it out.
    sales().update('Account', firm.id, { Phone: '555-0100' })
  }
  await heard()
  for (const { id } of firms) expect(below(id)).toEqual([])
})

/** In either company an account is deleted, then its customer. */
async function goneBoth(name: string): Promise<readonly Firm[]> {
  const firms = await accounts(name)
  await heard()
  for (const { id } of firms) {
    expect(below(id)).toHaveLength(1)
    expect(sales().remove('Account', id)).toBe(true)
  }
  await heard()
  for (const firm of firms) for (const customer of customersOf(firm)) firm.books.remove('customers', customer.id)
  await heard()
  return firms
}

it('an account that is restored shows the customer that is made for it, and the old one no more', async () => {
  const firms = await goneBoth('Made anew Ltd.')
  for (const { id } of firms) expect(sales().restore('Account', id)).toBe(true)
  await heard()
  for (const firm of firms) {
    expect(below(firm.id)).toHaveLength(1)
    expect(below(firm.id)).toEqual(keysOf(firm))
  }
})

it('an account that is restored shows none when another account has the customer of its name', async () => {
  const firms = await goneBoth('Twice Ltd.')
  const others = await accounts('Twice Ltd.')
  await heard()
  for (const { id } of others) expect(below(id)).toHaveLength(1)
  for (const { id } of firms) expect(sales().restore('Account', id)).toBe(true)
  await hoursLater(test)
  for (const { id } of firms) expect(below(id)).toEqual([])
  for (const other of others) expect(below(other.id)).toEqual(keysOf(other))
})

import { describe, expect, it } from 'vitest'
import { decide, issueOf } from '../support/issues.ts'
import { journals } from '../support/journals.ts'
import { later } from '../support/later.ts'
import { change, createAccount } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'
import { order } from './deals.ts'

/** Accounts and customers over their whole life: who may edit what, and what becomes of one when the other goes away. */
const { test, books } = aBridge()

const org = () => test.sandboxes.salesforce.records
const account = (id: string) => org().get('Account', id)
const customers = () => test.sandboxes.businessCentral.company(books.companyId).table('customers')
const customerOf = (name: string) => {
  const [only, ...others] = books.customers(name)
  if (!only || others.length > 0) throw new Error(`There are ${others.length + (only ? 1 : 0)} customers ${name}.`)
  return only
}
const admin = () => ({
  userId:
    org()
      .all('User')
      .find((user) => user.Username === test.sandboxes.salesforce.username)?.Id ?? '',
  api: 'rest',
})
const store = () => test.system.store
const outcomes = async (id: string) => (await store().audit.of('salesforce', id, 50)).map(({ outcome }) => outcome)
const settleAfter = async (...edits: readonly (() => unknown)[]) => {
  for (const edit of edits) edit()
  // Deletions are told by the minute.
  await later(test, 75)
}
const become = async (name: string, fields: Record<string, unknown> = {}) => {
  const id = await createAccount(test.sandboxes, name, fields)
  await test.settle()
  return id
}
const decided = async (record: string, choice: string) => {
  await decide(test, record, choice)
  await test.settle()
}

describe('ownership', () => {
  let id: string
  const terms = { BC_Credit_Limit__c: 5000, BC_Payment_Terms_Code__c: '14 DAYS', BC_Currency_Code__c: 'EUR' }

  it('a new account gives its customer everything, the financial terms too', async () => {
    id = await become('Owner Ltd.', terms)
    const { creditLimit, currencyCode } = customerOf('Owner Ltd.')
    expect([String(creditLimit), currencyCode]).toEqual(['5000', 'EUR'])
    expect(account(id)).toMatchObject({ BC_Number__c: customerOf('Owner Ltd.').number, BC_Sync_Status__c: 'Synced' })
    const shown = test.sandboxes.salesforce.records.all('BC_Customer__c').find((row) => row.BC_Account__c === id)
    // Balance, credit limit and payments are in the local currency, whatever the customer is invoiced in.
    expect(shown).toMatchObject({ BC_Currency_Code__c: 'USD', BC_Document_Currency_Code__c: 'EUR' })
  })

  it('puts back what somebody edits in Business Central of what Salesforce owns, and says so', async () => {
    const { id: customerId } = customerOf('Owner Ltd.')
    await settleAfter(() => customers().update(customerId, { city: 'Elsewhere', creditLimit: '9999' }))
    expect(customerOf('Owner Ltd.')).toMatchObject({ city: 'Atlanta' })
    expect(String(customerOf('Owner Ltd.').creditLimit)).toBe('5000')
    const [entry] = (await store().audit.of('salesforce', id, 5)).filter(({ message }) => message !== undefined)
    expect(entry?.outcome).toBe('modified')
    expect(entry?.message).toContain('city from "Elsewhere" to "Atlanta"')
    expect(entry?.message).toContain('creditLimit from "9999" to "5000"')
  })

  it('what one side does not own and the other edits is left alone', async () => {
    const { id: customerId } = customerOf('Owner Ltd.')
    await settleAfter(() => customers().update(customerId, { addressLine2: 'Back door', blocked: 'Ship' }))
    expect(customerOf('Owner Ltd.')).toMatchObject({ addressLine2: 'Back door', blocked: 'Ship' })
    await settleAfter(() => customers().update(customerId, { blocked: '_x0020_' }))
  })

  it('the first won order hands the financial terms to Business Central, the rest stays with Salesforce', async () => {
    order(test.sandboxes, id, [{ item: '1896-S', quantity: 1 }], { BC_Currency_Code__c: 'EUR' })
    await test.settle()
    const { id: customerId } = customerOf('Owner Ltd.')
    await settleAfter(() => customers().update(customerId, { creditLimit: '750', city: 'Elsewhere' }))
    expect(String(customerOf('Owner Ltd.').creditLimit)).toBe('750')
    expect(customerOf('Owner Ltd.').city).toBe('Atlanta')
    expect(Number(account(id)?.BC_Credit_Limit__c)).toBe(750)
    // A rep who raises the limit now finds it put back.
    await settleAfter(() => change(test.sandboxes, 'Account', id, { BC_Credit_Limit__c: 1_000_000 }))
    expect(Number(account(id)?.BC_Credit_Limit__c)).toBe(750)
    expect(String(customerOf('Owner Ltd.').creditLimit)).toBe('750')
  })

  it('a customer that was there before the account keeps its terms', async () => {
    const model = customerOf('Owner Ltd.')
    const old = customers().insert({
      ...model,
      id: crypto.randomUUID(),
      number: 'OLD-1',
      displayName: 'Old Friend',
      creditLimit: '42',
    })
    const friend = await become('Old Friend', { ...terms, BC_Number__c: 'OLD-1' })
    expect(String(customers().get(old.id)?.creditLimit)).toBe('42')
    expect(Number(account(friend)?.BC_Credit_Limit__c)).toBe(42)
  })

  it('a renumbered customer gives its account the new number', async () => {
    const { id: customerId } = customerOf('Owner Ltd.')
    await settleAfter(() => customers().update(customerId, { number: 'RENAMED-1' }))
    expect(account(id)?.BC_Number__c).toBe('RENAMED-1')
    await settleAfter(() => change(test.sandboxes, 'Account', id, { BC_Number__c: 'WRONG' }))
    expect(account(id)?.BC_Number__c).toBe('RENAMED-1')
  })

  it('costs no write to look at everything again', async () => {
    const since = journals(test)
    for (const flow of ['account-to-customer', 'customer-to-account']) {
      const rows = flow === 'account-to-customer' ? org().all('Account') : customers().all()
      const records = rows.map((row) => String(flow === 'account-to-customer' ? row.Id : row.id))
      await store().jobs.put(records.map((record) => ({ flow, company: books.companyId, record })))
    }
    await test.settle()
    expect(since.writes()).toEqual([])
  })
})

describe('deletions', () => {
  it('a deleted account leaves its customer, which comes back to it when it is restored', async () => {
    const id = await become('Leaver Ltd.')
    const { id: customerId } = customerOf('Leaver Ltd.')
    const { dml } = test.sandboxes.salesforce
    expect(dml.delete(admin(), 'Account', id).success).toBe(true)
    await settleAfter(() => customers().update(customerId, { addressLine2: 'still here' }))
    expect(await outcomes(id)).toContain('uncoupled')
    expect(
      org()
        .all('Account')
        .filter((row) => row.Name === 'Leaver Ltd.'),
    ).toEqual([])
    expect(books.customers('Leaver Ltd.')).toHaveLength(1)

    expect(dml.undelete(admin(), 'Account', id).success).toBe(true)
    await settleAfter()
    await settleAfter(() => change(test.sandboxes, 'Account', id, { BillingCity: 'Savannah' }))
    expect(customerOf('Leaver Ltd.')).toMatchObject({ id: customerId, city: 'Savannah' })
  })

  it.each([
    ['recreate', 1],
    ['uncouple', 0],
  ])('asks what to do about a deleted customer: %s', async (choice, left) => {
    const name = `Deleted ${choice}`
    const id = await become(name)
    const { id: customerId } = customerOf(name)
    await settleAfter(() => customers().delete(customerId))
    // Whether a webhook told it or not, the next edit finds it out.
    await settleAfter(() => change(test.sandboxes, 'Account', id, { Phone: '555-0100' }))
    expect(books.customers(name)).toEqual([])
    expect((await issueOf(test, id))?.message).toBe('Its customer was deleted in Business Central.')
    expect(account(id)).toMatchObject({ BC_Sync_Status__c: 'Needs Attention' })
    await decided(id, choice)
    expect(books.customers(name)).toHaveLength(left)
    await settleAfter(() => change(test.sandboxes, 'Account', id, { Phone: '555-0199' }))
    expect(books.customers(name)).toHaveLength(left)
    expect(await issueOf(test, id)).toBeUndefined()
  })
})

describe('merged accounts', () => {
  const merge = (master: string, loser: string) =>
    test.sandboxes.salesforce.dml.merge(admin(), 'Account', master, [loser])

  it('the customer of the loser becomes the winner’s, when the winner had none', async () => {
    const loser = await become('Twice One')
    const winner = await become('Twice Two', { Type: 'Prospect' })
    const { id: customerId } = customerOf('Twice One')
    expect(merge(winner, loser).success).toBe(true)
    await settleAfter()
    await settleAfter(() => change(test.sandboxes, 'Account', winner, { Type: 'Customer - Direct' }))
    expect(customerOf('Twice Two').id).toBe(customerId)
    expect(books.customers('Twice One')).toEqual([])
    expect(account(winner)).toMatchObject({ BC_Number__c: customerOf('Twice Two').number })
  })

  it('asks which customer stays when both have one', async () => {
    const loser = await become('Both One')
    const winner = await become('Both Two')
    const [losers, winners] = [customerOf('Both One'), customerOf('Both Two')]
    expect(merge(winner, loser).success).toBe(true)
    await settleAfter()
    const issue = await issueOf(test, loser)
    expect(issue?.message).toContain('Both One')
    expect(issue?.message).toContain('Both Two')
    await decided(loser, 'take')
    await settleAfter()
    expect(customers().get(losers.id)).toMatchObject({ displayName: 'Both Two' })
    expect(customers().get(winners.id)).toMatchObject({ displayName: 'Both Two' })
    expect(account(winner)?.BC_Number__c).toBe(losers.number)
    expect(await issueOf(test, loser)).toBeUndefined()
  })
})

describe('several customers that match', () => {
  it('in different ways: Tax ID goes before number, number before name and postal code', async () => {
    const known = (number: string, displayName: string, more: Record<string, unknown> = {}) =>
      customers().insert({ number, displayName, postalCode: '31772', taxRegistrationNumber: '', ...more }).id
    const taxed = known('ORD-1', 'Taxed', { taxRegistrationNumber: 'TX-ORD' })
    const numbered = [known('ORD-2', 'Numbered'), known('ORD-3', 'Numbered too')]
    const named = [known('ORD-4', 'First of all'), known('ORD-5', 'Second of all')]
    const first = await become('First of all', { BC_Tax_Id__c: 'TX-ORD', BC_Number__c: 'ORD-2' })
    const second = await become('Second of all', { BC_Number__c: 'ORD-3' })
    expect([first, second].map((id) => account(id)?.BC_Key__c)).toEqual(
      [taxed, numbered[1]].map((id) => `${books.companyId}:${String(id)}`),
    )
    expect([numbered[0], ...named].map((id) => customers().get(String(id))?.displayName)).toEqual([
      'Numbered',
      'First of all',
      'Second of all',
    ])
  })

  it('links the one that a person chooses', async () => {
    const model = customerOf('Leaver Ltd.')
    for (const number of ['PICK-1', 'PICK-2']) {
      customers().insert({ ...model, id: crypto.randomUUID(), number, displayName: 'Pick One', postalCode: '55555' })
    }
    const id = await become('Pick One', { BillingPostalCode: '55555' })
    const wanted = customers().find((row) => row.number === 'PICK-2')?.id ?? ''
    expect((await issueOf(test, id))?.choices?.map((choice) => choice.id)).toContain(wanted)
    await decided(id, wanted)
    expect(account(id)).toMatchObject({ BC_Number__c: 'PICK-2', BC_Sync_Status__c: 'Synced' })
    expect(books.customers('Pick One')).toHaveLength(2)
  })
})

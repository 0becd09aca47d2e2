import { expect, it } from 'vitest'
import type { Books } from '../support/books.ts'
import { hear, inSalesforce } from '../support/hear.ts'
import { decide, issueOf } from '../support/issues.ts'
import { journals } from '../support/journals.ts'
import { later } from '../support/later.ts'
import { createAccount } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'

/** Customers that were born in Business Central make accounts, where an admin allows it; one account, several companies. */
const {
  test,
  books: first,
  there: second,
} = aBridge(undefined, { mappings: 'flows: {customer-to-account: {mayCreate: true}}' })

const org = () => test.sandboxes.salesforce.records
const named = (name: string) =>
  org()
    .all('Account')
    .filter((row) => row.Name === name)
const table = (books: Books) => test.sandboxes.businessCentral.company(books.companyId).table('customers')
const addCustomer = (books: Books, fields: Record<string, unknown>) => {
  const [model] = table(books).all()
  return table(books).insert({ ...model, id: crypto.randomUUID(), taxRegistrationNumber: '', ...fields })
}
/** Deletions are told by the minute. */
const settle = () => later(test, 75)

it('makes an account of a customer, with what belongs to it, and no second one of the customers there are', async () => {
  const born = addCustomer(first, { number: 'BORN-1', displayName: 'Born There', city: 'Boston', creditLimit: '300' })
  await settle()
  const [made, ...more] = named('Born There')
  expect(more).toEqual([])
  expect(made).toMatchObject({ BC_Number__c: 'BORN-1', BillingCity: 'Boston', Type: 'Customer - Direct' })
  expect(made?.BC_Key__c).toBe(`${first.companyId}:${born.id}`)
  expect(Number(made?.BC_Credit_Limit__c)).toBe(300)
  expect(first.customers('Born There')).toHaveLength(1)
  expect(table(first).get(born.id)).toMatchObject({ city: 'Boston' })
})

it('couples a customer of a second company with the account that has one already, and leaves the account alone', async () => {
  const id = await createAccount(test.sandboxes, 'Both Companies', { BC_Tax_Id__c: 'TAX-777' })
  await settle()
  const own = first.customers('Both Companies')[0]
  const before = org().get('Account', id)
  expect(before?.BC_Number__c).toBe(own?.number)
  const other = addCustomer(second, {
    number: 'SECOND-1',
    displayName: 'Both Companies B',
    taxRegistrationNumber: 'TAX-777',
    city: 'Berlin',
  })
  await settle()
  expect(named('Both Companies B')).toEqual([])
  expect(org().get('Account', id)).toMatchObject({
    BC_Number__c: own?.number,
    BC_Key__c: before?.BC_Key__c,
    BillingCity: 'Atlanta',
  })
  const billing = org()
    .all('BC_Customer__c')
    .filter((row) => row.BC_Account__c === id)
  expect(billing.map((row) => row.BC_Number__c).sort()).toEqual([own?.number, 'SECOND-1'].sort())
  expect(table(second).get(other.id)).toMatchObject({ city: 'Berlin' })
})

it('does not bring back an account that a person has deleted', async () => {
  const [made] = named('Born There')
  const { dml, username } = test.sandboxes.salesforce
  const userId =
    org()
      .all('User')
      .find((user) => user.Username === username)?.Id ?? ''
  expect(dml.delete({ userId, api: 'rest' }, 'Account', String(made?.Id)).success).toBe(true)
  await settle()
  table(first).update(first.customers('Born There')[0]?.id ?? '', { city: 'Chicago' })
  await settle()
  expect(named('Born There')).toEqual([])
})

it('of a customer that several accounts match asks which one is meant, makes none meanwhile, and obeys', async () => {
  for (const books of [first, second]) {
    const company = test.sandboxes.businessCentral.companies.find(({ id }) => id === books.companyId)?.name
    const name = `Namesake of ${String(company)}`
    // Prospects: none of them becomes a customer by itself.
    const fields = { Type: 'Prospect', BC_Company__c: company, BillingPostalCode: '02108' }
    const accounts = [
      await createAccount(test.sandboxes, name, fields),
      await createAccount(test.sandboxes, name, { ...fields, BillingCity: 'Boston' }),
    ]
    const born = addCustomer(books, { number: 'NAMESAKE', displayName: name, postalCode: '02108', currencyCode: 'EUR' })
    await settle()
    const issue = await issueOf(test, born.id)
    expect(issue).toMatchObject({ flow: 'customer-to-account', company: books.companyId })
    expect(issue?.message).toContain('2 records match on Name, Billing Postal Code')
    expect(issue?.choices?.map(({ id }) => id).sort()).toEqual(accounts.toSorted())
    expect(named(name).map((row) => row.BC_Number__c ?? null)).toEqual([null, null])

    const [other, chosen] = accounts
    await decide(test, born.id, String(chosen))
    await settle()
    expect(org().get('Account', String(chosen))).toMatchObject({
      BC_Number__c: 'NAMESAKE',
      BC_Key__c: `${books.companyId}:${born.id}`,
      BillingCity: 'Boston',
    })
    expect(org().get('Account', String(other))?.BC_Number__c ?? null).toBeNull()
    expect(named(name)).toHaveLength(2)
    expect(books.customers(name)).toHaveLength(1)
    expect(await issueOf(test, born.id)).toBeUndefined()
  }
})

it('of an account that two customers match does not guess either, whichever of them is looked at', async () => {
  const twins = ['ONE', 'TWO'].map((number) =>
    addCustomer(first, { number: `TWIN-${number}`, displayName: 'Twin Ltd.', postalCode: '31772' }),
  )
  const id = await createAccount(test.sandboxes, 'Twin Ltd.')
  // The account is heard of before its customers are.
  await hear(test, inSalesforce('Account'), id, { kind: 'created' })
  expect((await issueOf(test, id))?.message).toContain('2 records match')
  await settle()
  expect(named('Twin Ltd.')).toMatchObject([{ Id: id, BC_Number__c: null }])
  expect((await issueOf(test, id))?.message).toContain('2 records match')
  expect(twins.map((twin) => table(first).get(twin.id)?.number)).toEqual(['TWIN-ONE', 'TWIN-TWO'])
})

it('costs no write to look at all customers again', async () => {
  const since = journals(test)
  for (const books of [first, second]) {
    const records = table(books)
      .all()
      .map(({ id }) => id)
    await test.system.store.jobs.put(
      records.map((record) => ({ flow: 'customer-to-account', company: books.companyId, record })),
    )
  }
  await test.settle()
  expect(since.writes()).toEqual([])
})

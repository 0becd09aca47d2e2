import { beforeAll, describe, expect, it } from 'vitest'
import { later } from '../support/later.ts'
import { change, createAccount } from '../support/sell.ts'
import { setFlow } from '../support/set-flow.ts'
import { aDesk } from './desk.ts'
import { salespeople } from './histories/salespeople.ts'

/** What an admin has chosen in Setup for records whose partner was deleted, and for the partners of deleted records. */
const desk = aDesk()
const { org, done, issueOf } = desk
const flow = 'account-to-customer'
const people = () => salespeople(desk.test.sandboxes.salesforce)

const customers = (name: string) => desk.usa.books.company.table('customers').filter((row) => row.displayName === name)
const shown = (account: string) =>
  org()
    .all('BC_Customer__c')
    .filter((row) => row.BC_Account__c === account)
async function trading(name: string) {
  const account = await createAccount(desk.test.sandboxes, name)
  await later(desk.test, 75)
  const [customer] = customers(name)
  if (!customer) throw new Error(`${name} has no customer.`)
  return { account, customer }
}
const rule = (fields: Record<string, unknown>) => setFlow(desk.test, flow, fields)
async function loseCustomer(name: string) {
  const { account, customer } = await trading(name)
  desk.usa.books.remove('customers', customer.id)
  change(desk.test.sandboxes, 'Account', account, { Phone: '555-0100' })
  await later(desk.test, 75)
  return account
}
async function loseAccount(name: string) {
  const { account, customer } = await trading(name)
  expect(people().remove('Account', account)).toBe(true)
  await later(desk.test, 75)
  return { account, customer }
}

describe('when the target is deleted', () => {
  it('Make a New One makes another customer, without a question', async () => {
    await rule({ BC_Target_Deleted__c: 'Make a New One' })
    const account = await loseCustomer('Anew Ltd.')
    expect(customers('Anew Ltd.')).toHaveLength(1)
    expect(shown(account)).toMatchObject([{ BC_Number__c: customers('Anew Ltd.')[0]?.number }])
    expect(issueOf(account)).toBeUndefined()
  })

  it('Leave It Without makes none, and later edits do not either', async () => {
    await rule({ BC_Target_Deleted__c: 'Leave It Without' })
    const account = await loseCustomer('Without Ltd.')
    change(desk.test.sandboxes, 'Account', account, { Phone: '555-0101' })
    await later(desk.test, 75)
    expect(customers('Without Ltd.')).toEqual([])
    expect(shown(account)).toEqual([])
    expect(issueOf(account)).toBeUndefined()
  })

  it.each(['Ask', 'Default'])('%s asks', async (choice) => {
    await rule({ BC_Target_Deleted__c: choice })
    const account = await loseCustomer(`${choice} Ltd.`)
    expect(customers(`${choice} Ltd.`)).toEqual([])
    expect(String(issueOf(account)?.BC_Candidates__c)).toContain('Make a new customer')
  })
})

describe('when the source is deleted', () => {
  it('Delete It Too deletes the customer, and an account that is restored gets another', async () => {
    await rule({ BC_Source_Deleted__c: 'Delete It Too' })
    const { account } = await loseAccount('Both Gone Ltd.')
    expect(customers('Both Gone Ltd.')).toEqual([])
    expect(people().restore('Account', account)).toBe(true)
    await later(desk.test, 75)
    expect(customers('Both Gone Ltd.')).toHaveLength(1)
    expect(shown(account)).toMatchObject([{ BC_Number__c: customers('Both Gone Ltd.')[0]?.number }])
  })

  it('Delete It Too parks a customer that Business Central does not let go, with its words', async () => {
    const { account, customer } = await trading('Invoiced Ltd.')
    const draft = desk.usa.books.draft('salesInvoices', String(customer.number), [{ item: '1896-S', quantity: '1' }])
    desk.usa.books.post('salesInvoices', draft.id)
    await later(desk.test, 75)
    people().remove('Account', account)
    await later(desk.test, 75)
    expect(customers('Invoiced Ltd.')).toHaveLength(1)
    expect(issueOf(account)?.BC_Message__c).toMatch(/cannot delete/i)
  })

  it('Ask asks, and does as somebody says', async () => {
    await rule({ BC_Source_Deleted__c: 'Ask' })
    const { account, customer } = await loseAccount('Asked Ltd.')
    expect(customers('Asked Ltd.')).toEqual([customer])
    const issue = issueOf(account)
    expect(String(issue?.BC_Candidates__c)).toContain('Leave the customer alone')
    expect(await done('Choose', { BC_Issue__c: issue?.Id, BC_Choice__c: 'delete' })).toMatchObject({ status: 'Done' })
    await desk.test.settle()
    expect(customers('Asked Ltd.')).toEqual([])
    expect(issueOf(account)).toBeUndefined()
  })

  it('Leave It Alone leaves the customer, which comes back to its account', async () => {
    await rule({ BC_Source_Deleted__c: 'Leave It Alone' })
    const { account, customer } = await loseAccount('Alone Ltd.')
    expect(customers('Alone Ltd.')).toHaveLength(1)
    expect(issueOf(account)).toBeUndefined()
    people().restore('Account', account)
    await later(desk.test, 75)
    expect(shown(account)).toMatchObject([{ BC_Number__c: customer.number }])
    expect(customers('Alone Ltd.')).toHaveLength(1)
  })
})

describe('a flow of documents', () => {
  beforeAll(() => rule({ BC_Target_Deleted__c: 'Default', BC_Source_Deleted__c: 'Default' }))

  it.each([
    ['BC_Target_Deleted__c', 'Make a New One', 'When the Target Is Deleted'],
    ['BC_Source_Deleted__c', 'Delete It Too', 'When the Source Is Deleted'],
  ])('refuses %s, and says why in the words of Setup', async (field, value, label) => {
    await setFlow(desk.test, 'order-to-sales-order', { [field]: value })
    const told = await done('Apply Settings')
    expect(told).toMatchObject({ status: 'Failed' })
    expect(told.message).toContain(
      `order-to-sales-order → ${label}: This flow sees to what was deleted itself: leave this to the default.`,
    )
    await setFlow(desk.test, 'order-to-sales-order', { [field]: 'Default' })
    expect(await done('Apply Settings')).toMatchObject({ status: 'Done' })
  })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { choose } from '../../bridge/src/engine/choose.ts'
import { createAccount } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { insert, order } from './deals.ts'
import { bookkeeper } from './histories/bookkeeper.ts'
import { salespeople } from './histories/salespeople.ts'

/** The customer of an account is another one from now on, or none: what hangs on the account follows, without being touched. */
let test: TestSystem

beforeAll(async () => {
  test = await startSystem()
  await test.settle()
})
afterAll(() => test.close())

const org = () => test.sandboxes.salesforce.records
const books = () =>
  bookkeeper(test.sandboxes.businessCentral.company(test.sandboxes.businessCentral.companies[0]?.id ?? ''))
const table = (name: string) => books().company.table(name)
const customer = (name: string) => table('customers').find((row) => row.displayName === name)
/** The number of the contact that stands for the customer. */
const companyOf = (name: string) => table('contacts').find((row) => row._partyId === customer(name)?.id)?.number
const person = (name: string) => table('contacts').find((row) => row.displayName === name)
const salesOrder = (orderId: string) =>
  table('salesOrders').find((row) => String(row.externalDocumentNumber).endsWith(orderId.toUpperCase()))

async function someHoursLater() {
  for (const hours of [1, 7]) {
    await test.advance(hours * 3600)
    await test.settle()
  }
}

async function decide(record: string, choice: string) {
  const issues = await test.system.store.issues.list(50)
  const issue = issues.find((each) => each.record === record)
  expect(await choose({ store: test.system.store, clock: test.clock }, issue?.id ?? '', choice)).toBeDefined()
  await someHoursLater()
}

async function accountWithContact(name: string, lastName: string) {
  const id = await createAccount(test.sandboxes, name)
  const contactId = insert(test.sandboxes, 'Contact', { AccountId: id, FirstName: 'Lee', LastName: lastName })
  await test.settle()
  expect(person(`Lee ${lastName}`)?.companyNumber).toBe(companyOf(name))
  return { id, contactId }
}

it('a new customer in place of one that was deleted has the contact persons', async () => {
  const { id } = await accountWithContact('Phoenix Ltd.', 'Renewed')
  const before = companyOf('Phoenix Ltd.')
  books().remove('customers', customer('Phoenix Ltd.')?.id ?? '')
  await someHoursLater()
  await decide(id, 'recreate')
  expect(companyOf('Phoenix Ltd.')).not.toBe(before)
  expect(person('Lee Renewed')?.companyNumber).toBe(companyOf('Phoenix Ltd.'))
})

it('without a customer from now on, the contacts say so', async () => {
  const { id, contactId } = await accountWithContact('Ended Ltd.', 'Orphaned')
  books().remove('customers', customer('Ended Ltd.')?.id ?? '')
  await someHoursLater()
  await decide(id, 'uncouple')
  expect(org().get('Contact', contactId)).toMatchObject({ BC_Sync_Status__c: 'Waiting' })
})

it('the customer of the account that was merged into it has its contact persons and the open sales orders of both', async () => {
  const { id: winner } = await accountWithContact('Winner Ltd.', 'Winning')
  const { id: loser } = await accountWithContact('Loser Ltd.', 'Losing')
  const orders = [winner, loser].map((id) => order(test.sandboxes, id, [{ item: '1896-S', quantity: 1 }]).id)
  await test.settle()
  const stays = customer('Loser Ltd.')
  salespeople(test.sandboxes.salesforce).merge('Account', winner, loser)
  await someHoursLater()
  await decide(loser, 'take')
  expect(orders.map((id) => salesOrder(id)?.customerId)).toEqual([stays?.id, stays?.id])
  const company = table('contacts').find((row) => row._partyId === stays?.id)?.number
  expect(['Lee Winning', 'Lee Losing'].map((name) => person(name)?.companyNumber)).toEqual([company, company])
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { choose } from '../../bridge/src/engine/choose.ts'
import { createAccount } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { insert, order } from './deals.ts'
import { salespeople } from './histories/salespeople.ts'
import { bookkeeper } from './histories/bookkeeper.ts'

let test: TestSystem
beforeAll(async () => {
  test = await startSystem()
  await test.settle()
})
afterAll(() => test.close())
const later = async () => {
  for (const h of [1, 7]) {
    await test.advance(h * 3600)
    await test.settle()
  }
}
const books = () => bookkeeper(test.sandboxes.businessCentral.company(test.sandboxes.businessCentral.companies[0]?.id ?? ''))
const contacts = () => books().company.table('contacts')
const customerOf = (name: string) => books().company.table('customers').find((r) => r.displayName === name)

it('recreate', async () => {
  const a = await createAccount(test.sandboxes, 'Alpha')
  insert(test.sandboxes, 'Contact', { AccountId: a, FirstName: 'Lee', LastName: 'Ver' })
  await test.settle()
  books().remove('customers', customerOf('Alpha')?.id ?? '')
  await later()
  const [issue] = await test.system.store.issues.list(10)
  console.log(issue?.message)
  await choose({ store: test.system.store, clock: test.clock }, String(issue?.id), 'recreate')
  await later()
  const company = contacts().find((r) => r._partyId === customerOf('Alpha')?.id)
  expect(contacts().find((r) => r.displayName === 'Lee Ver')?.companyNumber).toBe(company?.number)
})
it('take', async () => {
  const w = await createAccount(test.sandboxes, 'Winner 2')
  const l = await createAccount(test.sandboxes, 'Loser 2')
  insert(test.sandboxes, 'Contact', { AccountId: w, FirstName: 'Two', LastName: 'Ner' })
  const { id } = order(test.sandboxes, w, [{ item: '1896-S', quantity: 1 }])
  const theirs = order(test.sandboxes, l, [{ item: '1896-S', quantity: 2 }])
  await test.settle()
  const other = customerOf('Loser 2')
  salespeople(test.sandboxes.salesforce).merge('Account', w, l)
  await later()
  const issue = (await test.system.store.issues.list(10)).find((i) => i.record === l)
  await choose({ store: test.system.store, clock: test.clock }, String(issue?.id), 'take')
  await later()
  const company = contacts().find((r) => r._partyId === other?.id)
  const of = (orderId: string) => books().company.table('salesOrders').find((r) => String(r.externalDocumentNumber).endsWith(orderId.toUpperCase()))
  const accountOf = (orderId: string) => test.sandboxes.salesforce.records.get('Order', orderId)
  console.log('winner order', of(id)?.customerId === other?.id, accountOf(id)?.AccountId === w, accountOf(id)?.BC_Sync_Message__c, 'loser order', of(theirs.id)?.customerId === other?.id, accountOf(theirs.id)?.AccountId === w, accountOf(theirs.id)?.BC_Sync_Message__c)
  expect(contacts().find((r) => r.displayName === 'Two Ner')?.companyNumber).toBe(company?.number)
})

import { expect, it } from 'vitest'
import { issueOf } from '../support/issues.ts'
import { journals } from '../support/journals.ts'
import { later } from '../support/later.ts'
import { createAccount } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'
import { insert, order } from './deals.ts'

/** Business Central's notifications are lost, all of them: what was deleted there is missed all the same. */
const { test, books } = aBridge(async () => {
  await test.settle()
  test.sandboxes.businessCentral.faults.arm({ kind: 'webhook-lost', times: 0 })
})

const org = () => test.sandboxes.salesforce.records
const table = (set: string) => test.sandboxes.businessCentral.company(books.companyId).table(set)
const customerOf = (name: string) => {
  const [customer] = books.customers(name)
  if (!customer) throw new Error(`${name} is no customer.`)
  return customer
}
/** What vanished is looked for by the minute. */
const settleLater = () => later(test, 75)

it('a deleted customer is told on its account, without anybody touching the account', async () => {
  const id = await createAccount(test.sandboxes, 'Lost Ltd.')
  await settleLater()
  table('customers').delete(customerOf('Lost Ltd.').id)
  await settleLater()
  expect((await issueOf(test, id))?.message).toBe('Its customer was deleted in Business Central.')
  expect(org().get('Account', id)).toMatchObject({ BC_Sync_Status__c: 'Needs Attention' })
})

it('is noticed when another customer was made at the same time, so that there are as many as before', async () => {
  const id = await createAccount(test.sandboxes, 'Swapped Ltd.')
  await settleLater()
  const { id: customerId, ...card } = customerOf('Swapped Ltd.')
  table('customers').delete(customerId)
  table('customers').insert({ ...card, number: 'SWAP-1', displayName: 'In its place' })
  await settleLater()
  expect((await issueOf(test, id))?.message).toBe('Its customer was deleted in Business Central.')
})

it('a deleted contact person parts from its contact, which stays as it is', async () => {
  const accountId = await createAccount(test.sandboxes, 'Leavers Ltd.')
  const id = insert(test.sandboxes, 'Contact', { AccountId: accountId, FirstName: 'Lee', LastName: 'Ver' })
  await settleLater()
  const persons = () => table('contacts').filter((row) => row.displayName === 'Lee Ver')
  table('contacts').delete(persons()[0]?.id ?? '')
  await settleLater()
  const outcomes = (await test.system.store.audit.of('salesforce', id, 10)).map(({ outcome }) => outcome)
  expect(outcomes).toContain('uncoupled')
  expect(org().get('Contact', id)).toMatchObject({ FirstName: 'Lee', LastName: 'Ver', AccountId: accountId })
})

it('a deleted sales order is told on its order', async () => {
  const accountId = await createAccount(test.sandboxes, 'Orders Ltd.')
  await settleLater()
  const { id } = order(test.sandboxes, accountId, [{ item: '1896-S', quantity: 1 }])
  await settleLater()
  table('salesOrders').delete(books.salesOrders(id)[0]?.id ?? '')
  await settleLater()
  expect(org().get('Order', id)).toMatchObject({ BC_Order_Status__c: 'Deleted' })
})

it('a deleted draft invoice goes away', async () => {
  const accountId = await createAccount(test.sandboxes, 'Drafts Ltd.')
  await settleLater()
  const { number } = customerOf('Drafts Ltd.')
  const draft = table('salesInvoices').insert({
    ...table('salesInvoices').all()[0],
    id: crypto.randomUUID(),
    status: 'Draft',
    customerId: customerOf('Drafts Ltd.').id,
    customerNumber: number,
    number: 'DRAFT-1',
  })
  await settleLater()
  const shown = () =>
    org()
      .all('BC_Invoice__c')
      .filter((row) => row.BC_Account__c === accountId)
  expect(shown()).toHaveLength(1)
  table('salesInvoices').delete(draft.id)
  await settleLater()
  expect(shown()).toEqual([])
})

it('costs one call per set and company, and no write, while nothing is deleted', async () => {
  await settleLater()
  const companies = test.sandboxes.businessCentral.companies.length
  const since = journals(test)
  await settleLater()
  const calls = since.calls('businessCentral')
  const counts = calls.filter(({ url }) => /\/customers\?/.test(url) && url.includes('count=true'))
  expect(counts).toHaveLength(companies)
  expect(calls.filter(({ url }) => /\/customers\?/.test(url))).toHaveLength(2 * companies)
  expect(since.writes()).toEqual([])
})

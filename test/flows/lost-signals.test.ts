import { beforeAll, expect, it } from 'vitest'
import { issueOf } from '../support/issues.ts'
import { journals } from '../support/journals.ts'
import { later } from '../support/later.ts'
import { createAccount } from '../support/sell.ts'
import { insert } from './deals.ts'
import { bookkeeper } from './histories/bookkeeper.ts'
import { aSeller } from './seller.ts'
import { money } from './shown-money.ts'

/** Business Central's notifications are lost, all of them: what was deleted there is missed all the same, in either company. */
const { test, org, books, table, buyers, syncedByBoth } = aSeller()
beforeAll(() => {
  test.sandboxes.businessCentral.faults.arm({ kind: 'webhook-lost', times: 0 })
})

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
  const orders = await syncedByBoth()
  for (const { id, books: of, buyer } of orders) {
    const [made] = of.salesOrders(id)
    expect(made?.currencyCode ?? '').toBe(buyer.currencyCode)
    table('salesOrders', of).delete(made?.id ?? '')
  }
  await settleLater()
  for (const { id } of orders) expect(org().get('Order', id)).toMatchObject({ BC_Order_Status__c: 'Deleted' })
})

it('a deleted draft invoice goes away', async () => {
  const drafts = buyers.map((buyer) => {
    const key = String(org().get('Account', buyer.accountId)?.BC_Key__c)
    const customer = table('customers', buyer.books).find(({ id }) => key === `${buyer.books.companyId}:${id}`)
    const made = bookkeeper(test.sandboxes.businessCentral.company(buyer.books.companyId)).draft(
      'salesInvoices',
      String(customer?.number),
      [{ item: '1896-S', quantity: '3', unitPrice: '33.33' }],
    )
    return { ...made, buyer }
  })
  await settleLater()
  const shown = (accountId: string) =>
    org()
      .all('BC_Invoice__c')
      .filter((row) => row.BC_Account__c === accountId)
  for (const { id, buyer } of drafts) {
    const seen = shown(buyer.accountId)
    expect(seen).toMatchObject([{ BC_Status__c: 'Draft', BC_Currency_Code__c: buyer.currencyCode || 'USD' }])
    expect(money(seen[0]?.BC_Total_Excluding_Tax__c)).toBe('99.99')
    table('salesInvoices', buyer.books).delete(id)
  }
  await settleLater()
  for (const { buyer } of drafts) expect(shown(buyer.accountId)).toEqual([])
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

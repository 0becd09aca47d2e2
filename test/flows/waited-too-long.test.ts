import { afterAll, beforeAll, expect, it } from 'vitest'
import { issueOf } from '../support/issues.ts'
import { later } from '../support/later.ts'
import { createAccount } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { booksOf, type Books } from '../support/books.ts'
import { insert, order, update } from './deals.ts'

/** What waits for a customer that never comes: after BRIDGE_WAIT_HOURS a person hears of the root of it. */
let test: TestSystem
let books: readonly Books[]

const org = () => test.sandboxes.salesforce.records
const row = (object: string, id: string): Record<string, unknown> => org().get(object, id) ?? {}

beforeAll(async () => {
  test = await startSystem({ environment: { BRIDGE_WAIT_HOURS: '3' } })
  books = [booksOf(test.sandboxes), booksOf(test.sandboxes, 1)]
  await test.settle()
})
afterAll(() => test.close())

it('parks all that waits, names the root, tries no more, and lets everything go once the root is mended', async () => {
  const companies = test.sandboxes.businessCentral.companies
  const waiting = await Promise.all(
    companies.map(async ({ name }, index) => {
      const title = `Prospect of ${name}`
      const accountId = await createAccount(test.sandboxes, title, { Type: 'Prospect', BC_Company__c: name })
      const fields = index === 0 ? {} : { BC_Currency_Code__c: 'EUR' }
      const { id } = order(test.sandboxes, accountId, [{ item: '1896-S', quantity: 1 }], fields)
      const contactId = insert(test.sandboxes, 'Contact', { AccountId: accountId, LastName: `Early ${String(index)}` })
      return { title, accountId, index, records: [['Order', id] as const, ['Contact', contactId] as const] }
    }),
  )
  const all = waiting.flatMap(({ records }) => records)
  await test.settle()
  await later(test, 2 * 3600)
  for (const [object, id] of all) {
    expect(row(object, id)).toMatchObject({ BC_Sync_Status__c: 'Waiting' })
    expect(await issueOf(test, id)).toBeUndefined()
  }
  await later(test, 3600)
  for (const { title, records } of waiting) {
    for (const [object, id] of records) {
      const says = `It has waited for more than 3 hours. Waits for the account ${title}, which is not synced: its Type is not Customer`
      expect((await issueOf(test, id))?.message).toContain(says)
      expect(row(object, id)).toMatchObject({ BC_Sync_Status__c: 'Needs Attention' })
      expect(row(object, id).BC_Sync_Message__c).toContain(says)
    }
  }
  for (const { accountId } of waiting) update(test.sandboxes, 'Account', accountId, { Type: 'Customer - Direct' })
  await test.settle()
  for (const [object, id] of all) {
    expect(row(object, id)).toMatchObject({ BC_Sync_Status__c: 'Synced' })
    expect(await issueOf(test, id)).toBeUndefined()
  }
  for (const { index, records } of waiting) {
    const [made, ...others] = books[index]?.salesOrders(records[0]?.[1] ?? '') ?? []
    expect(others).toEqual([])
    expect(made?.currencyCode).toBe(index === 0 ? '' : 'EUR')
  }
})

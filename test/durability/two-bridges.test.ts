import { afterAll, beforeAll, expect, it } from 'vitest'
import { booksOf, type Books } from '../support/books.ts'
import { createAccount } from '../support/sell.ts'
import { settle } from '../support/settle.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'

/** Two bridges on one database share the work, and either may go. */
let test: TestSystem
let books: Books

beforeAll(async () => {
  test = await startSystem()
  books = booksOf(test.sandboxes)
  await test.settle()
})
afterAll(() => test.close())

const names = (series: string) => Array.from({ length: 30 }, (_, index) => `${series} ${index + 1}`)

it('makes one customer of each account, whoever works on it', async () => {
  const second = await test.another()
  const accounts: string[] = []
  for (const name of names('Shared')) accounts.push(await createAccount(test.sandboxes, name))
  await Promise.all([settle(test.system), settle(second)])
  await test.settle()
  expect(names('Shared').map((name) => books.customers(name).length)).toEqual(names('Shared').map(() => 1))
  for (const id of accounts) {
    expect(test.sandboxes.salesforce.records.get('Account', id)?.BC_Sync_Status__c).toBe('Synced')
  }
  await second.close()
})

it('goes on when one of them leaves in the middle', async () => {
  const second = await test.another()
  for (const name of names('Left')) await createAccount(test.sandboxes, name)
  const leaving = new AbortController()
  const working = second.worker.run(leaving.signal)
  for (const source of second.connectors.flatMap((connector) => connector.changes)) await source.poll?.(second.sink)
  leaving.abort()
  await working
  await second.close()
  await test.settle()
  expect(names('Left').map((name) => books.customers(name).length)).toEqual(names('Left').map(() => 1))
})

import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { booksOf, type Books } from '../support/books.ts'
import { createAccount, createOrder } from '../support/sell.ts'
import { settle } from '../support/settle.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'

/** Two bridges on one database share the work, and either may go. */
let test: TestSystem
let books: Books

const org = () => test.sandboxes.salesforce.records
const names = (series: string) => Array.from({ length: 30 }, (_, index) => `${series} ${index + 1}`)
const once = (series: string) => {
  expect(names(series).map((name) => books.customers(name).length)).toEqual(names(series).map(() => 1))
}

beforeAll(async () => {
  test = await startSystem()
  books = booksOf(test.sandboxes)
  await test.settle()
})
afterAll(() => test.close())

it('makes one customer of each account and one sales order of each order, whoever works on it', async () => {
  const second = await test.another()
  const accounts: string[] = []
  const orders: string[] = []
  for (const name of names('Shared')) {
    const account = await createAccount(test.sandboxes, name)
    accounts.push(account)
    orders.push(await createOrder(test.sandboxes, account, [{ item: '1896-S', quantity: 1 }]))
  }
  // Both hear of everything: every change is told twice.
  await Promise.all([settle(test.system, test.sandboxes), settle(second, test.sandboxes)])
  await test.settle()
  once('Shared')
  expect(orders.map((id) => books.salesOrders(id).length)).toEqual(orders.map(() => 1))
  for (const [index, id] of accounts.entries()) {
    const [customer] = books.customers(`Shared ${index + 1}`)
    expect(org().get('Account', id)).toMatchObject({ BC_Number__c: customer?.number, BC_Sync_Status__c: 'Synced' })
  }
  for (const id of orders) {
    expect(org().get('Order', id)).toMatchObject({
      BC_Number__c: books.salesOrders(id)[0]?.number,
      BC_Sync_Status__c: 'Synced',
    })
  }
  await second.close()
})

it('goes on when one of them leaves in the middle', async () => {
  const second = await test.another()
  const accounts: string[] = []
  for (const name of names('Left')) accounts.push(await createAccount(test.sandboxes, name))
  for (const source of second.connectors.flatMap((connector) => connector.changes)) await source.poll?.(second.sink)
  const leaving = new AbortController()
  const working = second.worker.run(leaving.signal)
  await vi.waitFor(() => expect(names('Left').flatMap((name) => books.customers(name)).length).toBeGreaterThan(0), {
    interval: 1,
    timeout: 30_000,
  })
  leaving.abort()
  await working
  await second.close()
  await test.settle()
  once('Left')
  for (const id of accounts) expect(org().get('Account', id)).toMatchObject({ BC_Sync_Status__c: 'Synced' })
})

it('goes on when one of them loses its database in the middle, without a word', async () => {
  const second = await test.another()
  const accounts: string[] = []
  for (const name of names('Lost')) accounts.push(await createAccount(test.sandboxes, name))
  for (const source of second.connectors.flatMap((connector) => connector.changes)) await source.poll?.(second.sink)
  const working = second.worker.drain().catch((error: unknown) => error)
  await vi.waitFor(() => expect(names('Lost').flatMap((name) => books.customers(name)).length).toBeGreaterThan(0), {
    interval: 1,
    timeout: 30_000,
  })
  // What it has claimed is nobody's until the other one notices that it is gone.
  await second.store.close()
  await working
  await second.close().catch(() => undefined)
  // The doubt about creates whose confirmation is missing is settled after a while.
  for (let round = 0; round < 6; round++) {
    await test.settle()
    await test.advance(60)
  }
  once('Lost')
  for (const id of accounts) expect(org().get('Account', id)).toMatchObject({ BC_Sync_Status__c: 'Synced' })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { runningBridge, type Running } from '../flows/while-it-runs.ts'
import { booksOf, type Books } from '../support/books.ts'
import { change, createAccount, createOrder } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'

/** The database stops and starts under a bridge that runs: nothing is lost, nobody restarts anything. */
let test: TestSystem
let books: Books
let running: Running
let accountId: string

const org = () => test.sandboxes.salesforce.records
const ready = async () => (await test.system.app.request('/readyz')).status

beforeAll(async () => {
  test = await startSystem({ ownDatabase: true })
  books = booksOf(test.sandboxes)
  running = runningBridge(test)
  accountId = await createAccount(test.sandboxes, 'Steady Ltd.')
  await running.until(() => {
    expect(org().get('Account', accountId)?.BC_Sync_Status__c).toBe('Synced')
    expect(org().all('PricebookEntry')).toHaveLength(books.items().length)
  })
})
afterAll(async () => {
  await running.stop()
  await test.close()
})

/** Each deed is done in this many records, so that some are under way when the database stops. */
const names = Array.from({ length: 12 }, (_, index) => `Interrupted ${index + 1} Ltd.`)

it('finishes what was under way, and hears what happened meanwhile', async () => {
  const before: string[] = []
  for (const name of names) before.push(await createAccount(test.sandboxes, name))
  const order = await createOrder(test.sandboxes, accountId, [{ item: '1896-S', quantity: 2 }])
  // In the middle of the work: some are made, not all.
  await running.until(() => expect(names.flatMap((name) => books.customers(name)).length).toBeGreaterThan(0))
  await test.database.server.stop()
  await running.until(async () => expect(await ready()).toBe(503))

  const meanwhile = await createAccount(test.sandboxes, 'Meanwhile Ltd.')
  change(test.sandboxes, 'Account', accountId, { BillingCity: 'Savannah' })
  await test.advance(30)
  expect(books.customers('Meanwhile Ltd.')).toHaveLength(0)

  await test.database.server.ensure()
  await running.until(() => {
    for (const id of [...before, meanwhile])
      expect(org().get('Account', id)).toMatchObject({ BC_Sync_Status__c: 'Synced' })
    expect(org().get('Order', order)).toMatchObject({ BC_Sync_Status__c: 'Synced' })
    expect(books.customers('Steady Ltd.')[0]?.city).toBe('Savannah')
  })
  await running.until(async () => expect(await ready()).toBe(200))
  expect([...names, 'Meanwhile Ltd.'].map((name) => books.customers(name).length)).toEqual(
    [...names, 'Meanwhile Ltd.'].map(() => 1),
  )
  expect(books.salesOrders(order)).toHaveLength(1)
  expect(await test.system.store.issues.list(10)).toEqual([])
})

it('asks Business Central to repeat a notification that came while it was away', async () => {
  const [customer] = books.customers('Steady Ltd.')
  await test.database.server.stop()
  await running.until(async () => expect(await ready()).toBe(503))
  test.sandboxes.businessCentral
    .company(books.companyId)
    .table('customers')
    .update(customer?.id ?? '', { creditLimit: '4321' })
  // The notification goes out and is refused; the vendor repeats it later.
  await test.advance(60)
  await test.database.server.ensure()
  await running.until(() => {
    const shown = org()
      .all('BC_Customer__c')
      .find((row) => row.BC_Account__c === accountId)
    expect(Number(shown?.BC_Credit_Limit__c)).toBe(4321)
  })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { booksOf, type Books } from '../support/books.ts'
import { createAccount } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'

/** The database goes away and comes back: nothing is lost, nothing must be restarted. */
let test: TestSystem
let books: Books

beforeAll(async () => {
  test = await startSystem({ ownDatabase: true })
  books = booksOf(test.sandboxes)
  await test.settle()
})
afterAll(() => test.close())

const notification = () =>
  test.system.app.request('/webhooks/business-central', {
    method: 'POST',
    body: JSON.stringify({ value: [{ clientState: 'x', resource: 'y', changeType: 'updated' }] }),
    headers: { 'content-type': 'application/json' },
  })

it('is not ready without it, asks senders to come again, and finishes the work once it is back', async () => {
  const id = await createAccount(test.sandboxes, 'Patience Ltd.')
  await test.database.server.stop()
  const ready = await test.system.app.request('/readyz')
  expect(ready.status).toBe(503)
  const { parts } = (await ready.json()) as { parts: { name: string; ok: boolean }[] }
  expect(parts.find((part) => part.name === 'database')?.ok).toBe(false)
  expect((await test.system.app.request('/healthz')).status).toBe(200)
  expect((await notification()).status).toBe(503)
  await expect(test.settle()).rejects.toThrow()

  await test.database.server.ensure()
  await test.settle()
  expect(books.customers('Patience Ltd.')).toHaveLength(1)
  expect(test.sandboxes.salesforce.records.get('Account', id)?.BC_Sync_Status__c).toBe('Synced')
  expect((await notification()).status).toBe(200)
})

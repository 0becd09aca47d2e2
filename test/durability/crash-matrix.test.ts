import { afterAll, beforeAll, expect, it } from 'vitest'
import { booksOf, type Books } from '../support/books.ts'
import { createAccount, createOrder } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { mortalBridge } from './mortal-bridge.ts'

/**
 * The bridge is killed (SIGKILL, a real process) at every step at which it awaits something from outside. Another bridge on the
 * same database then goes on. Whatever the step, there is one customer and one sales order, linked and told.
 */
let test: TestSystem
let books: Books

beforeAll(async () => {
  test = await startSystem()
  books = booksOf(test.sandboxes)
  await test.settle()
})
afterAll(() => test.close())

interface Deed {
  readonly name: string
  readonly entity: string
  /** Does it in Salesforce; returns the record's id. */
  readonly act: (number: number) => Promise<string>
  /** How many records of it there are in Business Central, and whether Salesforce was told. */
  readonly look: (id: string) => { made: number; told: boolean }
}

const org = () => test.sandboxes.salesforce.records

const deeds: readonly Deed[] = [
  {
    name: 'account → customer',
    entity: 'Account',
    act: (number) => createAccount(test.sandboxes, `Crash ${number} Ltd.`),
    look(id) {
      const account = org().get('Account', id)
      const made = books.customers(String(account?.Name))
      return { made: made.length, told: account?.BC_Number__c === made[0]?.number }
    },
  },
  {
    name: 'order → sales order',
    entity: 'Order',
    act: (number) => {
      const account = org()
        .all('Account')
        .find((row) => row.BC_Number__c !== null)
      return createOrder(test.sandboxes, account?.Id ?? '', [{ item: '1896-S', quantity: 1 + number }])
    },
    look(id) {
      const made = books.salesOrders(id)
      return { made: made.length, told: org().get('Order', id)?.BC_Number__c === made[0]?.number }
    },
  },
]

it.each(deeds)(
  'survives SIGKILL at every awaited step of $name',
  { timeout: 600_000 },
  async ({ name, entity, act, look }) => {
    const untouched = await act(0)
    const { steps = 0 } = await (await mortalBridge(test)).go(entity, untouched)
    expect(look(untouched)).toEqual({ made: 1, told: true })
    expect(steps).toBeGreaterThan(10)

    let survived = 0
    // The next one comes up while this one works and dies.
    let next = mortalBridge(test, 1)
    for (let step = 1; step <= steps; step++) {
      const bridge = await next
      if (step < steps) next = mortalBridge(test, step + 1)
      const id = await act(step)
      const { killed } = await bridge.go(entity, id)
      if (!killed) survived++
      // The doubt about a create whose answer was lost is settled after a while.
      await test.advance(60)
      await test.settle()
      expect({ step, ...look(id) }).toEqual({ step, made: 1, told: true })
    }
    console.log(`${name}: ${steps} awaited steps, killed at ${steps - survived} of them, always one record afterwards`)
    // How many steps a run awaits varies by a few with what the database has in its caches.
    expect(survived).toBeLessThan(steps / 4)
  },
)

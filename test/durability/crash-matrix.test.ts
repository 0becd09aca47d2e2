import { afterAll, beforeAll, expect, it } from 'vitest'
import { booksOf, type Books } from '../support/books.ts'
import { createAccount, createOrder } from '../support/sell.ts'
import { activate, addOrderLine, deactivate, deal, order, update, win } from '../flows/deals.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { mortalBridge } from './mortal-bridge.ts'

/**
 * The bridge is killed (SIGKILL, a real process) at steps at which it awaits something from outside: at every one with
 * CRASH_STRIDE=1, as each night, else at a sample of them. Another bridge on the same database then goes on. Whatever the step,
 * there is one customer and one sales order, linked and told.
 */
const everyStep = Number(process.env.CRASH_STRIDE ?? 12)
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
  /** Of a sample, one in so many: most steps are those of the other deeds. */
  readonly sparser?: number
  /** How many records of it there are in Business Central, and whether Salesforce was told. */
  readonly look: (id: string) => { made: number; told: boolean }
}

const org = () => test.sandboxes.salesforce.records
const someCustomer = () =>
  org()
    .all('Account')
    .find((row) => row.BC_Number__c !== null)?.Id ?? ''

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
    act: (number) => createOrder(test.sandboxes, someCustomer(), [{ item: '1896-S', quantity: 1 + number }]),
    look(id) {
      const made = books.salesOrders(id)
      return { made: made.length, told: org().get('Order', id)?.BC_Number__c === made[0]?.number }
    },
  },
  {
    name: 'won opportunity → sales order',
    entity: 'Opportunity',
    sparser: 2,
    act: (number) => {
      const { id } = deal(test.sandboxes, someCustomer(), [{ item: '1896-S', quantity: 1 + number }])
      return Promise.resolve(win(test.sandboxes, id))
    },
    look(id) {
      const made = books.salesOrders(id)
      return { made: made.length, told: org().get('Opportunity', id)?.BC_Number__c === made[0]?.number }
    },
  },
  {
    name: 'changed order → its sales order',
    entity: 'Order',
    sparser: 2,
    act: async (number) => {
      const { id, lineIds } = order(test.sandboxes, someCustomer(), [{ item: '1896-S', quantity: 1 }])
      await test.settle()
      deactivate(test.sandboxes, id)
      update(test.sandboxes, 'OrderItem', String(lineIds[0]), { Quantity: 2 + number })
      addOrderLine(test.sandboxes, id, { item: '1900-S', quantity: 1 + number })
      return activate(test.sandboxes, id)
    },
    look(id) {
      const [made, ...others] = books.salesOrders(id)
      const lines = books.linesOf('salesOrderLines', made?.id ?? '')
      const wanted = org()
        .all('OrderItem')
        .filter((line) => line.OrderId === id)
      const asWanted =
        lines.length === wanted.length &&
        wanted.every((line) => lines.some((each) => Number(each.quantity) === Number(line.Quantity)))
      return { made: 1 + others.length, told: asWanted }
    },
  },
]

it.each(deeds)(
  everyStep === 1
    ? 'survives SIGKILL at any awaited step of $name'
    : 'survives SIGKILL at a sample of the awaited steps of $name',
  { timeout: 1_800_000 },
  async ({ name, entity, act, look, sparser = 1 }) => {
    const stride = everyStep === 1 ? 1 : everyStep * sparser
    const untouched = await act(0)
    await (await mortalBridge(test)).go(entity, untouched)
    expect(look(untouched)).toEqual({ made: 1, told: true })

    let kills = 0
    // Which step is the last varies by a few with what the database has in its caches: three in a row lived through it.
    let lived = 0
    // The next one comes up while this one works and dies.
    let next = mortalBridge(test, 1)
    for (let step = 1; lived < 3; step += stride) {
      const bridge = await next
      next = mortalBridge(test, step + stride)
      const id = await act(step)
      const { killed } = await bridge.go(entity, id)
      lived = killed ? 0 : lived + 1
      if (killed) kills++
      // The doubt about a create whose answer was lost is settled after a while.
      await test.advance(60)
      await test.settle()
      expect({ step, ...look(id) }).toEqual({ step, made: 1, told: true })
    }
    await (await next).end()
    console.log(`${name}: killed at ${kills} awaited steps (every ${stride}.), always one record afterwards`)
    expect(kills).toBeGreaterThanOrEqual(4)
    expect(kills * stride).toBeGreaterThan(40)
  },
)

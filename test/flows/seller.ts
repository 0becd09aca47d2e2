import { afterAll, beforeAll, expect } from 'vitest'
import { booksOf, type Books } from '../support/books.ts'
import { journals } from '../support/journals.ts'
import { createAccount } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { activate, deactivate, order } from './deals.ts'

/** A bridge between two systems, and an account with its customer that buys. */
interface Opened {
  readonly test: TestSystem
  readonly books: Books
  readonly accountId: string
}

/** Orders of two lines and what becomes of them. Call it at the top of a test file: it brings its own set-up and clean-up. */
export function aSeller() {
  let opened: Opened | undefined
  beforeAll(async () => {
    const test = await startSystem()
    opened = { test, books: booksOf(test.sandboxes), accountId: await createAccount(test.sandboxes, 'Acme Ltd.') }
    await test.settle()
  })
  afterAll(() => opened?.test.close())

  const open = (): Opened => {
    if (!opened) throw new Error('The seller starts before the first test.')
    return opened
  }
  const org = () => open().test.sandboxes.salesforce.records
  const table = (name: string, of: Books = open().books) =>
    open().test.sandboxes.businessCentral.company(of.companyId).table(name)
  /** The sales order of an order, of which there is never a second one. */
  const made = (orderId: string, of: Books = open().books) => {
    const [only, ...others] = of.salesOrders(orderId)
    expect(others).toEqual([])
    return only
  }
  /** Finance sets the status of the sales order. */
  const become = (orderId: string, status: string) => table('salesOrders').update(made(orderId)?.id ?? '', { status })
  const two = [
    { item: '1896-S', quantity: 1 },
    { item: '1900-S', quantity: 5 },
  ]
  return {
    get test() {
      return open().test
    },
    get accountId() {
      return open().accountId
    },
    get books() {
      return open().books
    },
    org,
    table,
    made,
    two,
    /** Items and quantities of the sales order, in their sequence. */
    linesOf: (orderId: string) =>
      open()
        .books.linesOf('salesOrderLines', made(orderId)?.id ?? '')
        .filter((line) => line.lineType === 'Item')
        .toSorted((a, b) => Number(a.sequence) - Number(b.sequence))
        .map((line) => [line.lineObjectNumber, String(line.quantity)]),
    told: (orderId: string) => String(org().get('Order', orderId)?.BC_Sync_Message__c),
    status: (orderId: string) => org().get('Order', orderId)?.BC_Sync_Status__c,
    release: (orderId: string) => become(orderId, 'Open'),
    reopen: (orderId: string) => become(orderId, 'Draft'),
    /** An activated order of two lines that has its sales order. */
    synced: async (fields: Record<string, unknown> = {}, buyer = open().accountId) => {
      const result = order(open().test.sandboxes, buyer, two, fields)
      await open().test.settle()
      return result
    },
    /** Sales reworks the order and activates it again. */
    rework: (id: string, work: () => void) => {
      deactivate(open().test.sandboxes, id)
      work()
      activate(open().test.sandboxes, id)
    },
    /** What the bridge has written to Business Central because of it. */
    writesWhile: async (work: () => void | Promise<void>) => {
      const since = journals(open().test)
      await work()
      await open().test.settle()
      return since.writes('businessCentral')
    },
  }
}

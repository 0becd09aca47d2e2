import { expect } from 'vitest'
import type { Books } from '../support/books.ts'
import { journals } from '../support/journals.ts'
import { createAccount } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'
import { activate, deactivate, order } from './deals.ts'

/** An account with its customer. */
export interface Buyer {
  /** For the title of a test. */
  readonly where: string
  readonly accountId: string
  /** Those of the customer's company. */
  readonly books: Books
  /** That of its documents: blank for the company's own. */
  readonly currencyCode: string
  /** What its orders and opportunities say besides. */
  readonly says: Readonly<Record<string, unknown>>
}

/**
 * Accounts with customers that buy: orders, and what becomes of them. Call it at the top of a test file: it brings its own
 * set-up and clean-up.
 */
export function aSeller() {
  let [accountId, abroad] = ['', '']
  const { test, books, there } = aBridge(async () => {
    accountId = await createAccount(test.sandboxes, 'Acme Ltd.')
    const BC_Company__c = test.sandboxes.businessCentral.companies[1]?.name
    abroad = await createAccount(test.sandboxes, 'Acme Abroad', { BC_Company__c, BC_Currency_Code__c: 'EUR' })
    await test.settle()
  })

  const org = () => test.sandboxes.salesforce.records
  const table = (name: string, of: Books = books) => test.sandboxes.businessCentral.company(of.companyId).table(name)
  /** The sales order of an order, of which there is never a second one. */
  const made = (orderId: string, of: Books = books) => {
    const [only, ...others] = of.salesOrders(orderId)
    expect(others).toEqual([])
    return only
  }
  /** The lines of the sales order, comments too, in their sequence. */
  const rowsOf = (orderId: string, of: Books = books) =>
    of
      .linesOf('salesOrderLines', made(orderId, of)?.id ?? '')
      .toSorted((a, b) => Number(a.sequence) - Number(b.sequence))
  /** Finance sets the status of the sales order. */
  const become = (orderId: string, status: string, of: Books = books) =>
    table('salesOrders', of).update(made(orderId, of)?.id ?? '', { status })
  const two = [
    { item: '1896-S', quantity: 1 },
    { item: '1900-S', quantity: 5 },
  ]
  /** A customer of the first company in its own currency, and one of the second company in euro. */
  const buyers: readonly [Buyer, Buyer] = [
    {
      where: 'in dollars, of a company in dollars',
      books,
      currencyCode: '',
      says: {},
      get accountId() {
        return accountId
      },
    },
    {
      where: 'in euro, of a company in pounds',
      books: there,
      currencyCode: 'EUR',
      says: { BC_Currency_Code__c: 'EUR' },
      get accountId() {
        return abroad
      },
    },
  ]

  return {
    test,
    books,
    there,
    /** The first of the buyers. */
    get accountId() {
      return accountId
    },
    buyers,
    org,
    table,
    made,
    two,
    rowsOf,
    /** Items and quantities of the sales order, in their sequence. */
    linesOf: (orderId: string, of: Books = books) =>
      rowsOf(orderId, of)
        .filter((line) => line.lineType === 'Item')
        .map((line) => [line.lineObjectNumber, String(line.quantity)]),
    told: (orderId: string) => String(org().get('Order', orderId)?.BC_Sync_Message__c),
    status: (orderId: string) => org().get('Order', orderId)?.BC_Sync_Status__c,
    release: (orderId: string, of?: Books) => become(orderId, 'Open', of),
    reopen: (orderId: string, of?: Books) => become(orderId, 'Draft', of),
    /** An activated order of two lines that has its sales order. */
    synced: async (fields: Record<string, unknown> = {}, buyer = accountId) => {
      const result = order(test.sandboxes, buyer, two, fields)
      await test.settle()
      return result
    },
    /** As many of them: one of each buyer. */
    syncedByBoth: async (fields: Record<string, unknown> = {}) => {
      const orders = buyers.map((buyer) => {
        const sold = order(test.sandboxes, buyer.accountId, two, { ...fields, ...buyer.says })
        return { ...sold, buyer, books: buyer.books }
      })
      await test.settle()
      return orders
    },
    /** Sales reworks the order and activates it again. */
    rework: (id: string, work: () => void) => {
      deactivate(test.sandboxes, id)
      work()
      activate(test.sandboxes, id)
    },
    /** What the bridge has written to Business Central because of it. */
    writesWhile: async (work: () => void | Promise<void>) => {
      const since = journals(test)
      await work()
      await test.settle()
      return since.writes('businessCentral')
    },
  }
}

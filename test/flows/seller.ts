import { expect } from 'vitest'
import { noGuid } from '../emulators/business-central/wire/blank.ts'
import type { Books } from '../support/books.ts'
import { journals } from '../support/journals.ts'
import { createAccount } from '../support/sell.ts'
import { aBridge } from './a-bridge.ts'
import { activate, deactivate, order } from './deals.ts'
import { bookkeeper } from './histories/bookkeeper.ts'
import { markets, openAccount, type Market } from './markets.ts'
import { onlySalesOrder } from './only-sales-order.ts'

/** An account with its customer. */
export interface Buyer extends Market {
  readonly accountId: string
  /** Those of the customer's company. */
  readonly books: Books
}

/**
 * Accounts with customers that buy: orders, and what becomes of them. Call it at the top of a test file: it brings its own
 * set-up and clean-up.
 */
export function aSeller() {
  let [accountId, abroad] = ['', '']
  const { test, books, there } = aBridge(async () => {
    accountId = await createAccount(test.sandboxes, 'Acme Ltd.')
    abroad = await openAccount(test.sandboxes, markets[1], 'Acme Abroad')
    await test.settle()
  })

  const org = () => test.sandboxes.salesforce.records
  const table = (name: string, of: Books = books) => test.sandboxes.businessCentral.company(of.companyId).table(name)
  /** The sales orders of records, in either company. */
  const salesOrders = (...ids: string[]) => ids.flatMap((id) => [books, there].flatMap((each) => each.salesOrders(id)))
  /** The sales order of an order in this company; there is never a second one, in either. */
  const made = (orderId: string, of: Books = books) => {
    expect(salesOrders(orderId).slice(1)).toEqual([])
    return of.salesOrders(orderId)[0]
  }
  /** The record has its one sales order: in the company and the currency of the buyer, over so much. */
  const stands = (id: string, buyer: Pick<Buyer, 'books' | 'currencyCode'>, total: string) =>
    onlySalesOrder([books, there], id, buyer, total)
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
      ...markets[0],
      books,
      get accountId() {
        return accountId
      },
    },
    {
      ...markets[1],
      books: there,
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
    /** A new account in either company, in the currency of the buyer there. */
    accountsOf: (name: string, fields: Record<string, unknown> = {}): Promise<readonly Buyer[]> =>
      Promise.all(
        buyers.map(async (buyer) => ({ ...buyer, accountId: await openAccount(test.sandboxes, buyer, name, fields) })),
      ),
    made,
    stands,
    /** The order has its one sales order, as it should be, and says so. */
    isMade: (id: string, buyer: Pick<Buyer, 'books' | 'currencyCode'>, total: string) => {
      const { number } = stands(id, buyer, total)
      expect(org().get('Order', id)).toMatchObject({ BC_Number__c: number, BC_Sync_Status__c: 'Synced' })
    },
    /** None of the records has a sales order, in either company. */
    isNotMade: (...ids: string[]) => {
      expect(salesOrders(...ids)).toEqual([])
    },
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
    /** Finance puts the sales order into another currency (blank: that of the company), which makes its lines anew. */
    putInto: (currencyCode: string, orderId: string, of: Books = books) => {
      const before = rowsOf(orderId, of).map(({ id }) => id)
      const [card] = table('currencies', of).filter(({ code }) => code === currencyCode)
      const { edit } = bookkeeper(test.sandboxes.businessCentral.company(of.companyId))
      edit('salesOrders', made(orderId, of)?.id ?? '', { currencyId: card?.id ?? noGuid, currencyCode })
      const after = rowsOf(orderId, of)
      expect(after).toHaveLength(before.length)
      expect(after.filter(({ id }) => before.includes(id))).toEqual([])
    },
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

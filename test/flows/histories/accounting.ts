import type { Row } from '../../emulators/business-central/tables.ts'
import { change } from '../../support/sell.ts'
import { mirroredCustomers } from './agreement.ts'
import type { Bookkeeper } from './bookkeeper.ts'
import { choose, on, type Deed, type Doing } from './deed.ts'
import { text } from './said.ts'
import type { World } from './world.ts'

interface Found {
  readonly books: Bookkeeper
  readonly row: Row
}

function salesOrdersOf(world: World): Found[] {
  return world.offices.flatMap((books) => {
    const mirrored = mirroredCustomers(world.test.sandboxes.salesforce.records, books.company)
    return books.company
      .table('salesOrders')
      .filter((row) => mirrored.has(String(row.customerId)))
      .map((row) => ({ books, row }))
  })
}

function customerOf(world: World, { pick, other }: Deed): Found | undefined {
  const books = choose(world.offices, other)
  const names = new Set(world.accounts.values())
  const customers = books?.company.table('customers').filter((row) => names.has(String(row.displayName)))
  const row = choose(customers ?? [], pick)
  return books && row && { books, row }
}

/** What finance does besides what it posts. */
export const accounting = {
  editCustomer: (world, deed) =>
    on(customerOf(world, deed), ({ books, row }) => {
      books.edit('customers', row.id, { creditLimit: String(deed.amount * 100) })
    }),
  blockCustomer: (world, deed) =>
    on(customerOf(world, deed), ({ books, row }) => {
      books.edit('customers', row.id, { blocked: row.blocked === 'All' ? '_x0020_' : 'All' })
    }),
  /** Finance moves a customer to another town, which is the salespeople's to say. */
  moveCustomer: (world, deed) =>
    on(customerOf(world, deed), ({ books, row }) => {
      books.edit('customers', row.id, { city: `Village ${deed.amount}` })
    }),
  renumberCustomer(world, deed) {
    const found = customerOf(world, deed)
    if (!found) return false
    const { books, row } = found
    const count = books.company.table('customers').all().length
    books.edit('customers', row.id, { number: `R${count}-${deed.amount}-${deed.pick}` })
    return true
  },
  /** Both sides edit the same record before either hears of the other. */
  editBoth(world, deed) {
    const found = customerOf(world, deed)
    if (!found) return false
    const { records } = world.test.sandboxes.salesforce
    const account = [...world.accounts].find(
      ([id, name]) => name === found.row.displayName && records.get('Account', id),
    )
    if (account) change(world.test.sandboxes, 'Account', account[0], { BillingCity: `Town ${deed.pick}` })
    found.books.edit('customers', found.row.id, { city: `Village ${deed.amount}`, creditLimit: String(deed.amount) })
    return account !== undefined
  },
  deleteCustomer: (world, deed) =>
    on(customerOf(world, deed), ({ books, row }) => {
      books.remove('customers', row.id)
    }),
  /** Everything that salespeople have sold by one order leaves the house, and the order is gone. */
  invoiceSold: (world, { pick }) =>
    on(
      choose(
        salesOrdersOf(world).filter(({ row }) => text(row.externalDocumentNumber) !== ''),
        pick,
      ),
      ({ books, row }) => books.shipAndInvoice(row.id),
    ),
  deleteOrder(world, { pick }) {
    const found = choose(salesOrdersOf(world), pick)
    if (!found) return false
    found.books.remove('salesOrders', found.row.id)
    world.deletedOrders.set(found.row.id, String(found.row.externalDocumentNumber))
    return true
  },
} satisfies Record<string, Doing>

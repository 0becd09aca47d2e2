import type { Row } from '../../emulators/business-central/tables.ts'
import { change, createAccount, draftOrder } from '../../support/sell.ts'
import { settle } from '../../support/settle.ts'
import { activate, deal as newDeal, draft as draftOfDeal, remove, win } from '../deals.ts'
import { mirroredCustomers } from './agreement.ts'
import type { Bookkeeper } from './bookkeeper.ts'
import { takeMoneyMove } from './money-moves.ts'
import type { Deed, Move } from './moves.ts'
import { signal, type World } from './world.ts'

const choose = <T>(from: readonly T[], index: number): T | undefined => from[index % Math.max(1, from.length)]
const items = ['1896-S', '1928-S', '1996-S', '1900-S']

/** What may be done to an order: what it is now decides. */
function statusOf({ test }: World, orderId: string): unknown {
  return test.sandboxes.salesforce.records.get('Order', orderId)?.Status
}

function salesOrdersOf(world: World): { readonly books: Bookkeeper; readonly row: Row }[] {
  return world.offices.flatMap((books) => {
    const mirrored = mirroredCustomers(world.test.sandboxes.salesforce.records, books.company)
    return books.company
      .table('salesOrders')
      .filter((row) => mirrored.has(String(row.customerId)))
      .map((row) => ({ books, row }))
  })
}

async function take(world: World, deed: Deed): Promise<void> {
  const { test, accounts, orders } = world
  const { sandboxes } = test
  const { faults } = sandboxes.businessCentral
  const office = choose(world.offices, deed.other)
  const account = choose([...accounts.keys()], deed.pick)
  const order = choose([...orders], deed.pick)
  switch (deed.do) {
    case 'newAccount': {
      const name = `Customer ${accounts.size + 1} of ${office?.company.name ?? ''}`
      const id = await createAccount(sandboxes, name, { BC_Company__c: office?.company.name })
      accounts.set(id, name)
      break
    }
    case 'editAccount':
      if (account !== undefined) change(sandboxes, 'Account', account, { BillingCity: `Town ${deed.amount}` })
      break
    case 'newOrder': {
      if (account === undefined) break
      const lines = items.slice(0, 1 + (deed.other % 3)).map((item) => ({ item, quantity: deed.amount }))
      const company = sandboxes.salesforce.records.get('Account', account)?.BC_Company__c
      const { id: companyId } = world.offices.find(({ company: { name } }) => name === company)?.company ?? { id: '' }
      const id = draftOrder(sandboxes, account, lines, companyId)
      change(sandboxes, 'Order', id, { BC_Company__c: company })
      change(sandboxes, 'Order', id, { Status: 'Activated' })
      orders.add(id)
      break
    }
    case 'reworkOrder': {
      if (order === undefined || statusOf(world, order) !== 'Activated') break
      const { records } = sandboxes.salesforce
      const line = choose(
        records.all('OrderItem').filter((row) => row.OrderId === order),
        deed.other,
      )
      change(sandboxes, 'Order', order, { Status: 'Draft' })
      if (line) change(sandboxes, 'OrderItem', line.Id, { Quantity: deed.amount })
      change(sandboxes, 'Order', order, { Status: 'Activated' })
      break
    }
    case 'cancelOrder':
      if (order !== undefined && statusOf(world, order) === 'Activated') {
        change(sandboxes, 'Order', order, { Status: 'Draft' })
      }
      break
    case 'deleteDraft':
      if (order !== undefined && statusOf(world, order) === 'Draft') {
        remove(sandboxes, 'Order', order)
        orders.delete(order)
      }
      break
    case 'newDeal': {
      const [first] = world.offices
      const { records } = sandboxes.salesforce
      const ours = [...accounts.keys()].filter(
        (id) => records.get('Account', id)?.BC_Company__c === first?.company.name,
      )
      const customer = choose(ours, deed.other)
      if (customer === undefined) break
      const lines = items.slice(0, 1 + (deed.other % 3)).map((item) => ({ item, quantity: deed.amount }))
      const { id } = newDeal(sandboxes, customer, lines)
      world.deals.add(id)
      if (deed.pick % 2 === 0) win(sandboxes, id)
      break
    }
    case 'winDeal': {
      const id = choose([...world.deals], deed.pick)
      if (id !== undefined) win(sandboxes, id)
      break
    }
    case 'orderOfDeal': {
      const id = choose([...world.deals], deed.pick)
      const { records } = sandboxes.salesforce
      if (id === undefined || records.all('Order').some((row) => row.OpportunityId === id)) break
      const opportunity = records.get('Opportunity', id)
      const fields = { OpportunityId: id, BC_Company__c: world.offices[0]?.company.name }
      const made = draftOfDeal(
        sandboxes,
        String(opportunity?.AccountId),
        [{ item: '1928-S', quantity: deed.amount }],
        fields,
      )
      activate(sandboxes, made.id)
      orders.add(made.id)
      break
    }
    case 'editCustomer':
    case 'blockCustomer': {
      const customers = office?.company
        .table('customers')
        .filter((row) => [...accounts.values()].includes(String(row.displayName)))
      const customer = choose(customers ?? [], deed.pick)
      const edit =
        deed.do === 'editCustomer'
          ? { creditLimit: String(deed.amount * 100) }
          : { blocked: customer?.blocked === 'All' ? '_x0020_' : 'All' }
      if (customer) office?.change('customers', customer.id, edit)
      break
    }
    case 'deleteOrder': {
      const found = choose(salesOrdersOf(world), deed.pick)
      if (!found) break
      found.books.remove('salesOrders', found.row.id)
      world.deletedOrders.add(found.row.id)
      break
    }
    case 'look': {
      const sources = world.bridge.connectors.flatMap(({ changes }) => changes)
      await choose(sources, deed.pick)?.poll?.(world.bridge.sink)
      // Stamps are whole seconds: what people do next must not carry the stamp of what has been read.
      await test.advance(1)
      break
    }
    case 'work':
      await world.bridge.worker.drain()
      break
    case 'settle':
      await settle(world.bridge)
      await test.advance(1)
      break
    case 'wait':
      await test.advance(deed.amount)
      break
    case 'waitLong':
      await test.advance(deed.amount * 600)
      break
    case 'loseNotifications':
      faults.arm({ kind: 'webhook-lost', times: 1 + (deed.pick % 3) })
      break
    case 'delayNotifications':
      faults.arm({ kind: 'webhook-late', times: 1 + (deed.pick % 3), milliseconds: deed.amount * 10_000 })
      break
    case 'doubleNotifications':
      faults.arm({ kind: 'webhook-duplicate', times: 1 + (deed.pick % 3) })
      break
    case 'tellOldNews':
      await tellAgain(world, deed)
      break
    case 'restart': {
      if (world.bridge !== test.system) await world.bridge.close()
      world.bridge = deed.pick % 2 === 0 ? await test.another() : test.system
      break
    }
  }
}

/** Signals of things that were told long ago, in any order. */
async function tellAgain(world: World, deed: Deed): Promise<void> {
  const office = choose(world.offices, deed.other)
  const invoice = choose(office?.company.table('salesInvoices').all() ?? [], deed.pick)
  const account = choose([...world.accounts.keys()], deed.pick)
  await world.bridge.sink.accept([
    ...(invoice && office
      ? [
          signal('business-central', 'salesInvoice', office.company.id, invoice.id),
          signal('business-central', 'customer', office.company.id, String(invoice.customerId)),
        ]
      : []),
    ...(account === undefined ? [] : [signal('salesforce', 'Account', '', account)]),
  ])
}

/**
 * Does it.
 *
 * @throws BusinessError when Business Central refuses it
 */
export async function happen(world: World, move: Move): Promise<void> {
  if ('deed' in move) {
    await take(world, move.deed)
    return
  }
  const { money } = move
  const books = choose(world.offices, money.office)
  if (!books) return
  const customers = books.company
    .table('customers')
    .filter((row) => [...world.accounts.values()].includes(String(row.displayName)))
  if (customers.length === 0) return
  takeMoneyMove(
    books,
    customers.map(({ id }) => id),
    money,
  )
  if (!money.look) return
  await settle(world.bridge)
  await world.test.advance(1)
}

import { Decimal } from 'decimal.js'
import type { System } from '../../../bridge/src/system.ts'
import type { Row } from '../../emulators/business-central/tables.ts'
import { change, createAccount, draftOrder } from '../../support/sell.ts'
import { activate, deal as newDeal, draft as draftOfDeal, remove, win } from '../deals.ts'
import { settle } from '../../support/settle.ts'
import type { TestSystem } from '../../support/start-system.ts'
import { mirroredCustomers } from './agreement.ts'
import { bookkeeper, type Bookkeeper } from './bookkeeper.ts'
import { takeMoneyMove } from './money-moves.ts'
import type { Deed, Move } from './moves.ts'

/** Both systems, the bridge between them, and what was done to them. */
export interface World {
  readonly test: TestSystem
  readonly offices: readonly Bookkeeper[]
  /** Accounts that salespeople have made, with their names as they are now. */
  readonly accounts: Map<string, string>
  /** Orders that salespeople have made. */
  readonly orders: Set<string>
  /** Opportunities of accounts of the first company. */
  readonly deals: Set<string>
  /** Sales orders that finance has deleted. */
  readonly deletedOrders: Set<string>
  /** The bridge that is at work now: now and then another one on the same database takes over. */
  bridge: System
}

export async function newWorld(test: TestSystem): Promise<World> {
  const { businessCentral } = test.sandboxes
  await subscribe(test)
  await test.settle()
  return {
    test,
    offices: businessCentral.companies.map(({ id }) => bookkeeper(businessCentral.company(id))),
    accounts: new Map(),
    orders: new Set(),
    deals: new Set(),
    deletedOrders: new Set(),
    bridge: test.system,
  }
}

/** Has the bridge subscribe to notifications, as it does when it runs. */
async function subscribe({ system }: TestSystem): Promise<void> {
  const source = system.connectors.flatMap(({ changes }) => changes).find(({ name }) => name.endsWith('webhooks'))
  if (!source) throw new Error('The bridge has no public address.')
  const stop = new AbortController()
  const running = source.run(system.sink, stop.signal)
  while (!source.state().connected) await new Promise((resolve) => setImmediate(resolve))
  stop.abort()
  await running
}

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
      break
    }
    case 'work':
      await world.bridge.worker.drain()
      break
    case 'settle':
      await settle(world.bridge)
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

export const signal = (system: string, name: string, company: string, id: string) =>
  ({ entity: { system, name }, company, id, kind: 'updated', echo: false }) as const

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
  if (money.look) await settle(world.bridge)
}

/** The storm is over: nobody is blocked, one bridge works, everything has had its time. */
export async function comeToRest(world: World): Promise<void> {
  const { test, offices } = world
  test.sandboxes.businessCentral.faults.clear()
  if (world.bridge !== test.system) await world.bridge.close()
  world.bridge = test.system
  for (const { company } of offices) {
    for (const row of company.table('customers').filter(({ blocked }) => blocked === 'All')) {
      if ([...world.accounts.values()].includes(String(row.displayName))) {
        company.table('customers').update(row.id, { blocked: '_x0020_' })
      }
    }
  }
  await test.settle()
  // Late notifications arrive, what was put off is tried again, what may come back has had its time to.
  for (let hours = 0; hours < 3; hours++) {
    await test.advance(3600)
    await test.settle()
  }
}

const quantity = (value: unknown): string => new Decimal(String(value)).toFixed()

/** The sales orders that carry one of these Salesforce ids, gone ones by their invoices. */
function chainsOf({ offices }: World, ids: readonly string[]): ReadonlyMap<string, Row | undefined> {
  const chains = new Map<string, Row | undefined>()
  const carries = (row: Row) => ids.some((id) => String(row.externalDocumentNumber).endsWith(id.toUpperCase()))
  for (const { company } of offices) {
    for (const row of company.table('salesOrders').filter(carries)) chains.set(row.id, row)
    for (const row of company.table('salesInvoices').filter(carries)) {
      if (!chains.has(String(row.orderId))) chains.set(String(row.orderId), undefined)
    }
  }
  return chains
}

/** Every way in which the two sides do not belong together, besides money. */
export function discord(world: World): readonly string[] {
  const { test, offices, accounts, orders } = world
  const { records } = test.sandboxes.salesforce
  const wrong: string[] = []
  for (const [id, name] of accounts) {
    const made = offices.flatMap(({ company }) => company.table('customers').filter((row) => row.displayName === name))
    if (made.length !== 1) wrong.push(`${name} has ${made.length} customers`)
    const account = records.get('Account', id)
    const [customer] = made
    if (customer && account?.BC_Number__c !== customer.number) wrong.push(`${name} does not know its number`)
    if (customer && account?.BillingCity !== customer.city) {
      wrong.push(`${name} is in ${String(account?.BillingCity)}, its customer in ${String(customer.city)}`)
    }
  }
  for (const id of world.deals) {
    const ours = [...orders].filter((each) => records.get('Order', each)?.OpportunityId === id)
    const chains = chainsOf(world, [id, ...ours])
    const won = records.get('Opportunity', id)?.StageName === 'Closed Won'
    if (chains.size > 1) {
      const found = [...chains.values()].map((row) =>
        row ? `${String(row.number)} ${String(row.externalDocumentNumber)}` : 'invoiced',
      )
      const theirs = ours.map((each) => `${each} ${String(records.get('Order', each)?.Status)}`)
      wrong.push(
        `deal ${id} and its orders (${theirs.join(', ')}) have ${chains.size} sales orders: ${found.join('; ')}`,
      )
    }
    const told = `${String(records.get('Opportunity', id)?.BC_Sync_Status__c)}: ${String(records.get('Opportunity', id)?.BC_Sync_Message__c)}`
    if (won && chains.size === 0 && world.deletedOrders.size === 0)
      wrong.push(`deal ${id} has no sales order (${told})`)
  }
  for (const id of orders) {
    const order = records.get('Order', id)
    const chains = chainsOf(world, [id])
    const title = `order ${String(order?.OrderNumber)} (${String(order?.Status)}, ${String(order?.BC_Order_Status__c)}: ${String(order?.BC_Sync_Message__c)})`
    if (chains.size > 1) wrong.push(`${title} has ${chains.size} sales orders`)
    if (order?.Status !== 'Activated') continue
    const deleted = order.BC_Order_Status__c === 'Deleted'
    if (chains.size === 0 && !deleted && order.OpportunityId === null) wrong.push(`${title} has no sales order`)
    const [open] = [...chains.values()].filter((row) => row !== undefined)
    const office = offices.find(({ company }) => open && company.table('salesOrders').get(open.id))
    const theirs = open ? (office?.linesOf('salesOrders', open.id) ?? []) : []
    const moved = theirs.some((line) => Number(line.shippedQuantity) > 0 || Number(line.invoicedQuantity) > 0)
    if (!open || moved || order.BC_Sync_Status__c !== 'Synced') continue
    const ours = records.all('OrderItem').filter((row) => row.OrderId === id)
    const is = theirs
      .map((line) => quantity(line.quantity))
      .sort()
      .join(' ')
    const should = ours
      .map((line) => quantity(line.Quantity))
      .sort()
      .join(' ')
    if (is !== should) wrong.push(`${title} has quantities ${is}, should have ${should}`)
  }
  return wrong
}

import { change, createAccount, draftOrder } from '../../support/sell.ts'
import { activate, addOrderLine, deal as newDeal, draft as draftOfDeal, win } from '../deals.ts'
import { chainsOf, chainsOfOrder } from './chains.ts'
import { choose, on, type Deed, type Doing } from './deed.ts'
import { bereave, customersOf, liveAccounts } from './partners.ts'
import { salespeople } from './salespeople.ts'
import { inAnyWeather, withoutAnswer } from './trouble.ts'
import { signal, type World } from './world.ts'

const items = ['1896-S', '1928-S', '1996-S', '1900-S']

const recordsOf = ({ test }: World) => test.sandboxes.salesforce.records
const salesOf = ({ test }: World) => salespeople(test.sandboxes.salesforce)

/** What may be done to an order: what it is now decides. */
const statusOf = (world: World, orderId: string): unknown => recordsOf(world).get('Order', orderId)?.Status

const linesOf = ({ other, amount }: Deed) => items.slice(0, 1 + (other % 3)).map((item) => ({ item, quantity: amount }))

const companyOf = (world: World, account: string): unknown => recordsOf(world).get('Account', account)?.BC_Company__c

/** Changes the lines of an activated order: it is a draft meanwhile. */
const rework =
  (
    what: (world: World, order: string, deed: Deed) => boolean,
    among: (world: World) => readonly string[] = ({ orders }) => [...orders],
  ): Doing =>
  (world, deed) => {
    const order = choose(among(world), deed.pick)
    if (order === undefined || statusOf(world, order) !== 'Activated') return false
    change(world.test.sandboxes, 'Order', order, { Status: 'Draft' })
    const done = what(world, order, deed)
    salesOf(world).update('Order', order, { Status: 'Activated' })
    return done
  }

/** Activated orders that were invoiced in full: their sales orders are gone. */
const invoicedOrders = (world: World): string[] =>
  [...world.orders].filter((order) => {
    const chains = [...chainsOfOrder(world, order).values()]
    return statusOf(world, order) === 'Activated' && chains.length > 0 && chains.every((row) => row === undefined)
  })

const orderLine = (world: World, order: string, { other }: Deed) =>
  choose(
    recordsOf(world)
      .all('OrderItem')
      .filter((row) => row.OrderId === order),
    other,
  )

const changeQuantity = (world: World, order: string, deed: Deed): boolean =>
  on(orderLine(world, order, deed), (line) => salesOf(world).update('OrderItem', line.Id, { Quantity: deed.amount }))

/** Opportunities that are not in this stage. */
const dealsNotYet = (world: World, stage: string): string[] =>
  [...world.deals].filter((id) => {
    const deal = recordsOf(world).get('Opportunity', id)
    return deal !== undefined && deal.StageName !== stage
  })

/** Accounts, orders and opportunities, as salespeople have them. */
export const selling = {
  async newAccount(world, { other }) {
    const office = choose(world.offices, other)
    const name = `Customer ${world.accounts.size + 1} of ${office?.company.name ?? ''}`
    const id = await createAccount(world.test.sandboxes, name, { BC_Company__c: office?.company.name })
    world.accounts.set(id, name)
    return true
  },
  editAccount: (world, { pick, amount }) =>
    on(choose(liveAccounts(world), pick), (account) =>
      salesOf(world).update('Account', account, { BillingCity: `Town ${amount}` }),
    ),
  async deleteAccount(world, { pick }) {
    const account = choose(liveAccounts(world), pick)
    return account !== undefined && (await bereave(world, () => salesOf(world).remove('Account', account)))
  },
  restoreAccount(world, { pick }) {
    const gone = [...world.accounts.keys()].filter((id) => recordsOf(world).get('Account', id) === undefined)
    return on(choose(gone, pick), (account) => salesOf(world).restore('Account', account))
  },
  /** The same customer under a new account: it was deleted, or somebody does not know that it is there. */
  sameAccount(world, { pick, other }) {
    const account = choose([...world.accounts.keys()], pick)
    if (account === undefined || liveAccounts(world).includes(account)) return false
    const name = world.accounts.get(account) ?? ''
    const office = world.offices.find(({ company }) => name.endsWith(company.name)) ?? choose(world.offices, other)
    if (liveAccounts(world).some((id) => world.accounts.get(id) === name)) return false
    const id = salesOf(world).insert('Account', {
      Name: name,
      Type: 'Customer - Direct',
      BillingPostalCode: '31772',
      BillingCountry: 'US',
      BC_Company__c: office?.company.name,
    })
    return on(id, (made) => void world.accounts.set(made, name))
  },
  async mergeAccounts(world, { pick, other }) {
    const live = liveAccounts(world)
    const [master, loser] = [choose(live, pick), choose(live, other)]
    if (master === undefined || loser === undefined || master === loser) return false
    if (companyOf(world, master) !== companyOf(world, loser)) return false
    const linked = new Set((await customersOf(world)).map(({ id }) => id))
    if (!salesOf(world).merge('Account', master, loser)) return false
    // Whose account goes hands its customer on.
    if (linked.has(loser)) world.alone.delete(master)
    return true
  },
  newOrder(world, deed) {
    const account = choose(liveAccounts(world), deed.pick)
    if (account === undefined) return false
    const { sandboxes } = world.test
    const company = companyOf(world, account)
    const { id: companyId } = world.offices.find(({ company: { name } }) => name === company)?.company ?? { id: '' }
    const id = draftOrder(sandboxes, account, linesOf(deed), companyId)
    change(sandboxes, 'Order', id, { BC_Company__c: company })
    change(sandboxes, 'Order', id, { Status: 'Activated' })
    world.orders.add(id)
    world.buyers.set(id, account)
    return true
  },
  reworkOrder: rework(changeQuantity),
  /** Too late: finance has to be told what differs. */
  reworkInvoiced: rework(changeQuantity, invoicedOrders),
  cancelInvoiced: (world, { pick }) =>
    on(choose(invoicedOrders(world), pick), (order) => salesOf(world).update('Order', order, { Status: 'Draft' })),
  addToOrder: rework((world, order, { other, amount }) => {
    if (recordsOf(world).get('Order', order)?.BC_Company__c !== world.offices[0]?.company.name) return false
    addOrderLine(world.test.sandboxes, order, { item: choose(items, other) ?? '', quantity: amount })
    return true
  }),
  takeFromOrder: rework((world, order, deed) =>
    on(orderLine(world, order, deed), (line) => salesOf(world).remove('OrderItem', line.Id)),
  ),
  cancelOrder(world, { pick }) {
    const order = choose([...world.orders], pick)
    if (order === undefined || statusOf(world, order) !== 'Activated') return false
    return salesOf(world).update('Order', order, { Status: 'Draft' })
  },
  activateAgain(world, { pick }) {
    const order = choose([...world.orders], pick)
    if (order === undefined || statusOf(world, order) !== 'Draft') return false
    return salesOf(world).update('Order', order, { Status: 'Activated' })
  },
  deleteDraft(world, { pick }) {
    const order = choose([...world.orders], pick)
    return order !== undefined && statusOf(world, order) === 'Draft' && salesOf(world).remove('Order', order)
  },
  /** Business Central makes a sales order, nobody hears of it, and the sale is taken back before the bridge asks again. */
  async regretSale(world, deed) {
    const isDeal = deed.other % 2 === 1
    await inAnyWeather(world, () => world.bridge.worker.drain())
    if (!(isDeal ? selling.newDeal(world, { ...deed, pick: 0 }) : selling.newOrder(world, deed))) return false
    const [object, id = ''] = isDeal
      ? (['Opportunity', [...world.deals].at(-1)] as const)
      : (['Order', [...world.orders].at(-1)] as const)
    await withoutAnswer(world.test.sandboxes.businessCentral, 'POST .*/salesOrders', async () => {
      await world.bridge.sink.accept([signal('salesforce', object, '', id)])
      await world.bridge.worker.drain()
    })
    if (chainsOf(world, [id]).size === 0 || recordsOf(world).get(object, id)?.BC_Number__c !== null) return false
    salesOf(world).update(object, id, isDeal ? { StageName: 'Closed Lost' } : { Status: 'Draft' })
    if (deed.amount % 2 === 0) salesOf(world).remove(object, id)
    return true
  },
  newDeal(world, deed) {
    const [first] = world.offices
    const ours = liveAccounts(world).filter((id) => companyOf(world, id) === first?.company.name)
    const customer = choose(ours, deed.other)
    if (customer === undefined) return false
    const { id } = newDeal(world.test.sandboxes, customer, linesOf(deed))
    world.deals.add(id)
    world.buyers.set(id, customer)
    if (deed.pick % 2 === 0) win(world.test.sandboxes, id)
    return true
  },
  winDeal: (world, { pick }) =>
    on(choose(dealsNotYet(world, 'Closed Won'), pick), (id) =>
      salesOf(world).update('Opportunity', id, { StageName: 'Closed Won' }),
    ),
  loseDeal: (world, { pick }) =>
    on(choose(dealsNotYet(world, 'Closed Lost'), pick), (id) =>
      salesOf(world).update('Opportunity', id, { StageName: 'Closed Lost' }),
    ),
  deleteDeal: (world, { pick }) => on(choose([...world.deals], pick), (id) => salesOf(world).remove('Opportunity', id)),
  restoreDeal: (world, { pick }) =>
    on(choose([...world.deals], pick), (id) => salesOf(world).restore('Opportunity', id)),
  orderOfDeal(world, { pick, amount }) {
    const id = choose([...world.deals], pick)
    const records = recordsOf(world)
    if (id === undefined || records.all('Order').some((row) => row.OpportunityId === id)) return false
    const opportunity = records.get('Opportunity', id)
    if (!opportunity) return false
    const { sandboxes } = world.test
    const fields = { OpportunityId: id, BC_Company__c: world.offices[0]?.company.name }
    const lines = [{ item: '1928-S', quantity: amount }]
    const made = draftOfDeal(sandboxes, String(opportunity.AccountId), lines, fields)
    activate(sandboxes, made.id)
    world.orders.add(made.id)
    world.buyers.set(made.id, String(opportunity.AccountId))
    world.dealOf.set(made.id, id)
    return true
  },
} satisfies Record<string, Doing>

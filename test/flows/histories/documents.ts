import { Decimal } from 'decimal.js'
import type { Row } from '../../emulators/business-central/tables.ts'
import { text, told } from './said.ts'
import type { World } from './world.ts'

type Fields = Readonly<Record<string, unknown>>

/** What is known of a history's customers and open issues. */
export interface Known {
  /** Id of the customer of an account; undefined when it has none. */
  readonly customerOf: (account: unknown) => string | undefined
  /** What the issue of a record in this flow says; undefined when it has none. */
  readonly issueOf: (flow: string, record: string) => string | undefined
  /** Whether the sales order of an order was deleted last, because the order was taken back. */
  readonly isTakenBack: (order: string) => boolean
}

/** Whether a reference names one of these Salesforce ids. */
const names = (reference: unknown, ids: readonly string[]): boolean =>
  ids.some((id) => String(reference).endsWith(id.toUpperCase()))

/** An order with the opportunity that it was made for: one sale. */
export function saleOf({ dealOf }: World, order: string): readonly string[] {
  const deal = dealOf.get(order)
  return deal === undefined ? [order] : [order, deal]
}

/** Whether finance has deleted a sales order of these Salesforce ids. */
export const deletedOf = ({ deletedOrders }: World, ids: readonly string[]): boolean =>
  [...deletedOrders].some((reference) => names(reference, ids))

/** A sales order that finance has deleted is not made again, and people are told. */
const deletedByFinance = (world: World, ids: readonly string[], status: unknown): boolean =>
  status === 'Deleted' && deletedOf(world, ids)

/** The sales orders that carry one of these Salesforce ids, gone ones by their invoices. */
export function chainsOf({ offices }: World, ids: readonly string[]): ReadonlyMap<string, Row | undefined> {
  const chains = new Map<string, Row | undefined>()
  const carries = (row: Row) => names(row.externalDocumentNumber, ids)
  for (const { company } of offices) {
    for (const row of company.table('salesOrders').filter(carries)) chains.set(row.id, row)
    for (const row of company.table('salesInvoices').filter(carries)) {
      if (!chains.has(String(row.orderId))) chains.set(String(row.orderId), undefined)
    }
  }
  return chains
}

const exact = (value: unknown): string => new Decimal(text(value) || 0).toFixed()

/** What was sold, line by line, as Salesforce has it. */
function sold(world: World, object: 'OrderItem' | 'OpportunityLineItem', by: 'OrderId' | 'OpportunityId', id: string) {
  const { records } = world.test.sandboxes.salesforce
  const percent = object === 'OrderItem' ? 'BC_Discount_Percent__c' : 'Discount'
  return records
    .all(object)
    .filter((row) => row[by] === id)
    .map((row) => {
      const product = records.get('Product2', String(row.Product2Id))
      return `${String(product?.ProductCode)} ${exact(row.Quantity)} at ${exact(row.UnitPrice)} less ${exact(row[percent])}%`
    })
    .sort()
    .join(', ')
}

/** The lines of a sales order, in the same words. */
function ordered({ offices }: World, order: Row): string {
  const office = offices.find(({ company }) => company.table('salesOrders').get(order.id))
  if (!office) return 'nothing'
  return office
    .linesOf('salesOrders', order.id)
    .filter((line) => line.lineType === 'Item')
    .map((line) => {
      const item = office.company.table('items').get(String(line.itemId))
      return `${String(item?.number)} ${exact(line.quantity)} at ${exact(line.unitPrice)} less ${exact(line.discountPercent)}%`
    })
    .sort()
    .join(', ')
}

const openOf = (chains: ReadonlyMap<string, Row | undefined>) => [...chains.values()].find((row) => row !== undefined)

const sum = (rows: readonly Row[], property: string) =>
  rows.reduce((total, row) => total.plus(exact(row[property])), new Decimal(0))

/** Whether anything of a sales order has left the house: from then on Business Central's people change it, nobody else. */
export const hasLeft = ({ offices }: Pick<World, 'offices'>, order: Row): boolean =>
  offices.some((books) => {
    const lines = books.linesOf('salesOrders', order.id)
    return sum(lines, 'shippedQuantity').plus(sum(lines, 'invoicedQuantity')).gt(0)
  })

/** The flow that makes sales orders, with the record that it makes one of. */
export type Maker = readonly [flow: string, record: string]

const makerOf = {
  deal: (id: string): Maker => ['opportunity-to-sales-order', id],
  order: (id: string): Maker => ['order-to-sales-order', id],
}

/** A sales order that does not say what it should: people know when goods have left the house, and only then is it left so. */
function compared(world: World, { issueOf }: Known, order: Row, maker: Maker, wanted: readonly [string, unknown]) {
  const [should, customer] = wanted
  const is = ordered(world, order)
  const wrong = [
    ...(is === should ? [] : [`has ordered ${is}, should have ${should}`]),
    ...(order.customerId === customer ? [] : [`is ${String(order.number)} of another customer`]),
  ]
  const says = issueOf(...maker)
  const isTold = says?.startsWith('Too late to change') === true
  if (isTold && wrong.length === 0) return [`is told "${says}", and nothing differs`]
  return isTold && hasLeft(world, order) ? [] : wrong
}

/** A sales order of what was taken back: people know when goods have left the house, else it is gone. */
function leftOver(world: World, { issueOf }: Known, order: Row | undefined, makers: readonly Maker[]): string[] {
  if (!order) return []
  const isTold = makers.some((maker) => issueOf(...maker)?.startsWith('Too late to take back') === true)
  const { number, status } = order
  return isTold && hasLeft(world, order) ? [] : [`has left over ${String(number)} (${String(status)})`]
}

/** Won opportunities, those that were lost again, and deleted ones, which leave their sales order to their order only. */
export function deals(world: World, known: Known): string[] {
  const { records } = world.test.sandboxes.salesforce
  const { customerOf } = known
  const wrong: string[] = []
  for (const id of world.deals) {
    const deal: Fields | undefined = records.get('Opportunity', id)
    const mine = [...world.orders].filter((each) => world.dealOf.get(each) === id)
    const ours = mine.filter((each) => records.get('Order', each) !== undefined)
    const title = `deal ${id} (${String(deal?.StageName)}, ${String(deal?.BC_Document_Status__c)}; ${told(deal)})`
    const own = openOf(chainsOf(world, [id]))
    const isHeld = ours.some((each) => records.get('Order', each)?.Status === 'Activated')
    if (deal?.StageName !== 'Closed Won' && !isHeld) {
      const makers = [makerOf.deal(id), ...mine.map(makerOf.order)]
      wrong.push(...leftOver(world, known, own, makers).map((each) => `${title} ${each}`))
    }
    if (!deal) continue
    const chains = chainsOf(world, [id, ...ours])
    if (chains.size > 1) {
      const found = [...chains.values()].map((row) =>
        row ? `${String(row.number)} ${String(row.externalDocumentNumber)}` : 'invoiced',
      )
      const theirs = ours.map((each) => `${each} ${String(records.get('Order', each)?.Status)}`)
      wrong.push(`${title} and its orders (${theirs.join(', ')}) have ${chains.size} sales orders: ${found.join('; ')}`)
    }
    if (deal.StageName !== 'Closed Won') continue
    const customer = customerOf(deal.AccountId)
    const mayLack = deletedByFinance(world, [id, ...ours], deal.BC_Document_Status__c) || customer === undefined
    // Its order has led it, and was taken back: what comes next is the order's to say.
    const isLed = ours.some((each) => records.get('Order', each)?.Status !== 'Activated' && known.isTakenBack(each))
    if (chains.size === 0 && !mayLack && !isLed) wrong.push(`${title} has no sales order`)
    const open = openOf(chains)
    // From the moment that it has an order, the order says what is delivered.
    if (!open || ours.length > 0 || customer === undefined) continue
    const wanted = [sold(world, 'OpportunityLineItem', 'OpportunityId', id), customer] as const
    wrong.push(...compared(world, known, open, makerOf.deal(id), wanted).map((each) => `${title} ${each}`))
  }
  return wrong
}

/** Orders, those of opportunities too; deleted ones leave nothing behind. */
export function orders(world: World, known: Known): string[] {
  const { records } = world.test.sandboxes.salesforce
  const { customerOf } = known
  const wrong: string[] = []
  for (const id of world.orders) {
    const order: Fields | undefined = records.get('Order', id)
    const chains = chainsOf(world, [id])
    const title = `order ${String(order?.OrderNumber)} (${String(order?.Status)}, ${String(order?.BC_Order_Status__c)}; ${told(order)})`
    if (chains.size > 1) wrong.push(`${title} has ${chains.size} sales orders`)
    if (order?.Status !== 'Activated') {
      // It was taken back hours ago; what is shipped already is told.
      wrong.push(...leftOver(world, known, openOf(chains), [makerOf.order(id)]).map((each) => `${title} ${each}`))
      continue
    }
    // It may have joined the sales order of its opportunity.
    const ids = saleOf(world, id)
    const ofDeal = chainsOf(world, ids)
    const customer = customerOf(order.AccountId)
    const mayLack = deletedByFinance(world, ids, order.BC_Order_Status__c) || customer === undefined
    if (ofDeal.size === 0 && !mayLack) wrong.push(`${title} has no sales order`)
    const open = openOf(chains.size > 0 ? chains : ofDeal)
    if (!open || customer === undefined) continue
    const wanted = [sold(world, 'OrderItem', 'OrderId', id), customer] as const
    wrong.push(...compared(world, known, open, makerOf.order(id), wanted).map((each) => `${title} ${each}`))
  }
  return wrong
}

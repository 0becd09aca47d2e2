import { Decimal } from 'decimal.js'
import type { Row } from '../../emulators/business-central/tables.ts'
import type { Chains } from './chains.ts'
import {
  altogether,
  billed,
  exact,
  invoicesOf,
  isStanding,
  isWithin,
  lineByLine,
  ordered,
  sold,
} from './sold-and-billed.ts'
import type { World } from './world.ts'

/** What was sold: an order or an opportunity, with the id of the customer that it is for. */
export interface Sale {
  readonly object: 'Order' | 'Opportunity'
  readonly id: string
  readonly customer: string | undefined
}

const makers = { Order: 'order-to-sales-order', Opportunity: 'opportunity-to-sales-order' } as const

/** What is parked of a sale: what its flow says of it. */
export type Parked = (flow: string, record: string) => string | undefined

const says = (issueOf: Parked, { object, id }: Pick<Sale, 'object' | 'id'>): string => issueOf(makers[object], id) ?? ''

const sum = (rows: readonly Row[], property: string) =>
  rows.reduce((total, row) => total.plus(exact(row[property])), new Decimal(0))

/** Whether anything of a sales order has left the house: from then on Business Central's people change it, nobody else. */
export const hasLeft = ({ offices }: Pick<World, 'offices'>, order: Row): boolean =>
  offices.some((books) => {
    const lines = books.linesOf('salesOrders', order.id)
    return sum(lines, 'shippedQuantity').plus(sum(lines, 'invoicedQuantity')).gt(0)
  })

/** Whether it cannot follow its record any more: it is shipped, or invoiced in full. */
export const isClosed = (world: Pick<World, 'offices'>, order: Row | undefined): boolean =>
  order === undefined || hasLeft(world, order)

/** Which invoices of a sales order count. */
type Counted = (invoice: Row) => boolean

/** What was billed when the sales order was gone: one that was canceled before has given its quantities back to it. */
const whenGone =
  ({ offices }: Pick<World, 'offices'>): Counted =>
  ({ id }) =>
    !offices.some(({ givenBack }) => givenBack.has(id))

/** What was invoiced of a sales order that is gone, against what was sold. */
function billedOtherwise(world: World, invoices: readonly Row[], { object, id, customer }: Sale): string[] {
  const [is, should] = [altogether(billed(world, invoices)), altogether(sold(world, object, id))]
  const others = invoices.filter(({ customerId }) => customerId !== customer)
  return [
    ...(is === should ? [] : [`was invoiced over ${is}, should be ${should}`]),
    ...others.map(({ number }) => `has the invoice ${String(number)} of another customer`),
  ]
}

/** In what a sales order, or what was invoiced of it, is otherwise than what was sold. */
export function differences(world: World, chains: Chains, sale: Sale, counts: Counted = isStanding): string[] {
  const should = lineByLine(sold(world, sale.object, sale.id))
  return [...chains].flatMap(([id, order]) => {
    if (!order) return billedOtherwise(world, invoicesOf(world, id).filter(counts), sale)
    const is = lineByLine(ordered(world, order))
    return [
      ...(is === should ? [] : [`has ordered ${is}, should have ${should}`]),
      ...(order.customerId === sale.customer ? [] : [`is ${String(order.number)} of another customer`]),
    ]
  })
}

/** Whether finance has deleted what was left of a sale, of which nothing was billed but what was sold. */
function isCut(world: World, chains: Chains, { object, id, customer }: Sale): boolean {
  const invoices = [...chains.keys()].flatMap((order) => invoicesOf(world, order)).filter(isStanding)
  return (
    [...chains].every(([order, row]) => row === undefined && world.deletedOrders.has(order)) &&
    invoices.every(({ customerId }) => customerId === customer) &&
    isWithin(sold(world, object, id), billed(world, invoices))
  )
}

/**
 * Sales orders that do not say what they should, or did not when they were invoiced: people know when goods have left the house,
 * only then is it left so, and they are told nothing when nothing differs.
 */
export function compared(world: World, issueOf: Parked, chains: Chains, sale: Sale): string[] {
  const wrong = differences(world, chains, sale)
  const said = says(issueOf, sale)
  const isTold = said.startsWith('Too late to change')
  if (wrong.length === 0) return isTold ? [`is told "${said}", and nothing differs`] : []
  const orders = [...chains.values()]
  if (isTold && orders.every((order) => isClosed(world, order))) return []
  // That finance cancels an invoice, or deletes what is left of an order, is news to nobody unless somebody changes the sale.
  const isFinances = differences(world, chains, sale, whenGone(world)).length === 0
  return isFinances || isCut(world, chains, sale) ? [] : wrong
}

/** Sales orders of what was taken back: people know when goods have left the house or are invoiced, else they are gone. */
export function leftOver(
  world: World,
  issueOf: Parked,
  chains: Chains,
  sales: readonly Pick<Sale, 'object' | 'id'>[],
): string[] {
  const isTold = sales.some((sale) => says(issueOf, sale).startsWith('Too late to take back'))
  return [...chains].flatMap(([id, order]) => {
    if (isTold && isClosed(world, order)) return []
    if (order) return [`has left over ${String(order.number)} (${String(order.status)})`]
    const numbers = invoicesOf(world, id)
      .filter(isStanding)
      .map(({ number }) => String(number))
    return numbers.length === 0 || world.deletedOrders.has(id)
      ? []
      : [`was invoiced as ${numbers.join(', ')}, and nobody is told`]
  })
}

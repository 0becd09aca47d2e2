import type { Row } from '../../emulators/business-central/tables.ts'
import { chainsOf, chainsOfOrder, deletedOf, saleOf, type Chains } from './chains.ts'
import { text, told } from './said.ts'
import { invoicesOf, isStanding } from './sold-and-billed.ts'
import { compared, isClosed, leftOver, type Parked } from './too-late.ts'
import type { World } from './world.ts'

type Fields = Readonly<Record<string, unknown>>

/** What is known of a history's customers and open issues. */
export interface Known {
  /** Id of the customer of an account; undefined when it has none. */
  readonly customerOf: (account: unknown) => string | undefined
  /** What the issue of a record in this flow says; undefined when it has none. */
  readonly issueOf: Parked
  /** Whether the sales order of an order was deleted last, because the order was taken back. */
  readonly isTakenBack: (order: string) => boolean
  /** Id of the sales order that an order was linked with last. */
  readonly chainOf: (order: string) => string | undefined
}

/** A sales order that finance has deleted is not made again, and people are told. */
const deletedByFinance = (world: World, ids: readonly string[], status: unknown): boolean =>
  status === 'Deleted' && deletedOf(world, ids)

const inWords = (chains: Chains): string =>
  [...chains]
    .map(([id, row]) => `${id} ${row ? `${String(row.number)} ${String(row.externalDocumentNumber)}` : 'invoiced'}`)
    .join('; ')

/** It is gone, and every invoice of it was canceled. */
const isAnnulled = (world: World, chain: string, row: Row | undefined): boolean =>
  row === undefined && !invoicesOf(world, chain).some(isStanding)

/** Won opportunities, those that were lost again, and deleted ones, which leave their sales order to their order only. */
export function deals(world: World, known: Known): string[] {
  const { records } = world.test.sandboxes.salesforce
  const { customerOf, issueOf } = known
  const wrong: string[] = []
  for (const id of world.deals) {
    const deal: Fields | undefined = records.get('Opportunity', id)
    const mine = [...world.orders].filter((each) => world.dealOf.get(each) === id)
    const ours = mine.filter((each) => records.get('Order', each) !== undefined)
    const title = `deal ${id} (${String(deal?.StageName)}, ${String(deal?.BC_Document_Status__c)}; ${told(deal)})`
    const isHeld = ours.some((each) => records.get('Order', each)?.Status === 'Activated')
    if (deal?.StageName !== 'Closed Won' && !isHeld) {
      const sales = [
        { object: 'Opportunity', id } as const,
        ...mine.map((each) => ({ object: 'Order', id: each }) as const),
      ]
      wrong.push(...leftOver(world, issueOf, chainsOf(world, [id]), sales).map((each) => `${title} ${each}`))
    }
    if (!deal) continue
    const chains = chainsOf(world, [id, ...ours])
    // What an order has delivered that is gone since stays with it: the next order is another sale.
    const gone = new Set(mine.filter((each) => !ours.includes(each)).map(known.chainOf))
    // Of what was annulled, an order of the deal may have made another one: under its own name.
    const mayBeAnnulled = chainsOf(world, mine).size > 0
    const standing = [...chains].filter(
      ([chain, row]) =>
        (!gone.has(chain) || !isClosed(world, row)) && !(mayBeAnnulled && isAnnulled(world, chain, row)),
    )
    const made = chainsOf(world, [id])
    if (made.size > 1) wrong.push(`${title} has made ${made.size} sales orders: ${inWords(made)}`)
    if (standing.length > 1) {
      const theirs = mine.map(
        (each) => `${each} ${text(records.get('Order', each)?.Status) || 'gone'} of ${String(known.chainOf(each))}`,
      )
      wrong.push(`${title} and its orders (${theirs.join(', ')}) have ${chains.size} sales orders: ${inWords(chains)}`)
    }
    if (deal.StageName !== 'Closed Won') continue
    const customer = customerOf(deal.AccountId)
    const mayLack = deletedByFinance(world, [id, ...ours], deal.BC_Document_Status__c) || customer === undefined
    // Its order has led it, and was taken back: what comes next is the order's to say.
    const isLed = mine.some((each) => records.get('Order', each)?.Status !== 'Activated' && known.isTakenBack(each))
    const saysSo = isLed && text(deal.BC_Sync_Message__c).includes(' was taken back with its order ')
    if (chains.size === 0 && !mayLack && !saysSo) wrong.push(`${title} has no sales order`)
    const [only, ...others] = standing
    const isFollowed = only?.[1] !== undefined && others.length === 0 && mine.length === 1 && isHeld
    if (isFollowed && deal.BC_Number__c !== only[1]?.number) {
      wrong.push(`${title} shows ${text(deal.BC_Number__c)}, and its order has ${String(only[1]?.number)}`)
    }
    // From the moment that it has an order, the order says what is delivered.
    const own = new Map([...chains].filter(([chain]) => !gone.has(chain)))
    if (ours.length > 0 || customer === undefined || own.size < Math.min(1, chains.size)) continue
    const sale = { object: 'Opportunity', id, customer } as const
    wrong.push(...compared(world, issueOf, own, sale).map((each) => `${title} ${each}`))
  }
  return wrong
}

/** Orders, those of opportunities too; deleted ones leave nothing behind. */
export function orders(world: World, known: Known): string[] {
  const { records } = world.test.sandboxes.salesforce
  const { customerOf, issueOf } = known
  const wrong: string[] = []
  for (const id of world.orders) {
    const order: Fields | undefined = records.get('Order', id)
    const chains = chainsOf(world, [id])
    const title = `order ${String(order?.OrderNumber)} (${String(order?.Status)}, ${String(order?.BC_Order_Status__c)}; ${told(order)})`
    if (chains.size > 1) wrong.push(`${title} has ${chains.size} sales orders`)
    if (order?.Status !== 'Activated') {
      // It was taken back hours ago; what is shipped already is told.
      wrong.push(...leftOver(world, issueOf, chains, [{ object: 'Order', id }]).map((each) => `${title} ${each}`))
      continue
    }
    // It may have joined the sales order of its opportunity.
    const ids = saleOf(world, id)
    const customer = customerOf(order.AccountId)
    const mayLack = deletedByFinance(world, ids, order.BC_Order_Status__c) || customer === undefined
    if (chainsOf(world, ids).size === 0 && !mayLack) wrong.push(`${title} has no sales order`)
    if (customer === undefined) continue
    const isRefused = issueOf('order-to-sales-order', id) !== undefined
    if (known.isTakenBack(id) && !isRefused) wrong.push(`${title} is back, and has made no sales order`)
    const sale = { object: 'Order', id, customer } as const
    wrong.push(...compared(world, issueOf, chainsOfOrder(world, id), sale).map((each) => `${title} ${each}`))
  }
  return wrong
}

import { Decimal } from 'decimal.js'
import type { Row } from '../../emulators/business-central/tables.ts'
import { text, told } from './said.ts'
import type { World } from './world.ts'

type Fields = Readonly<Record<string, unknown>>

/** What is known of a history's customers and open issues. */
export interface Known {
  /** Id of the customer of an account; undefined when it has none. */
  readonly customerOf: (account: unknown) => string | undefined
  /** What the issue of a record says; undefined when it has none. */
  readonly issueOf: (record: string) => string | undefined
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

/** Won opportunities, and those that were lost again. */
export function deals(world: World, { customerOf, issueOf }: Known): string[] {
  const { records } = world.test.sandboxes.salesforce
  const wrong: string[] = []
  for (const id of world.deals) {
    const deal = records.get('Opportunity', id)
    if (!deal) continue
    const ours = [...world.orders].filter((each) => records.get('Order', each)?.OpportunityId === id)
    const chains = chainsOf(world, [id, ...ours])
    const title = `deal ${id} (${String(deal.StageName)}, ${String(deal.BC_Document_Status__c)}; ${told(deal)})`
    if (chains.size > 1) {
      const found = [...chains.values()].map((row) =>
        row ? `${String(row.number)} ${String(row.externalDocumentNumber)}` : 'invoiced',
      )
      const theirs = ours.map((each) => `${each} ${String(records.get('Order', each)?.Status)}`)
      wrong.push(`${title} and its orders (${theirs.join(', ')}) have ${chains.size} sales orders: ${found.join('; ')}`)
    }
    const open = openOf(chains)
    if (deal.StageName === 'Closed Won') {
      const mayLack =
        deletedByFinance(world, [id, ...ours], deal.BC_Document_Status__c) || customerOf(deal.AccountId) === undefined
      if (chains.size === 0 && !mayLack) wrong.push(`${title} has no sales order`)
      // From the moment that it has an order, the order says what is delivered.
      if (open && ours.length === 0 && issueOf(id) === undefined) {
        const [is, should] = [ordered(world, open), sold(world, 'OpportunityLineItem', 'OpportunityId', id)]
        if (is !== should) wrong.push(`${title} has ordered ${is}, should have ${should}`)
        if (![undefined, open.customerId].includes(customerOf(deal.AccountId)))
          wrong.push(`${title} is ${String(open.number)} of another customer`)
      }
    }
    if (deal.StageName === 'Closed Lost' && ours.length === 0 && open?.status === 'Draft' && issueOf(id) === undefined)
      wrong.push(`${title} is lost and has a sales order`)
  }
  return wrong
}

/** Orders, those of opportunities too; deleted ones leave nothing behind. */
export function orders(world: World, { customerOf, issueOf }: Known): string[] {
  const { records } = world.test.sandboxes.salesforce
  const wrong: string[] = []
  for (const id of world.orders) {
    const order: Fields | undefined = records.get('Order', id)
    const chains = chainsOf(world, [id])
    const title = `order ${String(order?.OrderNumber)} (${String(order?.Status)}, ${String(order?.BC_Order_Status__c)}; ${told(order)})`
    if (chains.size > 1) wrong.push(`${title} has ${chains.size} sales orders`)
    if (order?.Status !== 'Activated') {
      // It was taken back hours ago; what is shipped already is told.
      const left = openOf(chains)
      if (left?.status === 'Draft' && issueOf(id) === undefined)
        wrong.push(`${title} is ${order ? 'taken back' : 'deleted'}, and ${String(left.number)} is left over`)
      continue
    }
    const ids = saleOf(world, id)
    // It may have joined the sales order of its opportunity.
    const ofDeal = chainsOf(world, ids)
    const mayLack = deletedByFinance(world, ids, order.BC_Order_Status__c) || customerOf(order.AccountId) === undefined
    if (ofDeal.size === 0 && !mayLack) wrong.push(`${title} has no sales order`)
    const open = openOf(chains.size > 0 ? chains : ofDeal)
    const customer = customerOf(order.AccountId)
    if (!open || customer === undefined || issueOf(id) !== undefined) continue
    if (open.customerId !== customer) wrong.push(`${title} is ${String(open.number)} of another customer`)
    const [is, should] = [ordered(world, open), sold(world, 'OrderItem', 'OrderId', id)]
    if (is !== should) wrong.push(`${title} has ordered ${is}, should have ${should}`)
  }
  return wrong
}

import type { Row } from '../../emulators/business-central/tables.ts'
import type { World } from './world.ts'

/** Sales orders by their ids; undefined those that are gone, because they were invoiced. */
export type Chains = ReadonlyMap<string, Row | undefined>

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
  [...deletedOrders.values()].some((reference) => names(reference, ids))

/** The sales orders that carry one of these Salesforce ids, gone ones by their invoices. */
export function chainsOf({ offices }: World, ids: readonly string[]): Chains {
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

/** The sales orders that an order stands for: its own, or that of its opportunity, which it has joined. */
export function chainsOfOrder(world: World, order: string): Chains {
  const own = chainsOf(world, [order])
  return own.size > 0 ? own : chainsOf(world, saleOf(world, order))
}

import { Decimal } from 'decimal.js'
import type { Row } from '../../emulators/business-central/tables.ts'
import type { World } from './world.ts'

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

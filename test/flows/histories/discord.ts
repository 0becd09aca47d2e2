import { Decimal } from 'decimal.js'
import type { Row } from '../../emulators/business-central/tables.ts'
import { customersOf, liveAccounts, personsOf, type Pair } from './partners.ts'
import type { World } from './world.ts'

const quantity = (value: unknown): string => new Decimal(String(value)).toFixed()
/** Blank and nothing are the same. */
const text = (value: unknown): string =>
  value === null || value === undefined ? '' : JSON.stringify(value).replace(/^"|"$/g, '')

/** Whether a reference names one of these Salesforce ids. */
const names = (reference: unknown, ids: readonly string[]): boolean =>
  ids.some((id) => String(reference).endsWith(id.toUpperCase()))

/** Whether finance has deleted a sales order of these Salesforce ids: it is not made again, and people are told. */
const deletedByFinance = ({ deletedOrders }: World, ids: readonly string[], status: unknown): boolean =>
  status === 'Deleted' && [...deletedOrders].some((reference) => names(reference, ids))

/** The sales orders that carry one of these Salesforce ids, gone ones by their invoices. */
function chainsOf({ offices }: World, ids: readonly string[]): ReadonlyMap<string, Row | undefined> {
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

/**
 * An account without a customer: a person wants it so, or another account of the same name has the customer that both match,
 * and this one says that the two seem to be the same.
 */
function mayStandAlone(world: World, id: string, told: string): boolean {
  const sameName = liveAccounts(world).filter(
    (each) => each !== id && world.accounts.get(each) === world.accounts.get(id),
  )
  return world.alone.has(id) || sameName.some((each) => told.includes(`is linked to the account ${each} already`))
}

function accountsAndCustomers(world: World, pairs: readonly Pair[]): string[] {
  const { offices, accounts } = world
  const linked = new Set(pairs.map(({ row }) => row?.id))
  const { records } = world.test.sandboxes.salesforce
  const wrong: string[] = []
  for (const id of liveAccounts(world)) {
    const name = accounts.get(id) ?? ''
    const row = records.get('Account', id)
    const told = `${text(row?.BC_Sync_Status__c)}: ${text(row?.BC_Sync_Message__c)}`
    const made = offices.flatMap(({ company }) =>
      company
        .table('customers')
        .filter((each) => each.displayName === name)
        .filter((each) => linked.has(each.id) || !world.leftBehind.has(each.id)),
    )
    if (made.length > 1) wrong.push(`${name} has ${made.length} customers`)
    const own = pairs.filter((pair) => pair.id === id)
    if (own.length === 0 && !mayStandAlone(world, id, told)) wrong.push(`${name} (${id}) has no customer (${told})`)
    if (own.length > 1) wrong.push(`${name} is linked with ${own.length} customers`)
    for (const { row: customer } of own) {
      if (!customer) {
        wrong.push(`${name} is linked with a customer that is gone (${told})`)
        continue
      }
      const [is, should] = [
        [row?.BC_Number__c, customer.displayName, customer.city].map(text).join('; '),
        [customer.number, row?.Name, row?.BillingCity].map(text).join('; '),
      ]
      if (is !== should) wrong.push(`${name} reads "${is}", should read "${should}" (${told})`)
    }
  }
  return wrong
}

/** What hangs below accounts belongs to a customer that is the account's. */
function mirrors(world: World, pairs: readonly Pair[]): string[] {
  const { records } = world.test.sandboxes.salesforce
  const wrong: string[] = []
  const keyOf = ({ books, row }: Pair) => `${books.company.id}:${text(row?.id)}`
  const owners = new Map(pairs.map((pair) => [keyOf(pair), pair.id]))
  for (const seen of records.all('BC_Customer__c')) {
    const owner = owners.get(text(seen.BC_Key__c))
    if (owner === undefined) wrong.push(`${text(seen.Name)} below ${text(seen.BC_Account__c)} is nobody's customer`)
    else if (owner !== seen.BC_Account__c) wrong.push(`${text(seen.Name)} hangs below the wrong account`)
  }
  for (const seen of records.all('BC_Payment_Application__c')) {
    if (seen.BC_Invoice__c !== null) continue
    const number = text(seen.BC_Document_Number__c)
    const document = records.all('BC_Invoice__c').find((row) => row.Name === number)
    if (document) wrong.push(`An application to ${number} does not name it`)
  }
  return wrong
}

function people(world: World, pairs: readonly Pair[]): string[] {
  const { records } = world.test.sandboxes.salesforce
  const wrong: string[] = []
  for (const { id, row: person } of pairs) {
    const contact = records.get('Contact', id)
    if (!contact) continue
    const told = `${text(contact.BC_Sync_Status__c)}: ${text(contact.BC_Sync_Message__c)}`
    if (!person) {
      wrong.push(`contact ${text(contact.LastName)} is linked with a person that is gone (${told})`)
      continue
    }
    const name = [contact.FirstName, contact.LastName]
      .filter((part) => part !== null)
      .map(text)
      .join(' ')
    const is = [person.displayName, person.jobTitle, person.email, person.phoneNumber, person.number]
      .map(text)
      .join('; ')
    const should = [name, contact.Title, contact.Email, contact.Phone, contact.BC_Number__c].map(text).join('; ')
    if (is !== should) wrong.push(`person "${is}", contact "${should}" (${told})`)
  }
  const emails = [
    ...world.offices.flatMap(({ company }) =>
      company
        .table('contacts')
        .all()
        .map(({ email }) => `person ${text(email)}`),
    ),
    ...records.all('Contact').map(({ Email }) => `contact ${text(Email)}`),
  ].filter((each) => each.endsWith('@people.example'))
  for (const [email, { length }] of Map.groupBy(emails, (each) => each)) {
    if (length > 1) wrong.push(`${length} times ${email}`)
  }
  return wrong
}

function deals(world: World, hasCustomer: (account: unknown) => boolean): string[] {
  const { records } = world.test.sandboxes.salesforce
  const wrong: string[] = []
  for (const id of world.deals) {
    const deal = records.get('Opportunity', id)
    if (!deal) continue
    const ours = [...world.orders].filter((each) => records.get('Order', each)?.OpportunityId === id)
    const chains = chainsOf(world, [id, ...ours])
    if (chains.size > 1) {
      const found = [...chains.values()].map((row) =>
        row ? `${text(row.number)} ${text(row.externalDocumentNumber)}` : 'invoiced',
      )
      const theirs = ours.map((each) => `${each} ${text(records.get('Order', each)?.Status)}`)
      wrong.push(
        `deal ${id} and its orders (${theirs.join(', ')}) have ${chains.size} sales orders: ${found.join('; ')}`,
      )
    }
    const told = `${text(deal.BC_Sync_Status__c)}: ${text(deal.BC_Sync_Message__c)}`
    const mayLack = deletedByFinance(world, [id, ...ours], deal.BC_Document_Status__c) || !hasCustomer(deal.AccountId)
    if (deal.StageName === 'Closed Won' && chains.size === 0 && !mayLack)
      wrong.push(`deal ${id} has no sales order (${told})`)
    const left = [...chains.values()].some((row) => row?.status === 'Draft')
    if (deal.StageName === 'Closed Lost' && ours.length === 0 && left && deal.BC_Sync_Status__c !== 'Needs Attention')
      wrong.push(`deal ${id} is lost and has a sales order (${told})`)
  }
  return wrong
}

function orders(world: World, hasCustomer: (account: unknown) => boolean): string[] {
  const { records } = world.test.sandboxes.salesforce
  const wrong: string[] = []
  for (const id of world.orders) {
    const order = records.get('Order', id)
    const chains = chainsOf(world, [id])
    const title = `order ${text(order?.OrderNumber)} (${text(order?.Status)}, ${text(order?.BC_Order_Status__c)}; ${text(order?.BC_Sync_Status__c)}: ${text(order?.BC_Sync_Message__c)})`
    if (chains.size > 1) wrong.push(`${title} has ${chains.size} sales orders`)
    if (order?.Status !== 'Activated') continue
    const { OpportunityId: deal } = order
    const ids = typeof deal === 'string' ? [id, deal] : [id]
    const mayLack = deletedByFinance(world, ids, order.BC_Order_Status__c) || !hasCustomer(order.AccountId)
    if (chainsOf(world, ids).size === 0 && !mayLack) wrong.push(`${title} has no sales order`)
    const [open] = [...chains.values()].filter((row) => row !== undefined)
    const office = world.offices.find(({ company }) => open && company.table('salesOrders').get(open.id))
    const theirs = open ? (office?.linesOf('salesOrders', open.id) ?? []) : []
    const moved = theirs.some((line) => Number(line.shippedQuantity) > 0 || Number(line.invoicedQuantity) > 0)
    if (!open || moved || order.BC_Sync_Status__c !== 'Synced') continue
    const ours = records.all('OrderItem').filter((row) => row.OrderId === id)
    const sorted = (quantities: readonly string[]) => [...quantities].sort().join(' ')
    const is = sorted(theirs.map((line) => quantity(line.quantity)))
    const should = sorted(ours.map((line) => quantity(line.Quantity)))
    if (is !== should) wrong.push(`${title} has quantities ${is}, should have ${should}`)
  }
  return wrong
}

/** Every way in which the two sides do not belong together, besides money. */
export async function discord(world: World): Promise<readonly string[]> {
  const customers = await customersOf(world)
  const hasCustomer = (account: unknown) => customers.some(({ id, row }) => id === account && row !== undefined)
  return [
    ...accountsAndCustomers(world, customers),
    ...mirrors(world, customers),
    ...people(world, await personsOf(world)),
    ...deals(world, hasCustomer),
    ...orders(world, hasCustomer),
  ]
}

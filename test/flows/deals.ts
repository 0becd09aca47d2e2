import type { Sandboxes } from '../emulators/start.ts'

/** Orders and opportunities as salespeople make them in tests, with every field that a test wants to say something about. */
type Org = Pick<Sandboxes, 'salesforce'>

export interface SoldLine {
  /** Product code. */
  readonly item: string
  readonly quantity: number
  readonly fields?: Record<string, unknown>
}

const actor = ({ salesforce }: Org) => ({
  userId: salesforce.records.all('User').find((user) => user.Username === salesforce.username)?.Id ?? '',
  api: 'rest',
})

type Saved = ReturnType<Org['salesforce']['dml']['insert']>

function saved(result: Saved): string {
  if (!result.success) throw new Error(result.errors.map((error) => `${error.statusCode}: ${error.message}`).join('; '))
  return result.id
}

export const insert = (org: Org, object: string, fields: Record<string, unknown>): string =>
  saved(org.salesforce.dml.insert(actor(org), object, fields))

export const update = (org: Org, object: string, id: string, fields: Record<string, unknown>): string =>
  saved(org.salesforce.dml.update(actor(org), object, id, fields))

export const remove = (org: Org, object: string, id: string): string =>
  saved(org.salesforce.dml.delete(actor(org), object, id))

const standardBook = ({ salesforce }: Org) =>
  salesforce.records.all('Pricebook2').find((row) => row.IsStandard === true)?.Id

/** The price book entry of a product, by its code. */
export function entryOf(org: Org, item: string) {
  const { records } = org.salesforce
  const product = records.all('Product2').find((row) => row.ProductCode === item)
  const book = standardBook(org)
  const entry = records.all('PricebookEntry').find((row) => row.Product2Id === product?.Id && row.Pricebook2Id === book)
  if (!entry) throw new Error(`${item} has no price.`)
  return entry
}

export function addOrderLine(org: Org, orderId: string, { item, quantity, fields = {} }: SoldLine): string {
  const entry = entryOf(org, item)
  const line = { OrderId: orderId, PricebookEntryId: entry.Id, Quantity: quantity, UnitPrice: Number(entry.UnitPrice) }
  return insert(org, 'OrderItem', { ...line, ...fields })
}

/** A draft order with lines. */
export function draft(org: Org, accountId: string, lines: readonly SoldLine[], fields: Record<string, unknown> = {}) {
  const common = { AccountId: accountId, EffectiveDate: '2026-11-20', Status: 'Draft', Pricebook2Id: standardBook(org) }
  const id = insert(org, 'Order', { ...common, ...fields })
  const lineIds = lines.map((line) => addOrderLine(org, id, line))
  return { id, lineIds }
}

export const activate = (org: Org, id: string) => update(org, 'Order', id, { Status: 'Activated' })
export const deactivate = (org: Org, id: string) => update(org, 'Order', id, { Status: 'Draft' })

/** An activated order with lines. */
export function order(org: Org, accountId: string, lines: readonly SoldLine[], fields: Record<string, unknown> = {}) {
  const made = draft(org, accountId, lines, fields)
  activate(org, made.id)
  return made
}

export function addDealLine(org: Org, opportunityId: string, { item, quantity, fields = {} }: SoldLine): string {
  const entry = entryOf(org, item)
  return insert(org, 'OpportunityLineItem', {
    OpportunityId: opportunityId,
    PricebookEntryId: entry.Id,
    Quantity: quantity,
    UnitPrice: Number(entry.UnitPrice),
    ...fields,
  })
}

/** An open opportunity with products. */
export function deal(org: Org, accountId: string, lines: readonly SoldLine[], fields: Record<string, unknown> = {}) {
  const id = insert(org, 'Opportunity', {
    Name: 'Big Deal',
    AccountId: accountId,
    CloseDate: '2026-11-20',
    StageName: 'Negotiation/Review',
    Pricebook2Id: standardBook(org),
    ...fields,
  })
  const lineIds = lines.map((line) => addDealLine(org, id, line))
  return { id, lineIds }
}

export const win = (org: Org, id: string) => update(org, 'Opportunity', id, { StageName: 'Closed Won' })

import type { Sandboxes } from '../emulators/start.ts'

/**
 * What salespeople do in tests, straight in the sandbox (the demo does the same through the REST API): every rule of the org
 * applies, and change events follow.
 */
type Org = Pick<Sandboxes, 'salesforce'>

const actor = ({ salesforce }: Org) => ({
  userId: salesforce.records.all('User').find((user) => user.Username === salesforce.username)?.Id ?? '',
  api: 'rest',
})

function saved(result: ReturnType<Org['salesforce']['dml']['insert']>): string {
  if (!result.success) throw new Error(result.errors.map((error) => `${error.statusCode}: ${error.message}`).join('; '))
  return result.id
}

export async function createAccount(org: Org, name: string, fields: Record<string, unknown> = {}): Promise<string> {
  return saved(
    org.salesforce.dml.insert(actor(org), 'Account', {
      Name: name,
      Type: 'Customer - Direct',
      BillingStreet: '1 Harbor Way',
      BillingCity: 'Atlanta',
      BillingState: 'GA',
      BillingPostalCode: '31772',
      BillingCountry: 'US',
      ...fields,
    }),
  )
}

export function createRecord(org: Org, object: string, fields: Record<string, unknown>): string {
  return saved(org.salesforce.dml.insert(actor(org), object, fields))
}

export function change(org: Org, object: string, id: string, fields: Record<string, unknown>): void {
  saved(org.salesforce.dml.update(actor(org), object, id, fields))
}

/**
 * A draft order with lines at the standard price; `activate` makes it final.
 *
 * @param company id of the company whose product is meant, where several companies have an item of that number
 */
export function draftOrder(
  org: Org,
  accountId: string,
  lines: readonly { item: string; quantity: number }[],
  company = '',
): string {
  const { records, dml } = org.salesforce
  const book = records.all('Pricebook2').find((row) => row.IsStandard === true)
  const by = actor(org)
  const id = saved(
    dml.insert(by, 'Order', {
      AccountId: accountId,
      EffectiveDate: '2026-11-20',
      Status: 'Draft',
      Pricebook2Id: book?.Id,
    }),
  )
  for (const { item, quantity } of lines) {
    const products = records.all('Product2').filter((row) => row.ProductCode === item)
    const product = products.find((row) => String(row.BC_Key__c).startsWith(`${company}:`)) ?? products[0]
    const entry = records
      .all('PricebookEntry')
      .find((row) => row.Product2Id === product?.Id && row.Pricebook2Id === book?.Id)
    saved(
      dml.insert(by, 'OrderItem', {
        OrderId: id,
        PricebookEntryId: entry?.Id,
        Quantity: quantity,
        UnitPrice: Number(entry?.UnitPrice),
      }),
    )
  }
  return id
}

export async function createOrder(
  org: Org,
  accountId: string,
  lines: readonly { item: string; quantity: number }[],
): Promise<string> {
  const id = draftOrder(org, accountId, lines)
  change(org, 'Order', id, { Status: 'Activated' })
  return id
}

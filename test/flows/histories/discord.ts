import { Decimal } from 'decimal.js'
import { chainsOf } from './chains.ts'
import { deals, orders, type Known } from './documents.ts'
import { customersOf, liveAccounts, mayStandAlone, type Pair } from './partners.ts'
import { people } from './people.ts'
import { text, told } from './said.ts'
import { suppliers } from './vendors.ts'
import type { World } from './world.ts'

const amount = (value: unknown): string => new Decimal(text(value) || 0).toFixed(2)

/** The account that an order or opportunity belongs to now; of one that is gone, for which it was made. */
function buyerOf({ buyers, test }: World, id: string): unknown {
  const { records } = test.sandboxes.salesforce
  const sale: Readonly<Record<string, unknown>> | undefined = records.get('Order', id) ?? records.get('Opportunity', id)
  return sale ? sale.AccountId : buyers.get(id)
}

/** Whether something was won for an account: from then on finance decides on what terms. */
const hasBought = (world: World, account: string): boolean =>
  [...world.buyers.keys()].some((id) => buyerOf(world, id) === account && chainsOf(world, [id]).size > 0)

function accountsAndCustomers(world: World, pairs: readonly Pair[]): string[] {
  const { offices, accounts } = world
  const linked = new Set(pairs.map(({ row }) => row?.id))
  const { records } = world.test.sandboxes.salesforce
  const wrong: string[] = []
  for (const id of liveAccounts(world)) {
    const name = accounts.get(id) ?? ''
    const row = records.get('Account', id)
    const made = offices.flatMap(({ company }) =>
      company
        .table('customers')
        .filter((each) => each.displayName === name)
        .filter((each) => linked.has(each.id) || !world.leftBehind.has(each.id)),
    )
    if (made.length > 1) wrong.push(`${name} has ${made.length} customers`)
    const own = pairs.filter((pair) => pair.id === id)
    if (own.length === 0 && !mayStandAlone(world, id)) wrong.push(`${name} (${id}) has no customer (${told(row)})`)
    if (own.length > 1) wrong.push(`${name} is linked with ${own.length} customers`)
    for (const { row: customer } of own) {
      if (!customer) {
        wrong.push(`${name} is linked with a customer that is gone (${told(row)})`)
        continue
      }
      const [is, should] = [
        [row?.BC_Number__c, customer.displayName, customer.city].map(text).join('; '),
        [customer.number, row?.Name, row?.BillingCity].map(text).join('; '),
      ]
      if (is !== should) wrong.push(`${name} reads "${is}", should read "${should}" (${told(row)})`)
      const [limit, terms] = [amount(row?.BC_Credit_Limit__c), amount(customer.creditLimit)]
      if (hasBought(world, id) && limit !== terms) wrong.push(`${name} has the limit ${limit}, should have ${terms}`)
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

/** The sales order that the bridge has linked with each order last, and whether it was deleted because that was taken back. */
async function lastSaid({
  orders: all,
  test,
}: World): Promise<ReadonlyMap<string, { chain: string; isBack: boolean }>> {
  const outcomes = new Set(['inserted', 'coupled', 'modified', 'unchanged', 'deleted'])
  const said = new Map<string, { chain: string; isBack: boolean }>()
  for (const id of all) {
    const trail = await test.system.store.audit.of('salesforce', id, 1000)
    const last = trail.find(({ flow, outcome }) => flow === 'order-to-sales-order' && outcomes.has(outcome))
    if (last) said.set(id, { chain: last.targetId ?? '', isBack: last.outcome === 'deleted' })
  }
  return said
}

/** Every way in which the two sides do not belong together, besides money. */
export async function discord(world: World): Promise<readonly string[]> {
  const customers = await customersOf(world)
  const issues = await world.test.system.store.issues.list(1000)
  const said = await lastSaid(world)
  const known: Known = {
    customerOf: (account) => customers.find(({ id }) => id === account)?.row?.id,
    issueOf: (flow, record) => issues.find((issue) => issue.flow === flow && issue.record === record)?.message,
    isTakenBack: (order) => said.get(order)?.isBack === true,
    chainOf: (order) => said.get(order)?.chain,
  }
  return [
    ...[...world.strays].map((stray) => `the customer ${stray} was made, and never linked`),
    ...world.slips,
    ...accountsAndCustomers(world, customers),
    ...mirrors(world, customers),
    ...suppliers(world),
    ...(await people(world, customers)),
    ...deals(world, known),
    ...orders(world, known),
  ]
}

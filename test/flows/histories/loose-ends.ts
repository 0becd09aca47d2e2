import { customerEntries } from '../../emulators/business-central/posting/index.ts'
import type { JobKey } from '../../../bridge/src/engine/store.ts'
import type { Bookkeeper } from './bookkeeper.ts'
import { chainsOf, chainsOfOrder, deletedOf, saleOf } from './chains.ts'
import { customersOf, mayStandAlone, saysWhoHasIts } from './partners.ts'
import { unanswered } from './requests.ts'
import { differences, isClosed } from './too-late.ts'
import type { World } from './world.ts'

/** A record that is parked, or that waits. */
interface End extends JobKey {
  readonly says: string
}

/** What is parked. */
export async function issues({ test }: World): Promise<readonly End[]> {
  const parked = await test.system.store.issues.list(1000)
  return parked
    .map(({ flow, company, record, message }) => ({ flow, company, record, says: message }))
    .toSorted((a, b) => `${a.flow} ${a.record}`.localeCompare(`${b.flow} ${b.record}`))
}

/** What is parked, and what waits. */
async function openEnds(world: World): Promise<readonly End[]> {
  const waits = await world.test.system.store.waiting.list(1000)
  return [
    ...(await issues(world)),
    ...waits.map(({ flow, company, record, missing }) => ({ flow, company, record, says: `waits for ${missing}` })),
  ]
}

/** The customer that a record of Business Central belongs to, by the flow that reads it. */
const customerOf: Readonly<Record<string, (books: Bookkeeper, record: string) => unknown>> = {
  'customer-to-account': (_, record) => record,
  'customer-to-billing-customer': (_, record) => record,
  'invoice-to-billing-invoice': ({ company }, record) => company.table('salesInvoices').get(record)?.customerId,
  'credit-memo-to-billing-invoice': ({ company }, record) => company.table('salesCreditMemos').get(record)?.customerId,
  'payment-to-billing-payment': ({ company }, record) =>
    company.table(customerEntries).find((entry) => String(entry.entryNumber) === record)?.customerId,
  'contact-person-to-contact': ({ company }, record) => {
    const contacts = company.table('contacts')
    return contacts.find(({ number }) => number === contacts.get(record)?.companyNumber)?._partyId
  },
}

/** What a record of Salesforce that becomes something below a customer is called there. */
const objectOf: Readonly<Record<string, string>> = {
  'contact-to-contact-person': 'Contact',
  'order-to-sales-order': 'Order',
  'opportunity-to-sales-order': 'Opportunity',
}

/** What people have won now: an order or an opportunity of which there has to be a sales order. */
function soldAs({ test }: World, id: string): 'Order' | 'Opportunity' | undefined {
  const { records } = test.sandboxes.salesforce
  if (records.get('Order', id)?.Status === 'Activated') return 'Order'
  return records.get('Opportunity', id)?.StageName === 'Closed Won' ? 'Opportunity' : undefined
}

/**
 * Whether a document cannot follow its record any more: it is shipped, invoiced, or finance has deleted it; and that it does not
 * is to be seen.
 */
function hasGoneOn(world: World, { record, says }: End, customer: string | undefined): boolean {
  const ids = saleOf(world, record)
  if (says === 'The sales order is no longer in Business Central.') return deletedOf(world, ids)
  const [, what] = /^Too late to (change|take back) the sales order /.exec(says) ?? []
  const object = soldAs(world, record)
  if (what === 'take back' && object === undefined) {
    return [...chainsOf(world, ids).values()].some((order) => isClosed(world, order))
  }
  if (what !== 'change' || object === undefined) return false
  const chains = object === 'Order' ? chainsOfOrder(world, record) : chainsOf(world, ids)
  const isFrozen = [...chains.values()].some((order) => isClosed(world, order))
  return isFrozen && differences(world, chains, { object, id: record, customer }).length > 0
}

/** Whether it says that it waits, for hours maybe, for the customer of this account. */
const waitsForCustomerOf = ({ says }: End, account: string, name: string): boolean =>
  says === `waits for the customer of Account ${account}` ||
  (/^It has waited for more than \d+ hours\. /.test(says) && says.includes(` Waits for the account ${name}, `))

/** Of what Business Central has below a customer, what it waits for: the customer's account, or a document of such a customer. */
function waitsForAccountOf({ says }: End, books: Bookkeeper, isNobodys: (customer: unknown) => boolean): boolean {
  const [, what, id = ''] =
    /^waits for the (?:Account|BC_Customer__c|BC_Invoice__c) of (\w+) ([\w-]+)$/.exec(says) ?? []
  const { company } = books
  if (what === 'customer') return isNobodys(id)
  if (what === 'salesInvoice') return isNobodys(company.table('salesInvoices').get(id)?.customerId)
  return what === 'salesCreditMemo' && isNobodys(company.table('salesCreditMemos').get(id)?.customerId)
}

/**
 * What is parked or waits without a reason that the product's papers give: a record below an account that stands alone, a
 * document of a customer that is no account, a change of what is shipped, invoiced or deleted already. What an end says has to
 * be that reason.
 */
export async function looseEnds(world: World): Promise<readonly string[]> {
  const { records } = world.test.sandboxes.salesforce
  const customers = await customersOf(world)
  const justified = (end: End): boolean => {
    const { flow, company, record, says } = end
    if (flow === 'account-to-customer') return saysWhoHasIts(world, record, says)
    const object = objectOf[flow]
    if (object !== undefined) {
      const account = records.get(object, record)?.AccountId
      const own = customers.find(({ id }) => id === account)
      if (hasGoneOn(world, end, own?.row?.id)) return true
      if (typeof account !== 'string' || own || !mayStandAlone(world, account)) return false
      return waitsForCustomerOf(end, account, world.accounts.get(account) ?? '')
    }
    const books = world.offices.find((each) => each.company.id === company)
    if (!books) return false
    const isNobodys = (customer: unknown): boolean =>
      typeof customer === 'string' &&
      books.company.table('customers').get(customer) !== undefined &&
      !customers.some(({ row }) => row?.id === customer)
    return isNobodys(customerOf[flow]?.(books, record)) && waitsForAccountOf(end, books, isNobodys)
  }
  const ends = (await openEnds(world)).filter((end) => !justified(end))
  const stopped = [...world.test.system.worker.paused()].map(([flow, why]) => `${flow} has stopped: ${why}`)
  return [...ends.map(({ flow, record, says }) => `${flow} ${record}: ${says}`), ...stopped, ...unanswered(world)]
}

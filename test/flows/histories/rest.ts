import { choose as decide } from '../../../bridge/src/engine/choose.ts'
import type { Choice, Issue } from '../../../bridge/src/engine/store.ts'
import { openUp } from './admin.ts'
import { choose } from './deed.ts'
import { customersOf, liveAccounts } from './partners.ts'
import { countAnswers, decideOn, held, unapproved } from './requests.ts'
import { hasLeft } from './too-late.ts'
import { signal, subscribe, type Signal, type World } from './world.ts'

/** Late notifications arrive, what was put off is tried again, what may come back has had its time to. */
async function letHoursPass({ test }: World): Promise<void> {
  await test.settle()
  // A day that has begun makes debts overdue: they are looked at within six hours.
  for (const hours of [1, 2, 6]) {
    await test.advance(hours * 3600)
    await test.settle()
  }
}

/** The customer that a way out of an issue speaks of. */
const namedIn = ({ label }: Choice): string | undefined => /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/.exec(label)?.[0]

/** What a flow does that links the two of a pair, or finds them linked. */
const links: ReadonlySet<string> = new Set(['inserted', 'coupled', 'modified', 'unchanged'])

/** Whether the bridge says that a customer was some account's, now or once. */
async function wasLinked({ test }: World, customer: string): Promise<boolean> {
  const trail = await test.system.store.audit.of('business-central', customer, 1000)
  return trail.some(({ flow, outcome }) => flow === 'account-to-customer' && links.has(outcome))
}

/** Remembers what a person wants to be otherwise than usual: which of two customers that were accounts' he leaves behind. */
async function heed(world: World, { flow, record, choices = [] }: Issue, chosen: Choice): Promise<void> {
  if (flow !== 'account-to-customer') return
  if (chosen.id === 'uncouple') world.alone.add(record)
  for (const each of choices) {
    const customer = namedIn(each)
    if (customer === undefined) continue
    if (!(await wasLinked(world, customer))) world.strays.add(`${customer} (asked about ${record}: ${each.label})`)
    else if (each !== chosen) world.leftBehind.add(customer)
  }
}

/**
 * People approve of every order that waits for it, of rejected ones after all, and attend to the issues that offer a choice, until
 * there are none of either.
 */
async function attend(world: World): Promise<void> {
  const { test } = world
  const { store } = test.system
  for (let round = 0; round < 20; round++) {
    for (const slip of await unapproved(world)) world.slips.add(slip)
    const waiting = await held(world, 'asked', 'rejected')
    const issues = await store.issues.list(1000)
    const open = issues.filter(({ choices = [] }) => choices.length > 0)
    if (waiting.length + open.length === 0) return
    for (const order of waiting) decideOn(world, 'Approve', order)
    for (const issue of open) {
      const chosen = choose(issue.choices ?? [], world.choices++)
      if (!chosen) continue
      await decide({ store, clock: test.clock }, issue.id, chosen.id)
      await heed(world, issue, chosen)
    }
    await letHoursPass(world)
  }
  throw new Error('People decide, and are asked again and again.')
}

/** Finance does what people are told that it has to do: what is released and still there in full is reopened. */
function reopen({ offices }: World): void {
  for (const books of offices) {
    const released = books.company.table('salesOrders').filter(({ status }) => status === 'Open')
    for (const order of released)
      if (!hasLeft({ offices }, order)) books.change('salesOrders', order.id, { status: 'Draft' })
  }
}

/** The storm is over: nobody is blocked, one bridge works, people have decided, everything has had its time. */
export async function comeToRest(world: World): Promise<void> {
  const { test, offices } = world
  for (const { faults } of [test.sandboxes.businessCentral, test.sandboxes.salesforce]) faults.clear()
  if (world.bridge !== test.system) await world.bridge.close()
  world.bridge = test.system
  await subscribe(test.system)
  const names = new Set(world.accounts.values())
  for (const { company } of offices) {
    for (const row of company.table('customers').filter(({ blocked }) => blocked === 'All')) {
      if (names.has(String(row.displayName))) company.table('customers').update(row.id, { blocked: '_x0020_' })
    }
  }
  reopen(world)
  await openUp(world)
  await letHoursPass(world)
  await attend(world)
  countAnswers(world)
  // Who has a customer again is not meant to be without one any more.
  for (const { id } of await customersOf(world)) world.alone.delete(id)
}

/** Everything there is, as a signal. */
export function everything(world: World): readonly Signal[] {
  return [
    ...[...liveAccounts(world), ...world.vendors.keys()].map((id) => signal('salesforce', 'Account', '', id)),
    ...[...world.contacts].map((id) => signal('salesforce', 'Contact', '', id)),
    ...[...world.orders].map((id) => signal('salesforce', 'Order', '', id)),
    ...[...world.deals].map((id) => signal('salesforce', 'Opportunity', '', id)),
    ...world.offices.flatMap(({ company }) =>
      (
        [
          ['customer', 'customers'],
          ['vendor', 'vendors'],
          ['contact', 'contacts'],
          ['item', 'items'],
          ['salesOrder', 'salesOrders'],
          ['salesInvoice', 'salesInvoices'],
          ['salesCreditMemo', 'salesCreditMemos'],
        ] as const
      ).flatMap(([name, set]) =>
        company
          .table(set)
          .all()
          .map((row) => signal('business-central', name, company.id, row.id)),
      ),
    ),
  ]
}

import { settle } from '../../support/settle.ts'
import { choose, type Deed, type Doing, type Effect } from './deed.ts'
import { dieAtWork } from './mortal.ts'
import { clearTheSky, inAnyWeather } from './trouble.ts'
import { armedBy, signal, subscribe, type World } from './world.ts'

/** Signals of things that were told long ago, in any order. */
async function tellAgain(world: World, deed: Deed): Promise<boolean> {
  const office = choose(world.offices, deed.other)
  const invoice = choose(office?.company.table('salesInvoices').all() ?? [], deed.pick)
  const account = choose([...world.accounts.keys()], deed.pick)
  const signals = [
    ...(invoice && office
      ? [
          signal('business-central', 'salesInvoice', office.company.id, invoice.id),
          signal('business-central', 'customer', office.company.id, String(invoice.customerId)),
        ]
      : []),
    ...(account === undefined ? [] : [signal('salesforce', 'Account', '', account)]),
  ]
  await world.bridge.sink.accept(signals)
  return signals.length > 0
}

/** Change events of salespeople's records, in a wrong order, some of them twice, some of another kind than it was. */
async function jumbleEvents(world: World, { pick, other, amount }: Deed): Promise<boolean> {
  const known = [
    ...[...world.accounts.keys()].map((id) => ['Account', id] as const),
    ...[...world.orders].map((id) => ['Order', id] as const),
    ...[...world.deals].map((id) => ['Opportunity', id] as const),
    ...[...world.contacts].map((id) => ['Contact', id] as const),
  ]
  const kinds = ['deleted', 'updated', 'created'] as const
  const events = Array.from({ length: 1 + (amount % 6) }, (_, index) => choose(known, pick + index * (other + 1)))
  await world.bridge.sink.accept(
    events.flatMap((event, index) =>
      event ? [{ ...signal('salesforce', event[0], '', event[1]), kind: kinds[(index + other) % 3] ?? 'updated' }] : [],
    ),
  )
  return known.length > 0
}

/** What passes by itself: an answer of either side that says "not now", or that is lost when the work is done. */
function armTrouble(world: World, { pick, other }: Deed): Effect {
  const { salesforce, businessCentral } = world.test.sandboxes
  const match = '^(POST|PATCH|DELETE) (?!.*(oauth|token))'
  const troubles = [
    [businessCentral, { kind: 'write-done-but-504', match }],
    [businessCentral, { kind: 'drop-connection', when: 'after', match }],
    [businessCentral, { kind: 'lock' }],
    [businessCentral, { kind: 'stale-etag' }],
    [businessCentral, { kind: 'status', status: 429, headers: { 'Retry-After': 3 } }],
    [salesforce, { kind: 'write-done-but-504', match }],
    [salesforce, { kind: 'row-lock', match }],
    [salesforce, { kind: 'status', status: 503, match }],
  ] as const
  const [{ faults }, fault] = troubles[pick % troubles.length] ?? troubles[0]
  faults.arm(armedBy('trouble', { ...fault, skip: other % 7 }))
  return 'later'
}

async function look(world: World, deed: Deed): Promise<void> {
  const sources = world.bridge.connectors.flatMap(({ changes }) => changes)
  await inAnyWeather(world, async () => choose(sources, deed.pick)?.poll?.(world.bridge.sink))
}

/** A look that fails is repeated by the next one. */
export async function settleInTrouble(world: World): Promise<void> {
  if (!(await inAnyWeather(world, () => settle(world.bridge, world.test.sandboxes)))) await world.bridge.worker.drain()
  await world.test.advance(1)
}

/** One more bridge on the same database; none starts while a system is away. */
async function another({ test }: World) {
  clearTheSky(test)
  const other = await test.another()
  await other.catalogue.refresh()
  return other
}

/** What always takes effect. */
const always =
  (work: (world: World, deed: Deed) => Promise<void> | void): Doing =>
  async (world, deed) => {
    await work(world, deed)
    return true
  }

/** A fault of the next notifications. */
const notifications =
  (deed: string, kind: string): Doing =>
  ({ test }, { pick, amount }) => {
    const fault = { kind, times: 1 + (pick % 3), milliseconds: amount * 10_000 }
    test.sandboxes.businessCentral.faults.arm(armedBy(deed, fault))
    return 'later'
  }

/** What happens on the way between the two systems. */
export const weather = {
  look: always(look),
  lookTwice: always(look),
  work: always((world) => world.bridge.worker.drain()),
  settle: always(settleInTrouble),
  wait: always((world, { amount }) => world.test.advance(amount)),
  waitLong: always((world, { amount }) => world.test.advance(amount * 600)),
  /** Longer than Salesforce keeps change events and Business Central subscriptions. */
  leap: always(async (world, { amount, pick }) => {
    await world.test.advance(amount * 9000)
    if (pick % 2 === 0) await subscribe(world.test.system)
  }),
  loseNotifications: notifications('loseNotifications', 'webhook-lost'),
  delayNotifications: notifications('delayNotifications', 'webhook-late'),
  doubleNotifications: notifications('doubleNotifications', 'webhook-duplicate'),
  tellOldNews: tellAgain,
  jumbleEvents,
  trouble: armTrouble,
  restart: always(async (world, { pick }) => {
    if (world.bridge !== world.test.system) await world.bridge.close()
    world.bridge = pick % 2 === 0 ? await another(world) : world.test.system
  }),
  async kill({ test }, { pick, other, amount }) {
    clearTheSky(test)
    return dieAtWork(test, 1 + ((pick * amount) % 150), other % 2 === 0 ? 'done' : 'lost')
  },
  /** Two bridges at once, each of which hears of everything. */
  together: always(async (world) => {
    const second = await another(world)
    const both = await Promise.allSettled([
      settle(world.bridge, world.test.sandboxes),
      settle(second, world.test.sandboxes),
    ])
    await second.close()
    for (const each of both) if (each.status === 'rejected') throw each.reason
  }),
} satisfies Record<string, Doing>

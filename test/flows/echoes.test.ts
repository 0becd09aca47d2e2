import { afterAll, beforeAll, expect, it } from 'vitest'
import { flows } from '../../bridge/src/flows/index.ts'
import { journals } from '../support/journals.ts'
import { edits } from './steady/edits.ts'
import { inEuro, startTrade, type Trade } from './steady/trade.ts'
import { runningBridge, type Running } from './while-it-runs.ts'

/**
 * A change that was carried over is signalled by the other system, too: none of these echoes may cause a write. Signals are
 * real here: change events over gRPC, notifications over HTTP, and at the end the polls that look at everything once more.
 */
let trade: Trade
let running: Running

beforeAll(async () => {
  trade = await startTrade(1, inEuro)
  running = runningBridge(trade.test)
  await running.until(() => {
    const sources = trade.test.system.connectors.flatMap((connector) => connector.changes)
    for (const source of sources) expect(source.state()).toMatchObject({ connected: true })
    expect(trade.test.sandboxes.businessCentral.subscriptions.list().length).toBeGreaterThan(0)
  })
  await quiet()
})
afterAll(async () => {
  await running.stop()
  await trade.close()
})

/** Signals take half a minute, and what they cause is signalled again. */
async function quiet(): Promise<void> {
  const { store } = trade.test.system
  for (let minute = 0; minute < 3; minute++) {
    await trade.test.advance(60)
    await running.until(async () => {
      const counts = [...(await store.jobs.counts()).values()]
      expect(counts.every(({ ready, running: busy }) => ready + busy === 0)).toBe(true)
    })
  }
}

/** Calls that carry one change over, where it is more than one: to several records, or to a record and its lines. */
const written: Readonly<Record<string, number>> = {
  'item-to-pricebook-entry': 2,
  'item-to-company-price': 2,
  'customer-to-account': 2,
  'customer-to-billing-customer': 2,
  'sales-order-to-order': 2,
  'sales-invoice-to-opportunity': 2,
  'payment-to-billing-payment': 3,
}

/** The draft invoice of an opportunity is shown among the invoices, too: its new date is no echo, but is written once. */
const mirrored: Readonly<Record<string, string>> = { 'opportunity-to-sales-invoice': '"type":"BC_Invoice__c"' }

/** Business Central takes no subscription for contacts: they are asked every five minutes. */
const asked: ReadonlySet<string> = new Set(['contact-person-to-contact'])

/** What was written since; every few minutes Setup is told how the flows stand, which carries nothing over. */
const writesSince = (since: ReturnType<typeof journals>) =>
  since.writes().filter((call) => !call.includes('/composite/sobjects/BC_Flow__c/'))

const systemOf = (call: string) => (call.includes('/services/data/') ? 'salesforce' : 'business-central')

const modified = async (name: string) =>
  (await trade.test.system.store.audit.counts()).find((each) => each.flow === name && each.outcome === 'modified')
    ?.count ?? 0

/**
 * How soon after a change Business Central still tells of an update that changes nothing: as its code has it, and as often as it
 * could be. The bridge's own writes are such updates where it says again what stands there.
 */
const readings = [2, Number.POSITIVE_INFINITY]

/** One change of a customer goes to the account and to what hangs below it: both are carried over, neither is an echo. */
it.each(flows.map(({ name, source, target }) => [name, source.system, target.system] as const))(
  'what %s carries over from %s does not come back',
  async (name, source, target) => {
    const [record = ''] = edits[name]?.records(trade) ?? []
    // What the bridge writes to Salesforce makes no such updates: one reading does.
    for (const [round, seconds] of readings.slice(0, target === 'business-central' ? 2 : 1).entries()) {
      trade.test.sandboxes.businessCentral.switches.unchangedNotificationSeconds = seconds
      const before = await modified(name)
      const since = journals(trade.test)
      edits[name]?.edit(trade, record, 3 + round)
      if (asked.has(name)) await trade.test.advance(300)
      await running.until(async () => expect(await modified(name)).toBe(before + 1))
      await quiet()
      const writes = writesSince(since)
      expect(writes.filter((call) => systemOf(call) === target)).toHaveLength(written[name] ?? 1)
      const back = writes.filter((call) => systemOf(call) === source)
      const mirror = mirrored[name]
      if (mirror === undefined) expect(back).toEqual([])
      else expect(back).toEqual([expect.stringContaining(mirror)])
      // Whoever looks again, at either end, finds nothing to do: no second run has written.
      expect(await modified(name)).toBe(before + 1)
    }
  },
)

it('a record saved unchanged in Business Central, where that is told of, is looked at and left alone', async () => {
  trade.test.sandboxes.businessCentral.switches.unchangedNotificationSeconds = Number.POSITIVE_INFINITY
  const accepted = () => trade.test.system.receivers['business-central']?.counters()['accepted'] ?? 0
  await quiet()
  const [before, since] = [accepted(), journals(trade.test)]
  const table = trade.books.company.table('customers')
  for (const id of trade.customers) table.update(id, { displayName: table.get(id)?.displayName ?? '' })
  await running.until(() => expect(accepted()).toBeGreaterThan(before))
  await quiet()
  expect(writesSince(since)).toEqual([])
})

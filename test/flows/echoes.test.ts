import { afterAll, beforeAll, expect, it } from 'vitest'
import { flows } from '../../bridge/src/flows/index.ts'
import { journals } from './steady/calls.ts'
import { edits } from './steady/edits.ts'
import { startTrade, type Trade } from './steady/trade.ts'
import { runningBridge, type Running } from './while-it-runs.ts'

/**
 * A change that was carried over is signalled by the other system, too: none of these echoes may cause a write. Signals are
 * real here: change events over gRPC, notifications over HTTP, and at the end the polls that look at everything once more.
 */
let trade: Trade
let running: Running

beforeAll(async () => {
  trade = await startTrade(1)
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

const modified = async (name: string) =>
  (await trade.test.system.store.audit.counts()).find((each) => each.flow === name && each.outcome === 'modified')
    ?.count ?? 0

/** What a person or a rep is told on the source record is no echo of the change: it is told once and stays. */
it.each(flows.map(({ name, source, target }) => [name, source.system, target.system] as const))(
  'what %s carries over from %s does not come back',
  async (name, source, target) => {
    const [record = ''] = edits[name]?.records(trade) ?? []
    const before = await modified(name)
    const since = journals(trade.test)
    edits[name]?.edit(trade, record, 3)
    await running.until(async () => expect(await modified(name)).toBe(before + 1))
    await quiet()
    const count = since.count()
    const to = (system: string) => (system === 'salesforce' ? count.salesforce : count.businessCentral).writes
    if (to(source) > 0 || to(target) > 1) console.log(name, since.writes())
    expect(to(target)).toBeGreaterThan(0)
    expect(to(source)).toBe(0)
  },
)

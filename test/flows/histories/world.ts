import { vi } from 'vitest'
import type { System } from '../../../bridge/src/system.ts'
import type { TestSystem } from '../../support/start-system.ts'
import { bookkeeper, type Bookkeeper } from './bookkeeper.ts'

/** Both systems, the bridge between them, and what was done to them. */
export interface World {
  readonly test: TestSystem
  readonly offices: readonly Bookkeeper[]
  /** Accounts that salespeople have made, with their names as they are now. */
  readonly accounts: Map<string, string>
  /** Orders that salespeople have made. */
  readonly orders: Set<string>
  /** Opportunities of accounts of the first company. */
  readonly deals: Set<string>
  /** Sales orders that finance has deleted. */
  readonly deletedOrders: Set<string>
  /** The bridge that is at work now: now and then another one on the same database takes over. */
  bridge: System
}

export async function newWorld(test: TestSystem): Promise<World> {
  const { businessCentral } = test.sandboxes
  await subscribe(test)
  await test.settle()
  return {
    test,
    offices: businessCentral.companies.map(({ id }) => bookkeeper(businessCentral.company(id))),
    accounts: new Map(),
    orders: new Set(),
    deals: new Set(),
    deletedOrders: new Set(),
    bridge: test.system,
  }
}

/** Has the bridge subscribe to notifications, as it does when it runs. */
async function subscribe({ system }: TestSystem): Promise<void> {
  const source = system.connectors.flatMap(({ changes }) => changes).find(({ name }) => name.endsWith('webhooks'))
  if (!source) throw new Error('The bridge has no public address.')
  const stop = new AbortController()
  const running = source.run(system.sink, stop.signal)
  await vi.waitFor(() => {
    // One set that takes no subscription does not matter here.
    const { connected, problem } = source.state()
    if (!connected && problem === undefined) throw new Error('The subscriptions are not made.')
  }, 20_000)
  stop.abort()
  await running
}

export const signal = (system: string, name: string, company: string, id: string) =>
  ({ entity: { system, name }, company, id, kind: 'updated', echo: false }) as const

/** The storm is over: nobody is blocked, one bridge works, everything has had its time. */
export async function comeToRest(world: World): Promise<void> {
  const { test, offices } = world
  test.sandboxes.businessCentral.faults.clear()
  if (world.bridge !== test.system) await world.bridge.close()
  world.bridge = test.system
  for (const { company } of offices) {
    for (const row of company.table('customers').filter(({ blocked }) => blocked === 'All')) {
      if ([...world.accounts.values()].includes(String(row.displayName))) {
        company.table('customers').update(row.id, { blocked: '_x0020_' })
      }
    }
  }
  await test.settle()
  // Late notifications arrive, what was put off is tried again, what may come back has had its time to.
  for (let hours = 0; hours < 3; hours++) {
    await test.advance(3600)
    await test.settle()
  }
}

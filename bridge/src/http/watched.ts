import type { Connector } from '../engine/ports.ts'
import type { Store } from '../engine/store.ts'

/** What health and metrics look at. */
export interface Watched {
  readonly store: Pick<Store, 'ping' | 'jobs' | 'issues' | 'waiting' | 'audit'>
  readonly connectors: readonly Pick<Connector, 'system' | 'changes' | 'usage'>[]
  /** Flows that have stopped because something is misconfigured, with the reason. */
  readonly pausedFlows: () => ReadonlyMap<string, string>
  /** Notifications by fate, per system. */
  readonly webhooks: () => readonly { system: string; fate: string; count: number }[]
}

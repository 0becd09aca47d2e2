import type { Clock } from '../engine/clock.ts'
import type { Flows } from '../engine/define-flow.ts'
import type { EngineLog } from '../engine/log.ts'
import type { Connector } from '../engine/ports.ts'
import type { Store } from '../engine/store.ts'
import type { CompanyRef } from '../mapping/index.ts'

/** Everything that commands may touch. */
export interface Office {
  readonly store: Store
  readonly flows: Flows
  readonly connectors: readonly Pick<
    Connector,
    'system' | 'desk' | 'files' | 'actions' | 'below' | 'reader' | 'notices'
  >[]
  readonly companies: readonly CompanyRef[]
  /** Takes over what admins have set; returns what is wrong with it, and which records changed rules do not reach by themselves. */
  readonly applySettings: () => Promise<{
    readonly problems: readonly string[]
    readonly unreached: readonly { readonly flow: string; readonly records: number }[]
  }>
  readonly clock: Clock
  readonly log: EngineLog
  /** Between 0 and 1, for the jitter of retries. */
  readonly random: () => number
  /** Seconds in which a call whose answer was lost may still take effect. */
  readonly settleSeconds: number
}

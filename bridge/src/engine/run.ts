import type { CompanyRef } from '../mapping/index.ts'
import type { Clock } from './clock.ts'
import type { Flow } from './define-flow.ts'
import type { SyncError } from './errors.ts'
import type { EngineLog } from './log.ts'
import type { Outcome } from './outcome.ts'
import type { Connector } from './ports.ts'
import type { Store } from './store.ts'

/** Everything that one run of a flow over a batch of jobs of one company may touch. */
export interface Run {
  readonly flow: Flow
  readonly company: CompanyRef
  /** All companies that are configured. */
  readonly companies: readonly CompanyRef[]
  readonly source: Pick<Connector, 'reader' | 'notices' | 'below'>
  readonly target: Pick<Connector, 'reader' | 'writer' | 'below'>
  /** All flows: to know who can make a missing link, and who follows. */
  readonly flows: readonly Flow[]
  readonly store: Store
  readonly clock: Pick<Clock, 'now'>
  readonly log: EngineLog
  /** Seconds in which a create whose answer was lost may still take effect: until then it is not done again. */
  readonly settleSeconds: number
  /** Seconds after which a record that still waits for a link is parked. */
  readonly patienceSeconds: number
  /** Between 0 and 1, for the jitter of retries. */
  readonly random: () => number
}

/** How a run over a batch went. */
export interface RunSummary {
  readonly flow: string
  readonly company: string
  readonly counts: Readonly<Partial<Record<Outcome, number>>>
  /** The target as a whole was not to be had (throttled, signed out, misconfigured): the flow is better left alone. */
  readonly hold?: SyncError | undefined
}

/** The instant so many milliseconds from now, ISO. */
export function later({ clock }: Pick<Run, 'clock'>, milliseconds: number): string {
  return new Date(clock.now() + milliseconds).toISOString()
}

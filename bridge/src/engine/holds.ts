import type { Clock } from './clock.ts'
import { backoff } from './backoff.ts'
import { Misconfigured, type SyncError } from './errors.ts'
import { misconfiguredPause } from './settle-write.ts'

/** A flow that is not run for a while. */
interface Hold {
  readonly error: SyncError
  /** Instant, milliseconds. */
  readonly until: number
}

/**
 * Flows that do not claim jobs for now: the system they need is throttling, away, or not set up for them. Their jobs stay in
 * the queue.
 */
export interface Holds {
  /** Holds the flow back; each time in a row for longer. Returns until when, in milliseconds. */
  hold(flow: string, error: SyncError): number
  release(flow: string): void
  isHeld(flow: string): boolean
  /** What is held, or was and has not gone well since. */
  list(): ReadonlyMap<string, Hold>
}

export function createHolds(clock: Pick<Clock, 'now'>, random: () => number): Holds {
  const holds = new Map<string, Hold & { times: number }>()
  return {
    hold(flow, error) {
      const times = holds.get(flow)?.times ?? 0
      const pause = error instanceof Misconfigured ? misconfiguredPause * 1000 : backoff(times, error, random)
      const until = clock.now() + pause
      holds.set(flow, { error, until, times: times + 1 })
      return until
    },
    release: (flow) => void holds.delete(flow),
    isHeld: (flow) => clock.now() < (holds.get(flow)?.until ?? 0),
    list: () => holds,
  }
}

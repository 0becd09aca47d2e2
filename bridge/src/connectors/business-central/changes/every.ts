import { ExponentialBackoff } from 'cockatiel'
import type { Clock } from '../../../engine/clock.ts'
import { Misconfigured } from '../../../engine/errors.ts'
import type { EngineLog } from '../../../engine/log.ts'

/** The waits after failures in a row, in milliseconds: doubling from one second to five minutes, with jitter. */
function waits() {
  const fresh = () => new ExponentialBackoff({ initialDelay: 1000, maxDelay: 300_000 }).next()
  let next = fresh()
  return {
    reset: () => (next = fresh()),
    take() {
      const { duration } = next
      next = next.next(undefined)
      return duration
    },
  }
}

/**
 * Does `work` again and again until the signal aborts; `work` says how many seconds to rest. Rides out every passing fault;
 * something misconfigured is tried again too, at the slowest pace: an admin may mend it while we run.
 */
export async function every(
  { clock, log }: { clock: Clock; log: EngineLog },
  name: string,
  signal: AbortSignal,
  work: () => Promise<number>,
): Promise<void> {
  const backoff = waits()
  while (!signal.aborted) {
    let rest: number
    try {
      rest = (await work()) * 1000
      backoff.reset()
    } catch (error) {
      rest = error instanceof Misconfigured ? 300_000 : backoff.take()
      log.warn(
        { err: error, source: name, again: Math.round(rest / 1000) },
        'a source of changes failed; it is tried again',
      )
    }
    await clock.wait(rest, signal)
  }
}

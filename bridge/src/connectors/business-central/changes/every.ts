import { ExponentialBackoff } from 'cockatiel'
import { Misconfigured, RetryLater } from '../../../engine/errors.ts'
import type { BusinessCentralServices } from '../settings.ts'
import type { Bell } from './bell.ts'

const longestWait = 300_000

/** The waits after failures in a row, in milliseconds: doubling from one second to five minutes, with jitter. */
function waits() {
  const fresh = () => new ExponentialBackoff({ initialDelay: 1000, maxDelay: longestWait }).next()
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
 * Does `work` again and again until the signal aborts; `work` says how many seconds to rest, `bell` ends a rest early. Rides
 * out every passing fault; something misconfigured is tried again too, at the slowest pace: an admin may mend it while we
 * run.
 */
export async function every(
  { clock, log }: Pick<BusinessCentralServices, 'clock' | 'log'>,
  name: string,
  signal: AbortSignal,
  work: () => Promise<number>,
  bell?: Bell,
): Promise<void> {
  const backoff = waits()
  while (!signal.aborted) {
    const rung = bell?.listen()
    let rest: number
    try {
      rest = (await work()) * 1000
      backoff.reset()
    } catch (error) {
      const asked = error instanceof RetryLater ? (error.retryAfter ?? 0) * 1000 : 0
      rest = error instanceof Misconfigured ? longestWait : Math.max(asked, backoff.take())
      log.warn(
        { err: error, source: name, again: Math.round(rest / 1000) },
        'a source of changes failed; it is tried again',
      )
    }
    await clock.wait(rest, rung ? AbortSignal.any([signal, rung]) : signal)
  }
}

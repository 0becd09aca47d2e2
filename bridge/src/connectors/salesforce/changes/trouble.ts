import { decorrelatedJitterGenerator, ExponentialBackoff, type IBackoff } from 'cockatiel'
import { Misconfigured, RetryLater } from '../../../engine/errors.ts'
import { PubSubError } from '../pubsub/errors.ts'

/** When the allocation of delivered events is used up, asking again soon helps nothing: it counts 24 hours. */
const longWait = 15 * 60_000

/** How long to wait after trouble: longer each time, with jitter, until something works again. */
export interface Patience {
  /** Milliseconds to wait after this error. */
  after(error: unknown): number
  reset(): void
}

export function createPatience(): Patience {
  const backoff = new ExponentialBackoff({
    initialDelay: 500,
    maxDelay: 60_000,
    generator: decorrelatedJitterGenerator,
  })
  let step: IBackoff<unknown> | undefined
  return {
    after(error) {
      if (error instanceof PubSubError && error.next === 'wait-long') return longWait
      step = step === undefined ? backoff.next() : step.next(undefined)
      const asked = error instanceof RetryLater && error.retryAfter !== undefined ? error.retryAfter * 1000 : 0
      return Math.max(asked, step.duration)
    },
    reset: () => (step = undefined),
  }
}

/** What is wrong, in one line, for `/readyz` and `status`. */
export function problemOf(error: unknown): string {
  if (error instanceof Misconfigured) return `${error.message} ${error.advice}`
  return error instanceof Error ? error.message : String(error)
}

import { RetryLater, type SyncError } from './errors.ts'

const first = 2_000
const longest = 15 * 60_000

/**
 * Milliseconds to wait before the next try: 2 s doubled with every try up to 15 minutes, half of it by chance so that many
 * jobs do not come back at once; never less than the vendor asked for (`Retry-After`).
 */
export function backoff(attempts: number, error: SyncError | undefined, random: () => number): number {
  const full = Math.min(longest, first * 2 ** Math.min(attempts, 20))
  const own = full / 2 + (full / 2) * random()
  const asked = error instanceof RetryLater ? (error.retryAfter ?? 0) * 1000 : 0
  return Math.ceil(Math.max(own, asked))
}

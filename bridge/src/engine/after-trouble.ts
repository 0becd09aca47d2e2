import { Rejected, SyncError } from './errors.ts'
import type { Run } from './run.ts'
import { retried } from './settle-write.ts'
import type { Settled } from './verdict.ts'

/**
 * What becomes of a record when a system does not tell, or do, what it takes to go on: a refusal is a matter for a person,
 * everything else passes. Rethrows what is no connector's answer.
 */
export function afterTrouble(run: Run, { job, title }: Pick<Settled, 'job' | 'title'>, cause: unknown): Settled {
  if (!(cause instanceof SyncError)) throw cause
  if (!(cause instanceof Rejected)) return retried(run, { job, title }, cause)
  return { job, title, verdict: { outcome: 'failed', error: cause } }
}

import { identityOf } from '../mapping/index.ts'
import { backoff } from './backoff.ts'
import { Misconfigured, Rejected, RetryLater, type SyncError } from './errors.ts'
import { hashOf } from './hash-of.ts'
import type { FieldValues, Written } from './ports.ts'
import { fieldsToCompare } from './rules-for.ts'
import { later, type Run } from './run.ts'
import type { PlacedSubject } from './subject.ts'
import type { Settled } from './verdict.ts'

/** Seconds after which a flow that is misconfigured looks whether somebody has mended it. */
export const misconfiguredPause = 60

/** Back into the queue, by what went wrong. */
export function retried(run: Run, { job, title }: Pick<PlacedSubject, 'job' | 'title'>, error: SyncError): Settled {
  const wait = error instanceof Misconfigured ? misconfiguredPause * 1000 : backoff(job.attempts, error, run.random)
  return { job, title, verdict: { outcome: 'retried', error, after: later(run, wait) } }
}

/** What a writer's answer means for the record. */
export function settleWrite(run: Run, subject: PlacedSubject, fields: FieldValues, written: Written): Settled {
  const { flow } = run
  const { job, title, partner, coupled, leansOn } = subject
  if (written.outcome !== 'failed') {
    const { id: targetId } = written
    const hash = flow.update === 'always' ? hashOf(targetId, fieldsToCompare(flow, subject.filled)) : undefined
    if (written.outcome === 'unchanged' && !coupled) {
      // Nothing was written, but it is as we would have it: next time that is known without a call.
      return { job, title, verdict: { outcome: 'unchanged', targetId, hash, lines: written.lines }, endsIntent: true }
    }
    const outcome = coupled || written.outcome === 'unchanged' ? 'coupled' : written.outcome
    return { job, title, verdict: { outcome, targetId, fields, hash, lines: written.lines }, endsIntent: true }
  }
  const { error } = written
  if (error instanceof Rejected) {
    const own = partner === undefined ? [] : [{ entity: identityOf(flow.target), id: partner }]
    const concerns = [...own, ...leansOn]
    return { job, title, verdict: { outcome: 'failed', error, targetId: partner, concerns }, endsIntent: true }
  }
  // Refused for now: nothing was created, unless an earlier try did.
  const certain = error instanceof RetryLater || error instanceof Misconfigured
  return { ...retried(run, subject, error), endsIntent: certain && subject.intent === undefined }
}

import { identityOf } from '../mapping/index.ts'
import { backoff } from './backoff.ts'
import { Doubtful, Gone, Misconfigured, Rejected, RetryLater, type SyncError } from './errors.ts'
import { agreedAfter } from './compare-fields.ts'
import { targetGone } from './gone-target.ts'
import { hashOf, plain } from './hash-of.ts'
import type { FieldValues, Written } from './ports.ts'
import { fieldsToCompare, fieldsToTakeBack } from './rules-for.ts'
import { later, type Run } from './run.ts'
import type { Agreed } from './store.ts'
import type { PlacedSubject } from './subject.ts'
import type { Base, Settled } from './verdict.ts'

/** Seconds after which a flow that is misconfigured looks whether somebody has mended it. */
export const misconfiguredPause = 60

/** Tries to create a record, and looks whether it was created, after which a person has to look. */
const mostDoubts = 12

/** Back into the queue, by what went wrong. */
export function retried(run: Run, { job, title }: Pick<PlacedSubject, 'job' | 'title'>, error: SyncError): Settled {
  const wait = error instanceof Misconfigured ? misconfiguredPause * 1000 : backoff(job.attempts, error, run.random)
  return { job, title, verdict: { outcome: 'retried', error, after: later(run, wait) } }
}

/** What both sides have agreed upon now, for flows that compare. */
function baseOf({ flow }: Run, { filled, merge, before }: PlacedSubject, written: Written): Base {
  const looked = before?.touches ?? 0
  if (written.outcome === 'failed') return { agreed: undefined, looked }
  if (flow.onTargetChanged !== 'compare') {
    const fields = plain(fieldsToTakeBack(flow, filled)) as Agreed['fields']
    const held = written.remember ?? {}
    const some = Object.keys(fields).length > 0 || Object.keys(held).length > 0
    return { agreed: some ? { fields, held } : undefined, looked }
  }
  const ours = merge?.agreed ?? { fields: plain(fieldsToCompare(flow, filled)) as Agreed['fields'], held: {} }
  return { agreed: agreedAfter(ours, written.held), looked }
}

/**
 * Lines that may stand there without our knowing them: none after success; as the writer says after a failure; none of a new
 * document that was certainly not made.
 */
function inDoubt({ partner }: PlacedSubject, written: Written, endsIntent: boolean | undefined): Settled['intended'] {
  if (written.outcome !== 'failed') return []
  return written.intended ?? (partner === undefined && endsIntent === true ? [] : undefined)
}

/** What a writer's answer means for the record. */
export function settleWrite(run: Run, subject: PlacedSubject, fields: FieldValues, written: Written): Settled {
  const settled = settle(run, subject, fields, written)
  return { ...settled, intended: inDoubt(subject, written, settled.endsIntent) }
}

function settle(run: Run, subject: PlacedSubject, fields: FieldValues, written: Written): Settled {
  const { flow } = run
  const { job, title, partner, coupled, leansOn } = subject
  if (written.outcome !== 'failed') {
    const { id: targetId } = written
    const hash = flow.update === 'always' ? hashOf(targetId, fieldsToCompare(flow, subject.filled)) : undefined
    const base = baseOf(run, subject, written)
    if (written.outcome === 'unchanged' && !coupled) {
      // Nothing was written, but it is as we would have it: next time that is known without a call.
      return {
        job,
        title,
        verdict: { outcome: 'unchanged', targetId, hash, lines: written.lines, base },
        endsIntent: true,
      }
    }
    const outcome = coupled || written.outcome === 'unchanged' ? 'coupled' : written.outcome
    const note = subject.merge?.note ?? (written.outcome === 'modified' ? written.note : undefined)
    const instead = partner === undefined || partner === targetId ? undefined : partner
    const verdict = { outcome, targetId, fields, hash, lines: written.lines, base, note, instead } as const
    return { job, title, verdict, decided: subject.decision, endsIntent: true }
  }
  const { error } = written
  if (error instanceof Gone && partner !== undefined && flow.onTargetDeleted !== 'leave') {
    return targetGone(run, subject, partner)
  }
  if (error instanceof Rejected) {
    const own = partner === undefined ? [] : [{ entity: identityOf(flow.target), id: partner }]
    const concerns = [...own, ...leansOn]
    return { job, title, verdict: { outcome: 'failed', error, targetId: partner, concerns }, endsIntent: true }
  }
  if (error instanceof Doubtful && partner === undefined && job.attempts >= mostDoubts) {
    const lasting = new Rejected(
      `Creating the ${flow.target.label} has failed ${job.attempts} times, and nobody knows why.`,
      {
        advice: `Look in ${flow.target.systemName} whether the ${flow.target.label} is there and what keeps it from being made. It is looked up and tried again every hour.`,
        again: 3600,
        cause: error,
        ...(error.vendor === undefined ? {} : { vendor: error.vendor }),
      },
    )
    // The intent stays: what such a try may have made is found before the next one.
    return { job, title, verdict: { outcome: 'failed', error: lasting, concerns: leansOn } }
  }
  // Refused for now: nothing was created, unless an earlier try did.
  const certain = error instanceof RetryLater || error instanceof Misconfigured
  return { ...retried(run, subject, error), endsIntent: certain && subject.intent === undefined }
}

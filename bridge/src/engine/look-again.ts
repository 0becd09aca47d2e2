import { ambiguous, findCandidates } from './candidates.ts'
import { Doubtful, Rejected } from './errors.ts'
import { mayStillTakeEffect } from './may-still-take-effect.ts'
import type { FieldValues } from './ports.ts'
import { later, type Run } from './run.ts'
import type { Intent } from './store.ts'
import type { FilledSubject } from './subject.ts'
import type { Settled } from './verdict.ts'

/**
 * What a record that we created carries for certain: our reference; for records without one, all fields they are matched
 * by, blank ones included. Undefined when nothing would tell it from any other.
 */
export function lookAlike({ flow }: Pick<Run, 'flow'>, { filled, reference }: FilledSubject): FieldValues | undefined {
  if (flow.reference) return reference === undefined ? undefined : { [flow.reference.field]: reference }
  const fields = [...new Set(flow.match.flat())].filter(
    (field) => filled[field] !== undefined && flow.map[field]?.matchOnly !== true,
  )
  return fields.length === 0 ? undefined : Object.fromEntries(fields.map((field) => [field, filled[field]]))
}

export type Again =
  | { readonly found: 'one'; readonly id: string }
  | { readonly found: 'none' }
  | { readonly found: 'settled'; readonly settled: Settled }

/**
 * An earlier try may have created the record: it died, or its answer was lost. What carries our marks, was not there before
 * and belongs to nobody is ours. As long as that create may still take effect it is not done again.
 *
 * @param alike what the record carries for certain now; counts when the earlier try has not said what its record carries
 */
export async function lookAgain(
  run: Run,
  subject: Pick<FilledSubject, 'job' | 'title'>,
  intent: Intent,
  alike?: FieldValues,
): Promise<Again> {
  const { flow } = run
  const settle = (verdict: Settled['verdict']): Again => ({
    found: 'settled',
    settled: { job: subject.job, title: subject.title, verdict },
  })
  // Those of the earlier try: the source record may have changed since, what was created has not.
  const mark = intent.marks ?? alike
  if (mark === undefined) {
    const advice = `Look for it in ${flow.target.systemName}; link it by hand, or make sure that it is not there, then retry.`
    const error = new Rejected(`Nobody knows whether the ${flow.target.label} was created: nothing identifies it.`, {
      advice,
    })
    return settle({ outcome: 'failed', error })
  }
  const [candidates] = await findCandidates(run, [mark])
  // A flow the other way may have found it first, by its reference, and linked the two.
  const mine = candidates?.taken.find(({ by }) => by === subject.job.record)
  if (mine) return { found: 'one', id: mine.record.id }
  const ours = candidates?.free.filter((record) => !intent.known.includes(record.id)) ?? []
  const [only, ...others] = ours
  if (only && others.length === 0) return { found: 'one', id: only.id }
  if (only) {
    return { found: 'settled', settled: ambiguous(run, subject, Object.keys(mark), ours) }
  }
  const left = mayStillTakeEffect(run, intent.at)
  if (left === 0) return { found: 'none' }
  const error = new Doubtful(`The last try to create the ${flow.target.label} may still take effect.`)
  return settle({ outcome: 'retried', error, after: later(run, left) })
}

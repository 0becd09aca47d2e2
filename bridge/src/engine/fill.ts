import { DoesNotFit } from '../mapping/index.ts'
import { Rejected } from './errors.ts'
import type { AnsweredSubject } from './resolve-needs.ts'
import { rulesFor } from './rules-for.ts'
import type { Run } from './run.ts'
import type { FilledSubject, Step } from './subject.ts'
import type { Settled } from './verdict.ts'

function refusal({ flow }: Pick<Run, 'flow'>, field: string, reads: readonly string[], cause: unknown): Rejected {
  const from = reads.length === 0 ? flow.source.label : reads.join(', ')
  if (cause instanceof DoesNotFit) {
    const advice = `Change ${from} of the ${flow.source.label}; it is tried again as soon as it changes.`
    return new Rejected(`${field} of the ${flow.target.label}: ${cause.message}`, { advice, cause })
  }
  const advice = `Report this: the flow ${flow.name} does not cope with the record.`
  return new Rejected(`${field} of the ${flow.target.label} cannot be filled: ${String(cause)}`, { advice, cause })
}

/** Step 4: the rules fill the fields. Pure; a value that does not fit parks its record only. */
export async function fillFields(
  run: Pick<Run, 'flow'>,
  subjects: readonly AnsweredSubject[],
): Promise<Step<FilledSubject>> {
  const { flow } = run
  const going: FilledSubject[] = []
  const settled: Settled[] = []
  for (const { resolved, ...subject } of subjects) {
    const filled: Record<string, unknown> = {}
    let refused: Rejected | undefined
    for (const [field, rule] of rulesFor(flow, subject)) {
      try {
        const value = await rule.fill(subject.record.fields, resolved)
        if (value !== undefined) filled[field] = value
      } catch (cause) {
        refused = refusal(run, field, rule.reads, cause)
        break
      }
    }
    const reference = flow.reference === undefined ? undefined : filled[flow.reference.field]
    if (refused) {
      settled.push({ job: subject.job, title: subject.title, verdict: { outcome: 'failed', error: refused } })
    } else {
      going.push({ ...subject, filled, reference: typeof reference === 'string' ? reference : undefined })
    }
  }
  return { going, settled }
}

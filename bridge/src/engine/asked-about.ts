import { flowsBack } from './flows-back.ts'
import { lookAgainAfter } from './look-again-after.ts'
import { later, type Run } from './run.ts'
import type { Issue } from './store.ts'
import type { FilledSubject } from './subject.ts'
import type { Settled } from './verdict.ts'

/**
 * Of these records of the target system, those about which a person is asked already: several of ours match each of them, and
 * the flow back has parked it with their names. Found from this side, each would seem to be the only one. One query.
 */
export async function askedAbout(
  { flow, flows, company, store }: Pick<Run, 'flow' | 'flows' | 'company' | 'store'>,
  targetIds: readonly string[],
): Promise<ReadonlyMap<string, Issue>> {
  const keys = flowsBack(flow, flows).flatMap((each) =>
    targetIds.map((record) => ({ flow: each.name, company: company.id, record })),
  )
  const issues = await store.issues.of(keys)
  return new Map(issues.map((issue) => [issue.record, issue]))
}

/** Whether a person has to say with which record the one of the issue is linked, and this one may be it. */
export const isCandidate = (issue: Issue | undefined, { job }: FilledSubject): boolean =>
  issue?.choices?.some(({ id }) => id === job.record) === true

/** It waits for what the person says: the record that is chosen is linked, the others are looked at again by and by. */
export function waitForAnswer(run: Run, { job, title }: FilledSubject): Settled {
  const { flow } = run
  const reason = `several ${flow.source.label} records match one ${flow.target.label}: a person is asked which one it is`
  const after = later(run, lookAgainAfter.inTheWay * 1000)
  return { job, title, verdict: { outcome: 'skipped', reason, after } }
}

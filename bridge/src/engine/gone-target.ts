import { identityOf } from '../mapping/index.ts'
import { Gone } from './errors.ts'
import type { Run } from './run.ts'
import type { Choice } from './store.ts'
import type { Subject } from './subject.ts'
import type { Settled } from './verdict.ts'

/** What a person may choose when the partner of a record was deleted. */
const choicesFor = ({ flow }: Pick<Run, 'flow'>): readonly Choice[] => [
  { id: 'recreate', label: `Make a new ${flow.target.label}` },
  { id: 'uncouple', label: `Leave the ${flow.source.label} without ${flow.target.label}` },
]

/** The partner was deleted in its system: recreated, uncoupled or asked, as the flow says or a person has chosen. */
export function targetGone(
  run: Pick<Run, 'flow'>,
  { job, title, decision }: Pick<Subject, 'job' | 'title' | 'decision'>,
  targetId: string,
): Settled {
  const { flow } = run
  const chosen = decision === 'recreate' || decision === 'uncouple' ? decision : flow.onTargetDeleted
  const gone = `Its ${flow.target.label} was deleted in ${flow.target.system}`
  if (chosen === 'leave' || chosen === 'skip') {
    return { job, title, verdict: { outcome: 'skipped', reason: `${gone}.` } }
  }
  if (chosen !== 'ask') {
    const anew = chosen === 'recreate'
    const reason = anew ? `${gone}; a new one is made.` : `${gone}; the two are no longer kept in step.`
    return { job, title, verdict: { outcome: 'uncoupled', targetId, reason, end: 'target', anew }, endsIntent: true }
  }
  const error = new Gone(`${gone}.`, {
    advice: `Choose: make a new ${flow.target.label}, or leave the ${flow.source.label} without one.`,
  })
  const concerns = [{ entity: identityOf(flow.target), id: targetId }]
  return { job, title, verdict: { outcome: 'failed', error, targetId, concerns, choices: choicesFor(run) } }
}

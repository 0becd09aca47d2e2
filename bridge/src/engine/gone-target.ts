import { identityOf } from '../mapping/index.ts'
import type { Flow } from './define-flow.ts'
import { Gone, Rejected } from './errors.ts'
import { flowsBack } from './flows-back.ts'
import { lookAgainAfter } from './look-again-after.ts'
import { later, type Run } from './run.ts'
import type { Choice } from './store.ts'
import type { Subject } from './subject.ts'
import type { Settled } from './verdict.ts'

/** What a person may choose when the partner of a record was deleted. */
const choicesFor = ({ flow }: Pick<Run, 'flow'>): readonly Choice[] => [
  { id: 'recreate', label: `Make a new ${flow.target.label}` },
  { id: 'uncouple', label: `Leave the ${flow.source.label} without ${flow.target.label}` },
]

const concernsOf = ({ target }: Flow, id: string) => [{ entity: identityOf(target), id }]

/**
 * The flow has no policy, and nobody knows whether the partner was deleted or is only hidden: it is looked for again, since it
 * comes back without a signal. A flow from there that sees to deleted records asks people where they have to say: once is
 * enough.
 */
function cannotBeFound(
  run: Pick<Run, 'flow' | 'flows' | 'clock'>,
  { job, title }: Pick<Subject, 'job' | 'title'>,
  targetId: string,
): Settled {
  const { flow, flows } = run
  const { label, systemName } = flow.target
  const message = `Its ${label} cannot be found in ${systemName}: it was deleted, or the bridge may not see it.`
  const seesToIt = ({ state, withdrawn, onSourceDeleted }: Flow) =>
    state === 'on' && (withdrawn !== undefined || onSourceDeleted !== 'leave')
  if (flowsBack(flow, flows).some(seesToIt)) {
    const after = later(run, lookAgainAfter.hidden * 1000)
    return { job, title, verdict: { outcome: 'skipped', reason: message, after } }
  }
  const error = new Rejected(message, {
    advice: `Restore it there, or let the bridge's user see it.`,
    again: lookAgainAfter.hidden,
  })
  return { job, title, verdict: { outcome: 'failed', error, targetId, concerns: concernsOf(flow, targetId) } }
}

/** The partner was deleted in its system: recreated, uncoupled or asked, as the flow says or a person has chosen. */
export function targetGone(
  run: Pick<Run, 'flow' | 'flows' | 'clock'>,
  { job, title, decision }: Pick<Subject, 'job' | 'title' | 'decision'>,
  targetId: string,
): Settled {
  const { flow } = run
  const chosen = decision === 'recreate' || decision === 'uncouple' ? decision : flow.onTargetDeleted
  const gone = `Its ${flow.target.label} was deleted in ${flow.target.systemName}`
  if (chosen === 'skip') return { job, title, verdict: { outcome: 'skipped', reason: `${gone}.` } }
  if (chosen === 'leave') return cannotBeFound(run, { job, title }, targetId)
  if (chosen !== 'ask') {
    const anew = chosen === 'recreate'
    const reason = anew ? `${gone}; a new one is made.` : `${gone}; the two are no longer kept in step.`
    return { job, title, verdict: { outcome: 'uncoupled', targetId, reason, end: 'target', anew }, endsIntent: true }
  }
  const error = new Gone(`${gone}.`, {
    advice: `Choose: make a new ${flow.target.label}, or leave the ${flow.source.label} without one.`,
  })
  const concerns = concernsOf(flow, targetId)
  return { job, title, verdict: { outcome: 'failed', error, targetId, concerns, choices: choicesFor(run) } }
}

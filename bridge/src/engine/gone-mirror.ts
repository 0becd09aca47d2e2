import { identityOf } from '../mapping/index.ts'
import type { Flow } from './define-flow.ts'
import { RetryLater } from './errors.ts'
import { targetGone } from './gone-target.ts'
import { plain } from './hash-of.ts'
import { lookAgainAfter } from './look-again-after.ts'
import { sameEntity } from './missing-links.ts'
import { ourKeyOf } from './our-key.ts'
import type { SourceRecord } from './records.ts'
import { later, type Run } from './run.ts'
import { retried } from './settle-write.ts'
import type { Agreed } from './store.ts'
import type { PlacedSubject } from './subject.ts'
import type { Settled } from './verdict.ts'

/** Tries, half a minute in all, that another company has to make its target anew before this one does. */
const mostTries = 4

/** What is remembered of a target that is another company's: should it be deleted, nobody else tells whose it was. */
export function whoseItIs({ belongs }: Pick<Flow, 'belongs'>, { fields }: Pick<SourceRecord, 'fields'>): Agreed {
  return {
    fields: {},
    held: Object.fromEntries((belongs?.reads ?? []).map((name) => [name, plain(fields[name]) ?? null])),
  }
}

/** What is remembered besides whose it is. */
export function withoutWhose({ belongs }: Pick<Flow, 'belongs'>, agreed: Agreed | undefined): Agreed | undefined {
  if (belongs === undefined || agreed === undefined) return agreed
  const held = Object.entries(agreed.held).filter(([name]) => !belongs.reads.includes(name))
  return { ...agreed, held: Object.fromEntries(held) }
}

/** Whether it was this company's: as it was seen last, else as this company would make it now. */
function wasOurs({ flow, company }: Run, { job, filled, before, partner }: PlacedSubject): boolean {
  const { belongs, target } = flow
  if (!belongs) return true
  const seen = before?.targetId === partner ? before?.agreed?.held : undefined
  const made = {
    ...filled,
    ...(target.ourKey === undefined ? {} : { [target.ourKey]: ourKeyOf(target, company, job.record) }),
  }
  const values = seen !== undefined && belongs.reads.every((name) => name in seen) ? seen : made
  return belongs.to(Object.fromEntries(belongs.reads.map((name) => [name, values[name] ?? null])), company)
}

/** The flow that makes the targets of one that may not, and that this one runs after. */
const makes = ({ source, target, follows }: Flow, flows: readonly Flow[]): boolean =>
  flows.some(
    (each) =>
      follows.includes(each.name) &&
      each.state === 'on' &&
      each.mayCreate &&
      sameEntity(identityOf(each.source), identityOf(source)) &&
      sameEntity(identityOf(each.target), identityOf(target)),
  )

/**
 * Somebody has deleted a mirror that serves several companies: it is made anew by the one that it belonged to; the others are
 * linked to that one, and make it themselves when it does not come.
 */
export function mirrorGone(run: Run, subject: PlacedSubject, targetId: string): Settled {
  const { flow, flows } = run
  const { job, title } = subject
  if (!flow.mayCreate) {
    if (!makes(flow, flows)) return targetGone(run, subject, targetId)
    const reason = `its ${flow.target.label} was deleted in ${flow.target.systemName}`
    return { job, title, verdict: { outcome: 'skipped', reason, after: later(run, lookAgainAfter.hidden * 1000) } }
  }
  if (!wasOurs(run, subject) && job.attempts < mostTries) {
    const text = `Its ${flow.target.label} was deleted, and belonged to another company, which makes it anew first.`
    return retried(run, subject, new RetryLater(text))
  }
  return targetGone(run, { ...subject, decision: 'recreate' }, targetId)
}

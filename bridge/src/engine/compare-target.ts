import { Rejected } from './errors.ts'
import { compareFields, type Difference } from './compare-fields.ts'
import { labelOf } from './entity.ts'
import { flowsBack } from './flows-back.ts'
import { mirrorGone, whoseItIs, withoutWhose } from './gone-mirror.ts'
import { targetGone } from './gone-target.ts'
import { hashOf, plain } from './hash-of.ts'
import { fieldsToCompare } from './rules-for.ts'
import type { Run } from './run.ts'
import type { SourceRecord } from './records.ts'
import { isTouched } from './skip-unchanged.ts'
import type { Agreed } from './store.ts'
import type { PlacedSubject, Step } from './subject.ts'
import type { Settled } from './verdict.ts'

const textOf = (value: unknown): string =>
  value === null || value === undefined || value === ''
    ? 'nothing'
    : `"${(value as { toString(): string }).toString()}"`

const say = (differences: readonly Difference[], put: (each: Difference) => string) => differences.map(put).join('; ')

/** What the audit trail says of edits that are put back. */
export function putBackNote(
  { target }: Pick<Run['flow'], 'target'>,
  differences: readonly Difference[],
): string | undefined {
  if (differences.length === 0) return undefined
  const words = say(differences, ({ field, ours, theirs }) => `${field} from ${textOf(theirs)} to ${textOf(ours)}`)
  return `Put back what was edited in ${target.systemName}: ${words}.`
}

/** Parked: both sides have edited a field, and the flow asks who is right. */
function asked(
  { flow, flows }: Run,
  { job, title, partner }: PlacedSubject,
  differences: readonly Difference[],
): Settled {
  const asking = flowsBack(flow, flows).find(
    (each) => each.state === 'on' && each.conflict === 'ask' && flow.follows.includes(each.name),
  )
  // One question is enough: the flow that this one follows asks it, and its answer holds for both.
  if (asking)
    return { job, title, verdict: { outcome: 'skipped', reason: `edited on both sides: ${asking.name} asks` } }
  const [here, there] = [flow.source.systemName, flow.target.systemName]
  const both = say(
    differences,
    ({ field, ours, theirs }) =>
      `${labelOf(flow.target, field)} is ${textOf(ours)} in ${here} and ${textOf(theirs)} in ${there}`,
  )
  const error = new Rejected(`Edited on both sides: ${both}.`, {
    advice: `Choose which one is right, or make them equal.`,
  })
  const choices = [
    { id: 'source', label: `Take what ${here} says` },
    { id: 'target', label: `Take what ${there} says` },
  ]
  return { job, title, verdict: { outcome: 'failed', error, targetId: partner, choices } }
}

/** The fields that can be compared: not lines, which are compared where they are written. */
const comparable = ({ flow }: Pick<Run, 'flow'>) =>
  Object.entries(flow.map).flatMap(([field, rule]) => (rule.lines || rule.matchOnly === true ? [] : [field]))

/**
 * What both sides agreed upon last. A flow that restores remembers none of it: as long as its source says what it said when it
 * wrote last, that is what stood there, and whatever stands there otherwise was edited.
 */
function agreedUpon({ before, partner, filled }: PlacedSubject, flow: Run['flow'], hash: string): Agreed | undefined {
  if (before?.targetId !== partner) return undefined
  if (flow.onTargetChanged === 'compare') return before?.agreed
  const isAsWritten = flow.onTargetChanged === 'restore' && before?.hash === hash
  return isAsWritten ? { fields: plain(fieldsToCompare(flow, filled)) as Agreed['fields'], held: {} } : undefined
}

function compareOne(run: Run, subject: PlacedSubject, partner: string, record: SourceRecord): PlacedSubject | Settled {
  const { flow, company } = run
  const { job, title, coupled, filled, before, decision } = subject
  const ours = fieldsToCompare(flow, filled)
  const looked = before?.touches ?? 0
  const hash = hashOf(partner, ours)
  const outcome = coupled ? 'coupled' : 'unchanged'
  if (flow.belongs && !flow.belongs.to(record.fields, company)) {
    const base = { agreed: flow.onTargetChanged === 'restore' ? whoseItIs(flow, record) : undefined, looked }
    const verdict = { outcome, targetId: partner, fields: undefined, hash, base } as const
    return { job, title, verdict, endsIntent: true }
  }
  const agreed = agreedUpon(subject, flow, hash)
  // `too`: it was chosen for the flow back.
  const chosen = decision?.replace(/ too$/, '')
  const conflict = chosen === 'source' || chosen === 'target' ? chosen : flow.conflict
  const isShared = (field: string) => flow.map[field]?.owner === 'shared'
  const {
    write,
    leave,
    putBack,
    asked: open,
    ...next
  } = compareFields({ ours, theirs: record.fields, agreed }, { isShared, conflict })
  if (open.length > 0) return asked(run, subject, open)
  const isRemembered = flow.onTargetChanged === 'compare'
  if (!write) {
    const base = { agreed: isRemembered ? next.agreed : withoutWhose(flow, before?.agreed), looked }
    const verdict = { outcome, targetId: partner, fields: undefined, hash, base } as const
    return { job, title, verdict, decided: decision, endsIntent: true }
  }
  return { ...subject, merge: { leave, agreed: next.agreed, note: putBackNote(flow, putBack) } }
}

/**
 * Step 7: for flows that look at their targets, base, source and target are compared before anything is written: what the
 * source owns is put back, what only the target side has edited of a shared field stays, what both have edited is decided by
 * the conflict rule. Flows that only restore look at nothing but what somebody has edited. One call for the batch.
 */
export async function compareTargets(run: Run, subjects: readonly PlacedSubject[]): Promise<Step<PlacedSubject>> {
  const { flow, company, target } = run
  const isDue = (subject: PlacedSubject): boolean =>
    flow.belongs !== undefined ||
    flow.onTargetChanged === 'compare' ||
    (flow.onTargetChanged === 'restore' && isTouched(subject.before))
  const linked = subjects.flatMap((each) => (each.partner !== undefined && isDue(each) ? [each.partner] : []))
  if (linked.length === 0) return { going: subjects, settled: [] }
  const fields = [...new Set([flow.target.key, ...comparable(run), ...(flow.belongs?.reads ?? [])])]
  const records = await target.reader.read(flow.target, company, [...new Set(linked)], fields)
  const going: PlacedSubject[] = []
  const settled: Settled[] = []
  for (const subject of subjects) {
    const record = subject.partner === undefined ? undefined : records.get(subject.partner)
    if (subject.partner === undefined || !isDue(subject)) going.push(subject)
    // A mirror that somebody has deleted is written again, as at its source's next change: the writer knows how.
    else if (!record && flow.onTargetChanged === 'restore' && !flow.belongs) going.push(subject)
    else if (!record && flow.onTargetChanged === 'restore' && flow.onTargetDeleted === 'leave')
      settled.push(mirrorGone(run, subject, subject.partner))
    else if (!record) settled.push(targetGone(run, subject, subject.partner))
    else {
      const compared = compareOne(run, subject, subject.partner, record)
      if ('verdict' in compared) settled.push(compared)
      else going.push(compared)
    }
  }
  return { going, settled }
}

import { hashOf } from './hash-of.ts'
import { Rejected } from './errors.ts'
import { keyOf, keyText } from './job-key.ts'
import { fieldsToCompare } from './rules-for.ts'
import { later, type Run } from './run.ts'
import type { Approval } from './store.ts'
import type { PlacedSubject, Step } from './subject.ts'
import type { Settled } from './verdict.ts'

/** Milliseconds after which a held document is looked at again by itself: the rule may have changed. */
const lookAgain = 3_600_000

const people = (approvers: readonly string[]) =>
  approvers.length === 0 ? 'somebody (the flow names no approver yet)' : approvers.join(' or ')

/** Whether two names that people sign in with are one person's: Salesforce tells them apart whatever their case. */
export const isSamePerson = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** Whether the person stands among those who may decide, by the name they sign in with. */
export const mayApprove = (approvers: readonly string[], by: string | undefined): boolean =>
  by !== undefined && approvers.some((name) => isSamePerson(name, by))

/** What somebody has said to exactly this state of a document, as long as it counts. */
export function standingDecision(
  known: Approval | undefined,
  hash: string,
  approvers: readonly string[],
): { readonly same: Approval | undefined; readonly why: string } {
  const same = known?.hash === hash ? known : undefined
  if (same?.state === 'approved' && !mayApprove(approvers, same.by)) {
    return { same: undefined, why: waitsFor(approvers, ` again: ${same.by ?? 'who has approved it'} may no longer`) }
  }
  const isChanged = known !== undefined && !same
  return { same, why: waitsFor(approvers, isChanged ? ' again, since it was changed' : '') }
}

/** Whether to ask about this state takes the place of a question that nobody has answered. */
export const isSuperseding = (known: Approval | undefined, hash: string): boolean =>
  known?.state === 'asked' && known.hash !== hash

const waitsFor = (approvers: readonly string[], again: string) => `Waits for approval by ${people(approvers)}${again}.`

/** What a rejected document says, and how it goes on. */
export function rejected({ by, reason }: Approval): Rejected {
  const why = reason === undefined || reason === '' ? '' : `: ${reason}`
  return new Rejected(`${by ?? 'Somebody'} has rejected it${why.replace(/\.$/, '')}.`, {
    advice: 'Change the document, then it is asked about anew; or have it approved after all.',
  })
}

/**
 * Documents for which the flow's rule is true are written only as a named person has approved them. Whoever changes one
 * afterwards has it approved anew: the approval is for exactly what would be written.
 */
export async function holdForApproval(run: Run, subjects: readonly PlacedSubject[]): Promise<Step<PlacedSubject>> {
  const { flow, store } = run
  const { approval } = flow
  if (!approval || flow.approves === 'posting' || subjects.length === 0) return { going: subjects, settled: [] }
  const known = new Map(
    (await store.approvals.find(subjects.map(({ job }) => job))).map((each) => [keyText(each), each]),
  )
  const going: PlacedSubject[] = []
  const settled: Settled[] = []
  for (const subject of subjects) {
    const { job, title, record } = subject
    const settle = (verdict: Settled['verdict']) => settled.push({ job, title, verdict })
    let needed: boolean
    try {
      needed = await approval.needed(record.fields)
    } catch (cause) {
      const error = new Rejected(`Whether it has to be approved cannot be told: ${String(cause)}`, {
        advice: `Correct the approval rule of the flow ${flow.name}.`,
        cause,
      })
      settle({ outcome: 'failed', error })
      continue
    }
    if (!needed) {
      going.push(subject)
      continue
    }
    const hash = hashOf('', fieldsToCompare(flow, subject.filled))
    const { same, why } = standingDecision(known.get(keyText(job)), hash, approval.approvers)
    if (same?.state === 'approved') {
      going.push(subject)
    } else if (same?.state === 'rejected') {
      settle({ outcome: 'failed', error: rejected(same) })
    } else {
      if (!same) {
        const asked = { hash, state: 'asked', by: undefined, reason: undefined, at: later(run, 0) } as const
        const supersedes = isSuperseding(known.get(keyText(job)), hash)
        await store.approvals.save([{ ...keyOf(job), ...asked, supersedes }])
      }
      settle({ outcome: 'waiting', missing: [], why, after: later(run, lookAgain) })
    }
  }
  return { going, settled }
}

import { findCandidates, isFilled } from './candidates.ts'
import { Doubtful, Misconfigured, RetryLater, type SyncError } from './errors.ts'
import { intend, linesIntended } from './intend.ts'
import { lookAlike } from './look-again.ts'
import type { FieldValues, Written } from './ports.ts'
import { later, type Run } from './run.ts'
import { retried, settleWrite } from './settle-write.ts'
import type { PlacedSubject } from './subject.ts'
import type { Settled } from './verdict.ts'
import { callWriter, writeFor } from './write.ts'

/** Creates under way at the same time. */
const side = 4

/**
 * Two new records of one batch that match each other (same tax id, say) are made one after the other: the second run then
 * finds the first one's record and does not make a duplicate.
 */
function oneOfAKind(run: Run, subjects: readonly PlacedSubject[]): { now: PlacedSubject[]; next: Settled[] } {
  const seen = new Set<string>()
  const next: Settled[] = []
  const now = subjects.filter((subject) => {
    const marks = run.flow.match
      .filter((way) => way.every((field) => isFilled(subject.filled[field])))
      .map((way) => JSON.stringify(way.map((field) => [field, String(subject.filled[field]).toLowerCase()])))
    if (marks.some((mark) => seen.has(mark))) {
      const { job, title } = subject
      const error = new RetryLater('Another record of the same marks is being created.')
      next.push({ job, title, verdict: { outcome: 'retried', error, after: later(run, 0) } })
      return false
    }
    for (const mark of marks) seen.add(mark)
    return true
  })
  return { now, next }
}

/** What looks like the records before they are created: never taken for ours afterwards. */
async function withLookAlikes(run: Run, subjects: readonly PlacedSubject[]): Promise<PlacedSubject[]> {
  // A reference is ours alone, and was looked up a moment ago.
  if (run.flow.reference) return [...subjects]
  const fresh = subjects.filter((subject) => subject.intent === undefined && lookAlike(run, subject) !== undefined)
  const found = await findCandidates(
    run,
    fresh.map((subject): FieldValues => lookAlike(run, subject) ?? {}),
  )
  return subjects.map((subject) => {
    const candidates = found[fresh.indexOf(subject)]
    return candidates ? { ...subject, known: candidates.free.map((record) => record.id) } : subject
  })
}

async function create(
  run: Run,
  subject: PlacedSubject,
  intended: Awaited<ReturnType<typeof linesIntended>>,
): Promise<Settled> {
  const { clock, log } = run
  const { flow, company, record } = subject.job
  const at = new Date(clock.now()).toISOString()
  // Committed before the call: whatever happens from here on, the next try looks before it creates.
  const marks = lookAlike(run, subject)
  await intend(run, [subject], intended, { creates: [{ flow, company, record, marks, known: subject.known, at }] })
  const write = writeFor(run, subject)
  let written: Written | undefined
  try {
    written = (await callWriter(run, [write])).answers[0]
  } catch (cause) {
    log.error({ err: cause, flow, record }, 'a create broke off; the record is looked up before the next try')
    written = { outcome: 'failed', error: new Doubtful(`The create broke off: ${String(cause)}`, { cause }) }
  }
  const silence: Written = { outcome: 'failed', error: new Doubtful('The writer gave no answer.') }
  return settleWrite(run, subject, write.fields, written ?? silence)
}

/**
 * Step 7 for creates in a system that has no key of ours: per record an intent, the call, the confirmation (`record`). The
 * first answer that says "not now" holds back the rest of the batch.
 */
export async function createOneByOne(
  run: Run,
  subjects: readonly PlacedSubject[],
  record: (settled: readonly Settled[]) => Promise<void>,
): Promise<void> {
  const { now, next } = oneOfAKind(run, subjects)
  const waiting = await withLookAlikes(run, now)
  const intended = await linesIntended(run, waiting)
  let hold: SyncError | undefined
  while (waiting.length > 0) {
    const turn = waiting.splice(0, side)
    if (hold) {
      const reason = hold
      await record(turn.map((subject) => retried(run, subject, reason)))
      continue
    }
    // All of them are waited for, even when the database fails one: nothing may still be under way when this returns.
    const settled = await Promise.allSettled(
      turn.map(async (subject) => {
        const one = await create(run, subject, intended)
        await record([one])
        return one
      }),
    )
    for (const each of settled) {
      if (each.status === 'rejected') throw each.reason
      const { verdict } = each.value
      if (verdict.outcome !== 'retried') continue
      if (verdict.error instanceof RetryLater || verdict.error instanceof Misconfigured) hold = verdict.error
    }
  }
  // Last: until here nobody else may begin them.
  if (next.length > 0) await record(next)
}

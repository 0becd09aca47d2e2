import { RetryLater, SyncError } from './errors.ts'
import { intend, linesIntended, mayStillCome } from './intend.ts'
import { lineIdsOf } from './line-links.ts'
import type { Write, Written } from './ports.ts'
import { fieldsToCreate, fieldsToUpdate } from './rules-for.ts'
import type { Run } from './run.ts'
import { settleWrite } from './settle-write.ts'
import { withWhatIsBelow } from './below.ts'
import type { WrittenRecord } from './store.ts'
import { ourKeyOf } from './our-key.ts'
import type { PlacedSubject } from './subject.ts'
import type { Settled } from './verdict.ts'

/** The write that makes it so. */
export function writeFor(
  { flow, company }: Pick<Run, 'flow' | 'company'>,
  subject: PlacedSubject,
  lines: Pick<Write, 'lineIds' | 'intended' | 'mayStillCome' | 'remembered'> = {},
): Write {
  const { job, partner, filled } = subject
  const all = partner === undefined ? fieldsToCreate(flow, filled) : fieldsToUpdate(flow, filled)
  const leave = subject.merge?.leave ?? []
  const fields =
    leave.length === 0 ? all : Object.fromEntries(Object.entries(all).filter(([field]) => !leave.includes(field)))
  const key = ourKeyOf(flow.target, company, job.record)
  return {
    ...{ key, id: partner, fields },
    ...lines,
    ...(subject.joins === true ? { joins: true } : {}),
  }
}

/** What the writer wanted to be told again about this document. */
function remembered({ flow }: Run, { partner }: PlacedSubject, before: WrittenRecord | undefined) {
  const known = flow.onTargetChanged !== 'compare' && before?.targetId === partner ? before?.agreed?.held : undefined
  return known === undefined ? {} : { remembered: known }
}

/** One answer per write. */
export interface Answers {
  readonly answers: readonly Written[]
  /** What concerned the batch as a whole (throttled, signed out): then it is the answer for each. */
  readonly whole: SyncError | undefined
}

/** Calls the writer. Throws only what no connector should: the bridge's own faults. */
export async function callWriter({ flow, company, target }: Run, writes: readonly Write[]): Promise<Answers> {
  try {
    return { answers: await target.writer.write(flow.target, company, writes), whole: undefined }
  } catch (error) {
    if (!(error instanceof SyncError)) throw error
    return { answers: writes.map(({ intended }) => ({ outcome: 'failed', error, intended })), whole: error }
  }
}

/** Step 7 for what can simply be repeated: updates, and creates in a system that takes our key. One call for the batch. */
export async function writeBatch(
  run: Run,
  subjects: readonly PlacedSubject[],
): Promise<{ settled: readonly Settled[]; whole: SyncError | undefined }> {
  if (subjects.length === 0) return { settled: [], whole: undefined }
  const { flow, company, store } = run
  const hasLines = Object.values(flow.map).some((rule) => rule.lines)
  const records = subjects.map(({ job }) => job.record)
  const before = hasLines ? await store.written.find(flow.name, company.id, records) : new Map<string, WrittenRecord>()
  const lineIds = await lineIdsOf(run, subjects, before)
  const intended = await linesIntended(run, subjects)
  const ofLines = (subject: PlacedSubject) => ({
    lineIds: lineIds(subject),
    intended: intended.get(subject.job.record) ?? [],
    mayStillCome: mayStillCome(run, intended.get(subject.job.record) ?? []),
    ...remembered(run, subject, before.get(subject.job.record)),
  })
  const writes = subjects.map((subject) => writeFor(run, subject, hasLines ? ofLines(subject) : {}))
  await intend(run, subjects, intended, { lineIds })
  const { answers, whole } = await callWriter(run, writes)
  const answered = subjects.map((subject, index) => {
    const nothing: Written = { outcome: 'failed', error: new RetryLater('The writer gave no answer for this record.') }
    return { subject, settled: settleWrite(run, subject, writes[index]?.fields ?? {}, answers[index] ?? nothing) }
  })
  const settled: Settled[] = []
  for (const { subject, settled: each } of answered) settled.push(await withWhatIsBelow(run, subject, each))
  return { settled, whole }
}

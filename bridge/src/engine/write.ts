import { RetryLater, SyncError } from './errors.ts'
import type { Write, Written } from './ports.ts'
import { fieldsToCreate, fieldsToUpdate } from './rules-for.ts'
import type { Run } from './run.ts'
import { settleWrite } from './settle-write.ts'
import type { PlacedSubject } from './subject.ts'
import type { Settled } from './verdict.ts'

/** The write that makes it so. */
export function writeFor({ flow, company }: Pick<Run, 'flow' | 'company'>, subject: PlacedSubject): Write {
  const { job, partner, filled } = subject
  const fields = partner === undefined ? fieldsToCreate(flow, filled) : fieldsToUpdate(flow, filled)
  return { key: `${company.id}:${job.record}`.toLowerCase(), id: partner, fields }
}

/** Writes; what concerns the whole batch (throttled, signed out) is the answer for each of it. */
export async function callWriter(
  { flow, company, target }: Run,
  writes: readonly Write[],
): Promise<readonly Written[]> {
  try {
    return await target.writer.write(flow.target, company, writes)
  } catch (error) {
    if (!(error instanceof SyncError)) throw error
    return writes.map(() => ({ outcome: 'failed', error }))
  }
}

/** Step 7 for what can simply be repeated: updates, and creates in a system that takes our key. One call for the batch. */
export async function writeBatch(run: Run, subjects: readonly PlacedSubject[]): Promise<Settled[]> {
  if (subjects.length === 0) return []
  const writes = subjects.map((subject) => writeFor(run, subject))
  const answers = await callWriter(run, writes)
  return subjects.map((subject, index) => {
    const nothing: Written = { outcome: 'failed', error: new RetryLater('The writer gave no answer for this record.') }
    return settleWrite(run, subject, writes[index]?.fields ?? {}, answers[index] ?? nothing)
  })
}

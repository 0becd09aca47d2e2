import { hashOf } from './hash-of.ts'
import { fieldsToCompare, takenBack } from './rules-for.ts'
import type { Run } from './run.ts'
import type { PlacedSubject, Step } from './subject.ts'
import type { WrittenRecord } from './store.ts'
import type { Settled, Verdict } from './verdict.ts'

/** Whether somebody has edited the target since it was looked at. */
export const isTouched = (before: WrittenRecord | undefined): boolean => (before?.touches ?? 0) > (before?.looked ?? 0)

/**
 * Step 6: what needs no write. The partner belongs to the other side from the moment it is there (`update: 'never'`), or
 * what would be written is what this flow wrote last, and nobody else has changed the target since.
 */
export async function skipUnchanged(run: Run, subjects: readonly PlacedSubject[]): Promise<Step<PlacedSubject>> {
  const { flow, company, store } = run
  const records = subjects.flatMap(({ job, partner }) => (partner === undefined ? [] : [job.record]))
  const written = await store.written.find(flow.name, company.id, records)
  const settled: Settled[] = []
  const going = subjects.filter(({ job, title, partner: targetId, coupled, filled }) => {
    if (targetId === undefined) return true
    const settle = (verdict: Verdict) => {
      settled.push({ job, title, verdict, endsIntent: true })
      return false
    }
    if (flow.update === 'never') {
      return settle({ outcome: coupled ? 'coupled' : 'unchanged', targetId, fields: undefined, hash: undefined })
    }
    const before = written.get(job.record)
    if (isTouched(before)) return true
    if (before?.hash !== hashOf(targetId, fieldsToCompare(flow, filled))) return true
    return settle({ outcome: 'unchanged', targetId })
  })
  return {
    going: going.map((subject) => {
      const before = written.get(subject.job.record)
      if (before?.targetId !== subject.partner || !before?.agreed) return { ...subject, before }
      return {
        ...subject,
        before,
        filled: { ...subject.filled, ...takenBack(flow, subject.filled, before.agreed.fields) },
      }
    }),
    settled,
  }
}

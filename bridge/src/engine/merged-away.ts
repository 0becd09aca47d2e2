import { afterTrouble } from './after-trouble.ts'
import { jobsBelowTarget } from './below.ts'
import { followUps } from './couple.ts'
import type { Run } from './run.ts'
import type { Job, WrittenRecord } from './store.ts'
import type { Step, Subject } from './subject.ts'
import type { Settled } from './verdict.ts'
import { mergedAway } from './withdrawn-hash.ts'

/** What was written last for these records of the flow. */
const writtenFor = ({ flow, company, store }: Run, jobs: readonly Job[]) =>
  store.written.find(
    flow.name,
    company.id,
    jobs.map(({ record }) => record),
  )

/** Marks a record that was merged into another one, for as long as nobody has said what becomes of its partner. */
export async function markMergedAway(run: Run, job: Job): Promise<void> {
  const before = (await writtenFor(run, [job])).get(job.record)
  if (!before || before.hash.startsWith(mergedAway)) return
  await run.store.written.save([{ ...before, hash: `${mergedAway}${before.hash}` }])
}

/** Runs everything anew that was written to the source system for the partner of a record. */
async function writeBack(run: Run, { record, partner }: { record: string; partner: string }, before: WrittenRecord) {
  const link = { sourceId: record, targetId: partner }
  const jobs = [...followUps(run, [link]), ...(await jobsBelowTarget(run, partner))]
  await run.store.transaction(async (tables) => {
    await tables.written.distrust(jobs)
    await tables.jobs.put(jobs)
    await tables.written.save([{ ...before, hash: before.hash.slice(mergedAway.length) }])
  })
}

/**
 * Step 1a: a record that was merged into another one and was restored before anybody has said what becomes of its partner. With
 * the merge, the source system has moved what the bridge had written below the record to the winner, and leaves it there
 * without a word: it is written once more. [Apex Developer Guide: Restoring Deleted Records, "that reparenting can't be undone"]
 */
export async function restoreMerged(run: Run, subjects: readonly Subject[]): Promise<Step<Subject>> {
  const linked = subjects.flatMap(({ job, partner }) => (partner === undefined ? [] : [job]))
  if (run.source.reader.mergedInto === undefined || linked.length === 0) return { going: subjects, settled: [] }
  const written = await writtenFor(run, linked)
  const going: Subject[] = []
  const settled: Settled[] = []
  for (const subject of subjects) {
    const { job, title, partner } = subject
    const before = written.get(job.record)
    try {
      if (partner !== undefined && before?.hash.startsWith(mergedAway) === true) {
        await writeBack(run, { record: job.record, partner }, before)
      }
      going.push(subject)
    } catch (error) {
      settled.push(afterTrouble(run, { job, title }, error))
    }
  }
  return { going, settled }
}

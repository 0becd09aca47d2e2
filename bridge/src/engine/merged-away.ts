import { identityOf } from '../mapping/index.ts'
import { afterTrouble } from './after-trouble.ts'
import { jobsBelowTarget } from './below.ts'
import { followUps } from './couple.ts'
import type { Flow } from './define-flow.ts'
import { sameEntity } from './missing-links.ts'
import { ourKeyOf } from './our-key.ts'
import type { MirrorsBelow } from './records.ts'
import type { Run } from './run.ts'
import type { Job, WrittenRecord } from './store.ts'
import type { Step, Subject } from './subject.ts'
import type { Settled } from './verdict.ts'
import { mergedAway, whatBecame } from './what-became.ts'

type Linked = Subject & { readonly partner: string }

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
async function writeBack(run: Run, { record, partner }: { record: string; partner: string }, before?: WrittenRecord) {
  const link = { sourceId: record, targetId: partner }
  const jobs = [...followUps(run, [link]), ...(await jobsBelowTarget(run, partner))]
  await run.store.transaction(async (tables) => {
    await tables.written.distrust(jobs)
    await tables.jobs.put(jobs)
    if (before) await tables.written.save([{ ...before, hash: before.hash.slice(mergedAway.length) }])
  })
}

/** The flows that show the partner of a record below it. */
function showingBelow({ flow, flows }: Run, { entity }: MirrorsBelow): readonly Flow[] {
  const partners = identityOf(flow.target)
  return flows.filter(
    ({ state, follows, source, target }) =>
      state === 'on' &&
      follows.includes(flow.name) &&
      sameEntity(identityOf(source), partners) &&
      sameEntity(identityOf(target), entity),
  )
}

/**
 * Records below which that is missing which a flow has written there for their partner. What is waiting to be written again is not
 * missed.
 */
async function withoutTheirMirror(run: Run, linked: readonly Linked[]): Promise<ReadonlySet<Linked>> {
  const { company, store } = run
  const missing = new Set<Linked>()
  const [sample] = linked.flatMap(({ record }) => record.below ?? [])
  for (const shows of sample ? showingBelow(run, sample) : []) {
    const partners = linked.map(({ partner }) => partner)
    const written = await store.written.find(shows.name, company.id, partners)
    for (const each of linked) {
      const hash = written.get(each.partner)?.hash ?? ''
      const isWritten = hash !== '' && !whatBecame.some((beginning) => hash.startsWith(beginning))
      const key = ourKeyOf(shows.target, company, each.partner)
      if (isWritten && each.record.below?.keys.has(key) === false) missing.add(each)
    }
  }
  return missing
}

/**
 * Step 1a: a record that was merged into another one and was restored before anybody has said what becomes of its partner, or
 * before the bridge has heard of either. With the merge, the source system has moved what the bridge had written below the
 * record to the winner, and leaves it there without a word: it is written once more. So is what somebody has deleted there. [Apex Developer Guide: Restoring Deleted
 * Records, "that reparenting can't be undone"]
 */
export async function restoreWhatIsBelow(run: Run, subjects: readonly Subject[]): Promise<Step<Subject>> {
  const linked = subjects.filter((subject): subject is Linked => subject.partner !== undefined)
  if (run.source.reader.mergedInto === undefined || linked.length === 0) return { going: subjects, settled: [] }
  const written = await writtenFor(
    run,
    linked.map(({ job }) => job),
  )
  const missing = await withoutTheirMirror(run, linked)
  const trouble = new Map<Subject, Settled>()
  for (const subject of linked) {
    const { job, title, partner } = subject
    const before = written.get(job.record)
    const isMarked = before?.hash.startsWith(mergedAway) === true
    if (!isMarked && !missing.has(subject)) continue
    try {
      await writeBack(run, { record: job.record, partner }, isMarked ? before : undefined)
    } catch (error) {
      trouble.set(subject, afterTrouble(run, { job, title }, error))
    }
  }
  return { going: subjects.filter((each) => !trouble.has(each)), settled: [...trouble.values()] }
}

import { isAnothersDocument } from './one-document.ts'
import { settleGoneSources, type GoneSource } from './gone-source.ts'
import { findMadeInDoubt, type Withdrawn } from './made-in-doubt.ts'
import { partHidden } from './hidden-source.ts'
import { partnersOf } from './partner-of.ts'
import type { Run } from './run.ts'
import { stagesOf } from './stage-of.ts'
import type { Job } from './store.ts'
import type { Step, Subject } from './subject.ts'
import { titleOf } from './title-of.ts'
import type { Settled } from './verdict.ts'
import { withdraw, type Leaving } from './withdraw.ts'

/**
 * Step 1: the present state of the records, with their partners. Settled without reading: what is linked and belongs to the
 * other side. Settled after it: what is gone.
 */
export async function readRecords(run: Run, jobs: readonly Job[]): Promise<Step<Subject>> {
  const { flow, company, source, store } = run
  const partners = await partnersOf(
    store,
    flow,
    company.id,
    jobs.map(({ record }) => record),
  )
  const settled: Settled[] = []
  const toRead = jobs.filter((job) => {
    const targetId = partners.get(job.record)
    if (flow.update === 'always' || targetId === undefined) return true
    settled.push({ job, title: undefined, verdict: { outcome: 'unchanged', targetId }, endsIntent: true })
    return false
  })
  if (toRead.length === 0) return { going: [], settled }

  const decisions = new Map((await run.store.decisions.find(toRead)).map((each) => [each.record, each.choice]))
  const stageOf = await stagesOf(
    run,
    toRead.map(({ record }) => ({ record, partner: partners.get(record) })),
  )
  const ids = toRead.map((job) => job.record)
  const records = await source.reader.read(flow.source, company, ids, flow.reads)
  const going: Subject[] = []
  const leaving: Leaving[] = []
  const absent: GoneSource[] = []
  const withdrawn: Withdrawn[] = []
  for (const job of toRead) {
    const record = records.get(job.record)
    const partner = partners.get(job.record)
    const decision = decisions.get(job.record)
    if (record) {
      going.push({ job, record, title: titleOf(flow.source, record), partner, stage: stageOf(job.record), decision })
    } else withdrawn.push({ job, title: undefined, partner, fields: { [flow.source.key]: job.record } })
  }
  const inDoubt = await findMadeInDoubt(run, withdrawn)
  settled.push(...inDoubt.settled)
  for (const { job, partner: had, fields } of withdrawn) {
    if (inDoubt.settled.some((each) => each.job === job)) continue
    const partner = inDoubt.partners.get(job.record) ?? had
    if (partner === undefined || (await isAnothersDocument(run, fields, partner))) {
      settled.push({ job, title: undefined, verdict: { outcome: 'skipped', reason: 'it no longer exists' } })
    } else absent.push({ job, partner, decision: decisions.get(job.record) })
  }
  const { gone: all, hidden } = await partHidden(run, absent)
  settled.push(...hidden)
  for (const { job, partner } of flow.withdrawn ? all : []) {
    const fields = { [flow.source.key]: job.record }
    leaving.push({ job, title: undefined, partner, reason: 'it was deleted', fields, when: 'now' })
  }
  const gone = flow.withdrawn ? [] : all
  settled.push(...(await withdraw(run, leaving)), ...(await settleGoneSources(run, gone)))
  if (gone.length === 0) return { going, settled }
  // One of them may have been merged into a record of this very batch, which has its partner now, in place of its own.
  const moved = await partnersOf(
    store,
    flow,
    company.id,
    going.map(({ job }) => job.record),
  )
  return { going: going.map((subject) => ({ ...subject, partner: moved.get(subject.job.record) })), settled }
}

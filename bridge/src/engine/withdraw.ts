import { identityOf } from '../mapping/index.ts'
import { afterTrouble } from './after-trouble.ts'
import { followUps, linkOf } from './couple.ts'
import type { SourceFields } from './define-flow.ts'
import { jobsBelow } from './below.ts'
import { Misconfigured, Rejected, RetryLater, SyncError } from './errors.ts'
import { lineTarget } from './line-links.ts'
import type { Removed } from './ports.ts'
import { later, type Run } from './run.ts'
import { retried } from './settle-write.ts'
import type { Job, JobKey, Tables, WrittenRecord } from './store.ts'
import type { Step, Subject } from './subject.ts'
import type { Settled } from './verdict.ts'
import { wentOn } from './went-on.ts'
import { leavingSince, withdrawnHash } from './what-became.ts'

/** A record whose document has to go: it was taken back, or is no longer there. */
export interface Leaving {
  readonly job: Job
  readonly title: string | undefined
  readonly partner: string
  readonly reason: string
  /** Of the record; of one that is gone its key only. */
  readonly fields: SourceFields
  /** `later`: it may come back (an order that is being reworked), so its document stays for a while. */
  readonly when: 'now' | 'later'
}

/** Milliseconds for which the document of a record that may come back is left standing. */
const patience = 15 * 60_000

/** When the document of a record that may come back is due to go. */
function dueOf({ clock }: Pick<Run, 'clock'>, { when }: Leaving, before: WrittenRecord | undefined): number {
  if (when === 'now') return clock.now()
  const since = before?.hash.startsWith(leavingSince) ? before.hash.slice(leavingSince.length) : undefined
  return (since === undefined ? clock.now() : new Date(since).getTime()) + patience
}

/** Marks a record that leaves, so that every later look knows since when. */
async function wait(run: Run, leaving: Leaving, due: number, before: WrittenRecord | undefined): Promise<Settled> {
  const { flow, company, store } = run
  const { job, title, partner, reason } = leaving
  const at = later(run, 0)
  if (before?.hash.startsWith(leavingSince) !== true) {
    const hash = `${leavingSince}${new Date(due - patience).toISOString()}`
    // What was written is what has to be taken back, should the record come back without it.
    const { lines, agreed, looked = 0 } = before ?? {}
    const key = { flow: flow.name, company: company.id, record: job.record }
    await store.written.save([{ ...key, hash, targetId: partner, at, lines, agreed, looked }])
  }
  const after = new Date(due).toISOString()
  const minutes = Math.round(patience / 60_000)
  const tell = `Taken back (${reason}): its ${flow.target.label} is deleted ${minutes} minutes later, unless it comes back.`
  return { job, title, verdict: { outcome: 'skipped', reason, tell, after } }
}

function settle(run: Run, { job, title, partner, reason }: Leaving, removed: Removed): Settled {
  const { flow } = run
  if (removed.outcome !== 'failed') {
    const told = `Taken back (${reason}): its ${flow.target.label} ${removed.outcome === 'gone' ? 'was gone already' : 'was deleted'}.`
    return { job, title, verdict: { outcome: 'deleted', targetId: partner, reason: told }, endsIntent: true }
  }
  const { error } = removed
  if (!(error instanceof Rejected)) return retried(run, { job, title }, error)
  const concerns = [{ entity: identityOf(flow.target), id: partner }]
  return { job, title, verdict: { outcome: 'failed', error, targetId: partner, concerns }, endsIntent: true }
}

/**
 * Takes documents back whose record was withdrawn or deleted: at once, or after a while when the record may come back. What
 * the other system does not let go (shipped, invoiced) is parked with its words.
 */
export async function withdraw(run: Run, leaving: readonly Leaving[]): Promise<readonly Settled[]> {
  const { flow, company, target, store, clock } = run
  if (leaving.length === 0) return []
  const records = leaving.map(({ job }) => job.record)
  const written = await store.written.find(flow.name, company.id, records)
  const settled: Settled[] = []
  const due: Leaving[] = []
  for (const each of leaving) {
    const before = written.get(each.job.record)
    if (before?.hash === withdrawnHash) {
      settled.push({ job: each.job, title: each.title, verdict: { outcome: 'skipped', reason: each.reason } })
      continue
    }
    const at = dueOf(run, each, before)
    if (at > clock.now()) settled.push(await wait(run, each, at, before))
    else due.push(each)
  }
  if (due.length === 0) return settled
  if (!target.writer.remove) {
    throw new Misconfigured(`${flow.target.systemName} cannot delete ${flow.target.label}s for the bridge.`, {
      advice: `Report this: the flow ${flow.name} does not suit its target.`,
    })
  }
  const removed = await callRemove(
    run,
    due.map(({ partner }) => partner),
  )
  const silence: Removed = { outcome: 'failed', error: new RetryLater('The writer gave no answer for this record.') }
  const fates = new Map(due.map((each, index) => [each, removed[index] ?? silence]))
  const reasons = await whyGone(
    run,
    due.filter((each) => fates.get(each)?.outcome === 'gone'),
  )
  for (const [each, fate] of fates) settled.push(settle(run, each, reasons.get(each.job.record) ?? fate))
  return settled
}

/** A quote that was made into an order is gone as well: that is not taking it back. */
async function whyGone(run: Run, gone: readonly Leaving[]): Promise<ReadonlyMap<string, Removed>> {
  const fail = (error: SyncError): Removed => ({ outcome: 'failed', error })
  try {
    const found = await wentOn(run, new Map(gone.map(({ job, fields }) => [job.record, fields])))
    return new Map([...found].map(([record, error]) => [record, fail(error)]))
  } catch (error) {
    if (error instanceof SyncError) return new Map(gone.map(({ job }) => [job.record, fail(error)]))
    throw error
  }
}

async function callRemove({ flow, company, target }: Run, ids: readonly string[]): Promise<readonly Removed[]> {
  try {
    return (await target.writer.remove?.(flow.target, company, ids)) ?? []
  } catch (error) {
    if (!(error instanceof SyncError)) throw error
    return ids.map(() => ({ outcome: 'failed', error }))
  }
}

/** Remembers that documents are gone: their links stay, for what they were; those of their lines go. */
export async function rememberWithdrawn(run: Run, tables: Tables, settled: readonly Settled[]): Promise<void> {
  const gone = settled.flatMap(({ job, verdict }) =>
    verdict.outcome === 'deleted' ? [{ job, targetId: verdict.targetId }] : [],
  )
  if (gone.length === 0) return
  const { flow, company } = run
  const records = gone.map(({ job }) => job.record)
  const lines = lineTarget(run)
  if (lines) {
    const written = await tables.written.find(flow.name, company.id, records)
    const ids = [...written.values()].flatMap((each) => Object.values(each.lines ?? {}))
    await tables.links.removeOf(company.id, lines, ids)
  }
  const at = later(run, 0)
  await tables.written.save(
    gone.map(({ job, targetId }) => ({
      flow: flow.name,
      company: company.id,
      record: job.record,
      hash: withdrawnHash,
      targetId,
      at,
    })),
  )
}

/** Which of these records had their documents deleted when they were withdrawn. */
export async function whoIsBack(
  { flow, company, store }: Run,
  records: readonly string[],
): Promise<ReadonlySet<string>> {
  if ((!flow.withdrawn && flow.onSourceDeleted === 'leave') || records.length === 0) return new Set()
  const written = await store.written.find(flow.name, company.id, records)
  return new Set([...written.values()].filter(({ hash }) => hash === withdrawnHash).map(({ record }) => record))
}

/** What the source system has below the records that are back; those of which it does not tell do not come back now. */
async function whatIsBelow(run: Run, back: readonly Subject[]) {
  const settled: Settled[] = []
  const below: JobKey[] = []
  for (const { job, title } of back) {
    try {
      below.push(...(await jobsBelow(run, job.record)))
    } catch (error) {
      settled.push(afterTrouble(run, { job, title }, error))
    }
  }
  return { below, settled }
}

/**
 * A record that comes back after its document was deleted begins anew: its link to the old document is let go. What the source
 * system has below it went with the document and signals nothing: it runs as well, and waits for the new document, whatever
 * happens to this run. So do the flows that follow the old pair: with the record, its system may have restored what they had taken
 * away (the mirror of a customer that was deleted). Who leads a deal leaves its old document when it has the new one
 * (`findWhatIsLeft`).
 */
export async function comeBack<Each extends Subject>(run: Run, subjects: readonly Each[]): Promise<Step<Each>> {
  const { flow, company, store } = run
  const back = flow.deal?.leads === true ? [] : subjects.filter((subject) => subject.back === true)
  if (back.length === 0) return { going: subjects, settled: [] }
  const { below, settled } = await whatIsBelow(run, back)
  const isLate = ({ job }: Subject) => settled.some((each) => each.job === job)
  const records = back.filter((subject) => !isLate(subject)).map(({ job }) => job.record)
  const gone = [...(await store.written.find(flow.name, company.id, records)).values()]
  await store.transaction(async (tables) => {
    for (const { record, targetId } of gone) await tables.links.remove(linkOf(run, { record }, targetId))
    const following = followUps(
      run,
      gone.map(({ record, targetId }) => ({ sourceId: record, targetId })),
    )
    await tables.written.forget([...gone, ...following])
    await tables.jobs.put([...following, ...below])
  })
  return { going: subjects.filter((subject) => !isLate(subject)), settled }
}

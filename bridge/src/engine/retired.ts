import { identityOf } from '../mapping/index.ts'
import type { Flow } from './define-flow.ts'
import { RetryLater } from './errors.ts'
import { hashOf } from './hash-of.ts'
import { keyOf } from './job-key.ts'
import { partnerOf } from './partner-of.ts'
import type { Run } from './run.ts'
import { retried } from './settle-write.ts'
import type { Job, Link, Tables, WrittenRecord } from './store.ts'
import type { Subject } from './subject.ts'
import type { Settled } from './verdict.ts'

/** Whether a target says that its record was deleted, as far as the bridge has written it last (`retire.ts`). */
export const isRetired = (
  { retired }: Pick<Flow, 'retired'>,
  before: Pick<WrittenRecord, 'hash'> | undefined,
  targetId: string,
): boolean => retired !== undefined && before?.hash === hashOf(targetId, retired)

/**
 * Of targets, each with the record that it is linked to, the ids of those that may have another one: theirs was deleted, and
 * will not come back under its old id. An item that is made again under its old number has its product.
 */
export async function retiredTargets(
  { flow, company, store }: Pick<Run, 'flow' | 'company' | 'store'>,
  owners: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> {
  if (!flow.retired || owners.size === 0) return new Set()
  const written = await store.written.find(flow.name, company.id, [...owners.values()])
  const free = [...owners].filter(([target, owner]) => isRetired(flow, written.get(owner), target))
  return new Set(free.map(([target]) => target))
}

/** Lets go of the link of a retired target, in the transaction that gives it to another record; what was parked for it runs. */
export async function releaseRetired(
  { flow, company }: Pick<Run, 'flow' | 'company'>,
  tables: Pick<Tables, 'links' | 'written' | 'issues' | 'jobs'>,
  job: Pick<Job, 'record'>,
  link: Link,
): Promise<void> {
  if (!flow.retired) return
  const owner = await partnerOf(tables, { source: flow.target, target: flow.source }, company.id, link.targetId)
  if (owner === undefined || owner === job.record) return
  const before = (await tables.written.find(flow.name, company.id, [owner])).get(owner)
  if (!before || !isRetired(flow, before, link.targetId)) return
  await tables.links.remove({ ...link, sourceId: owner })
  await tables.written.forget([keyOf(before)])
  const ends = [
    { entity: identityOf(flow.source), id: owner, company: company.id },
    { entity: identityOf(flow.target), id: link.targetId, company: company.id },
  ]
  const hopeful = await tables.issues.concerning(ends)
  await tables.jobs.put(hopeful.filter((each) => each.flow !== flow.name || each.record !== job.record))
}

/**
 * The record that has the target is gone, and its flow has not heard of it yet: that is seen to first. Undefined when it is
 * there, or nothing ever frees its target.
 */
export async function afterItsOwner(
  run: Run,
  subject: Pick<Subject, 'job' | 'title'>,
  owner: string,
): Promise<Settled | undefined> {
  const { flow, company, source, store } = run
  // Nobody knows when a person answers; whoever is parked runs then.
  if (!flow.retired || flow.onSourceDeleted === 'ask') return undefined
  const there = await source.reader.read(flow.source, company, [owner], [flow.source.key])
  if (there.has(owner)) return undefined
  await store.jobs.put([{ ...keyOf(subject.job), record: owner }])
  return retried(run, subject, new RetryLater(`The ${flow.source.label} ${owner}, which has its target, is gone.`))
}

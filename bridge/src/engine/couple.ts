import { identityOf } from '../mapping/index.ts'
import { Rejected } from './errors.ts'
import { sameEntity } from './missing-links.ts'
import { releaseRetired } from './retired.ts'
import type { Run } from './run.ts'
import { leaveOldDocument } from './shared-document.ts'
import { AlreadyLinked, type Job, type JobKey, type Link, type Tables } from './store.ts'
import type { Subject } from './subject.ts'
import type { Settled } from './verdict.ts'

/** The link between a job's record and its partner. */
export function linkOf(
  { flow, company }: Pick<Run, 'flow' | 'company'>,
  job: Pick<Job, 'record'>,
  targetId: string,
): Link {
  const [source, target] = [identityOf(flow.source), identityOf(flow.target)]
  return { company: company.id, source, sourceId: job.record, target, targetId }
}

/**
 * The jobs of the flows that follow this one, for the pair of records that it has just brought together: a flow back looks
 * at the target record, a flow from the same source (an item's price after the item) at the source record.
 */
export function followUps(
  { flow, flows, company }: Run,
  links: readonly Pick<Link, 'sourceId' | 'targetId'>[],
): JobKey[] {
  const [source, target] = [identityOf(flow.source), identityOf(flow.target)]
  const followers = flows.filter((each) => each.state !== 'off' && each.follows.includes(flow.name))
  return followers.flatMap((follower) => {
    const looksAt = identityOf(follower.source)
    return links.flatMap(({ sourceId, targetId }) => {
      const job = (record: string): JobKey[] => [{ flow: follower.name, company: company.id, record }]
      if (sameEntity(looksAt, target)) return job(targetId)
      return sameEntity(looksAt, source) ? job(sourceId) : []
    })
  })
}

/** Wakes what waited for these links, in the transaction that saves them. */
export async function wakeWaiting(tables: Tables, company: string, links: readonly Link[]): Promise<void> {
  const woken = await tables.waiting.wake(
    company,
    links.flatMap(({ source, sourceId, target, targetId }) => [
      { entity: source, id: sourceId, partner: target },
      { entity: target, id: targetId, partner: source },
    ]),
  )
  await tables.jobs.put(woken)
}

/** Parked: the two ends cannot be linked because one of them is linked already. */
export function conflict(
  { flow }: Pick<Run, 'flow'>,
  subject: Pick<Subject, 'job' | 'title'>,
  cause: AlreadyLinked,
): Settled {
  const { job, title } = subject
  const error = new Rejected(`The ${flow.target.label} is taken: ${cause.message}.`, {
    advice: `Two ${flow.source.label} records seem to be the same: merge them, or undo the link that is wrong.`,
    cause,
  })
  const concerns = [{ entity: cause.link.target, id: cause.link.targetId }]
  return { job, title, verdict: { outcome: 'failed', error, concerns } }
}

/**
 * Links a record with the partner that was found, before anything is written to it: whoever links first has it, and nothing
 * of the second ever reaches the record. Undefined when it went well.
 */
export async function couple(
  run: Run,
  subject: Pick<Subject, 'job' | 'title' | 'left'>,
  targetId: string,
  more: (tables: Tables) => Promise<void> = () => Promise.resolve(),
): Promise<Settled | undefined> {
  const link = linkOf(run, subject.job, targetId)
  try {
    await run.store.transaction(async (tables) => {
      await releaseRetired(run, tables, subject.job, link)
      await leaveOldDocument(run, tables, subject, targetId)
      await tables.links.save([link])
      await tables.intents.remove([subject.job])
      await wakeWaiting(tables, run.company.id, [link])
      await tables.jobs.put(followUps(run, [link]))
      await more(tables)
    })
    return undefined
  } catch (error) {
    if (error instanceof AlreadyLinked) return conflict(run, subject, error)
    throw error
  }
}

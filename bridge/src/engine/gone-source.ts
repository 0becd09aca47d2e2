import { identityOf } from '../mapping/index.ts'
import { afterTrouble } from './after-trouble.ts'
import { Rejected, RetryLater } from './errors.ts'
import { markMergedAway } from './merged-away.ts'
import { partnerOf } from './partner-of.ts'
import type { Run } from './run.ts'
import { AlreadyLinked, type Job } from './store.ts'
import { takePartner } from './take-partner.ts'
import { titleField, titleOf } from './title-of.ts'
import type { Settled } from './verdict.ts'
import { retireTargets } from './retire.ts'
import { retried } from './settle-write.ts'
import { withdraw } from './withdraw.ts'
import { withdrawnHash } from './what-became.ts'

/** A record that no longer exists, with the partner that it had. */
export interface GoneSource {
  readonly job: Job
  readonly partner: string
  readonly decision: string | undefined
}

async function namesOf({ flow, company, target }: Run, ids: readonly string[]): Promise<(id: string) => string> {
  const field = titleField(flow.target)
  if (field === undefined) return (id) => id
  const records = await target.reader.read(flow.target, company, ids, [flow.target.key, field])
  return (id) => {
    const record = records.get(id)
    const title = record && titleOf(flow.target, record)
    return title === undefined ? id : `${title} (${id})`
  }
}

/**
 * A person has merged two records: the partner of the one that is gone becomes the winner's, unless the winner has one of its
 * own in this company, which is never linked twice: then a person chooses which of the two stays.
 */
async function merged(run: Run, gone: GoneSource, winner: string): Promise<Settled> {
  const { flow, company, store } = run
  const { job, partner, decision } = gone
  const title = undefined
  const winners = await partnerOf(store, flow, company.id, winner)
  const label = flow.target.label
  if (winners === undefined || winners === partner || decision === 'take') {
    try {
      await takePartner(run, gone, winner, winners === partner ? undefined : winners)
    } catch (cause) {
      if (!(cause instanceof AlreadyLinked)) return afterTrouble(run, { job, title }, cause)
      // Somebody has linked one of the two in this moment: seen anew, that may be a matter for a person.
      return retried(run, { job, title }, new RetryLater(cause.message, { cause }))
    }
    const reason = `it was merged into ${winner}, which has its ${label} from now on`
    return { job, title, verdict: { outcome: 'skipped', reason } }
  }
  if (decision === 'keep') {
    const reason = `It was merged into ${winner}, which keeps its own ${label}.`
    // Should the merge be taken back, the record has its partner again.
    return { job, title, verdict: { outcome: 'uncoupled', targetId: partner, reason, end: 'source' } }
  }
  await markMergedAway(run, job)
  const nameOf = await namesOf(run, [partner, winners])
  const error = new Rejected(
    `The ${flow.source.label} was merged into ${winner}, and both have a ${label} in ${company.name}: ${nameOf(partner)} and ${nameOf(winners)}.`,
    { advice: `Choose the ${label} that stays linked; the other one is left alone in ${flow.target.systemName}.` },
  )
  const choices = [
    { id: 'keep', label: `Keep ${nameOf(winners)}` },
    { id: 'take', label: `Take ${nameOf(partner)} instead` },
  ]
  const concerns = [
    { entity: identityOf(flow.target), id: partner },
    { entity: identityOf(flow.target), id: winners },
  ]
  return { job, title, verdict: { outcome: 'failed', error, targetId: partner, concerns, choices } }
}

function deleted({ flow }: Run, { job, partner, decision }: GoneSource): Settled | 'delete' | 'retire' {
  const title = undefined
  const chosen = decision === 'delete' || decision === 'uncouple' ? decision : flow.onSourceDeleted
  if (chosen === 'delete') return 'delete'
  const { label } = flow.target
  if (chosen === 'uncouple') {
    const reason = `It was deleted; its ${label} stays as it is.`
    return { job, title, verdict: { outcome: 'uncoupled', targetId: partner, reason, end: 'source' } }
  }
  if (chosen === 'leave' && flow.retired) return 'retire'
  if (chosen === 'leave') return { job, title, verdict: { outcome: 'skipped', reason: 'it no longer exists' } }
  const error = new Rejected(`The ${flow.source.label} was deleted in ${flow.source.systemName}.`, {
    advice: `Choose: delete its ${label} too, or leave it alone.`,
  })
  const choices = [
    { id: 'delete', label: `Delete the ${label}` },
    { id: 'uncouple', label: `Leave the ${label} alone` },
  ]
  return { job, title, verdict: { outcome: 'failed', error, targetId: partner, choices } }
}

/** What becomes of the partners of records that are gone: merged records first, the flow's policy for the others. */
export async function settleGoneSources(run: Run, gone: readonly GoneSource[]): Promise<readonly Settled[]> {
  const { flow, company, source, store } = run
  if (gone.length === 0) return []
  const follows = flow.onSourceDeleted !== 'leave' && source.reader.mergedInto !== undefined
  const records = gone.map(({ job }) => job.record)
  const winners = follows ? await source.reader.mergedInto?.(flow.source, records) : undefined
  const written = await store.written.find(flow.name, company.id, records)
  const settled: Settled[] = []
  const leaving: GoneSource[] = []
  const retiring: GoneSource[] = []
  for (const each of gone) {
    if (written.get(each.job.record)?.hash === withdrawnHash) {
      const reason = `it no longer exists, nor does its ${flow.target.label}`
      settled.push({ job: each.job, title: undefined, verdict: { outcome: 'skipped', reason } })
      continue
    }
    const winner = winners?.get(each.job.record)
    const fate = winner === undefined ? deleted(run, each) : await merged(run, each, winner)
    if (fate === 'delete') leaving.push(each)
    else if (fate === 'retire') retiring.push(each)
    else settled.push(fate)
  }
  const removed = await withdraw(
    run,
    leaving.map(({ job, partner }) => ({
      ...{ job, title: undefined, partner, reason: 'it was deleted', when: 'now' as const },
      fields: { [flow.source.key]: job.record },
    })),
  )
  return [...settled, ...removed, ...(await retireTargets(run, retiring))]
}

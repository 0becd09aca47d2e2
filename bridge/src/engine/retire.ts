import { identityOf } from '../mapping/index.ts'
import { Gone, Rejected, RetryLater } from './errors.ts'
import type { GoneSource } from './gone-source.ts'
import { hashOf } from './hash-of.ts'
import { keyOf } from './job-key.ts'
import { lookAgainAfter } from './look-again-after.ts'
import { ourKeyOf } from './our-key.ts'
import type { FieldValues } from './ports.ts'
import { isRetired } from './retired.ts'
import { later, type Run } from './run.ts'
import { retried } from './settle-write.ts'
import type { WrittenRecord } from './store.ts'
import type { Settled } from './verdict.ts'
import { callWriter } from './write.ts'

const anHour = lookAgainAfter.hidden * 1000
const aDay = 24 * 3600_000
/** After which a record is believed to be gone for good. */
const aMonth = 30 * aDay

/** Of these the ones whose target serves several companies and belongs to another one: that one's record speaks for it. */
async function ofOthers({ flow, company, target }: Run, gone: readonly GoneSource[]): Promise<ReadonlySet<GoneSource>> {
  const { belongs } = flow
  if (!belongs || gone.length === 0) return new Set()
  const ids = gone.map(({ partner }) => partner)
  const records = await target.reader.read(flow.target, company, ids, [flow.target.key, ...belongs.reads])
  return new Set(
    gone.filter(({ partner }) => {
      const record = records.get(partner)
      return record !== undefined && !belongs.to(record.fields, company)
    }),
  )
}

/**
 * When a record is looked for again: it may only have been hidden, and nothing signals that it is seen again. After as long as
 * it has been away, an hour at least and a day at most; undefined when that is a month.
 */
function nextLook(run: Run, retired: WrittenRecord | undefined): string | undefined {
  const away = retired === undefined ? 0 : run.clock.now() - new Date(retired.at).getTime()
  return away > aMonth ? undefined : later(run, Math.min(Math.max(away, anHour), aDay))
}

function left(run: Run, { job }: GoneSource, retired: WrittenRecord | undefined): Settled {
  const after = nextLook(run, retired)
  const reason = 'it no longer exists'
  return { job, title: undefined, verdict: { outcome: 'skipped', reason, ...(after === undefined ? {} : { after }) } }
}

/** Says of these targets that their records were deleted. */
async function say(run: Run, due: readonly GoneSource[], retired: FieldValues): Promise<readonly Settled[]> {
  const { flow, company, store } = run
  // Should the answer be lost, nobody knows what the targets say: a record that is there again is written whatever it was before.
  await store.written.distrust(due.map(({ job }) => keyOf(job)))
  const keyOfTarget = ({ record }: GoneSource['job']) => ourKeyOf(flow.target, company, record)
  const writes = due.map(({ job, partner }) => ({ key: keyOfTarget(job), id: partner, fields: retired }))
  const { answers } = await callWriter(run, writes)
  const silence = { outcome: 'failed', error: new RetryLater('The writer gave no answer for this record.') } as const
  return due.map(({ job, partner: targetId }, index): Settled => {
    const title = undefined
    const written = answers[index] ?? silence
    if (written.outcome !== 'failed') {
      const [note, hash] = [`The ${flow.source.label} was deleted.`, hashOf(targetId, retired)]
      return { job, title, verdict: { outcome: 'modified', targetId, fields: retired, hash, note } }
    }
    const { error } = written
    if (error instanceof Gone) return { job, title, verdict: { outcome: 'skipped', reason: 'both no longer exist' } }
    if (!(error instanceof Rejected)) return retried(run, { job, title }, error)
    const concerns = [{ entity: identityOf(flow.target), id: targetId }]
    return { job, title, verdict: { outcome: 'failed', error, targetId, concerns } }
  })
}

/**
 * Targets that stay when their source record is deleted say so (`retired`), once; the pair stays linked, until another record
 * matches the target. A record that is there again after all is written as ever.
 */
export async function retireTargets(run: Run, gone: readonly GoneSource[]): Promise<readonly Settled[]> {
  const { flow, company, store } = run
  const { retired } = flow
  if (!retired || gone.length === 0) return []
  const records = gone.map(({ job }) => job.record)
  const before = await store.written.find(flow.name, company.id, records)
  const fresh = gone.filter(({ job, partner }) => !isRetired(flow, before.get(job.record), partner))
  const others = await ofOthers(run, fresh)
  const due = fresh.filter((each) => !others.has(each))
  const settled = gone
    .filter((each) => !due.includes(each))
    .map((each) => left(run, each, others.has(each) ? undefined : before.get(each.job.record)))
  const at = later(run, 0)
  // Nothing is to be written to those of others: they are as retired as they will ever be.
  await store.written.save(
    [...others].map(({ job, partner }) => ({
      ...{ ...keyOf(job), hash: hashOf(partner, retired), targetId: partner, at },
    })),
  )
  if (due.length === 0) return settled
  const said = await say(run, due, retired)
  const done = said.filter(({ verdict }) => verdict.outcome === 'modified').map(({ job }) => keyOf(job))
  await store.jobs.put(done, { after: later(run, anHour) })
  return [...settled, ...said]
}

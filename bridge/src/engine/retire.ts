import { identityOf } from '../mapping/index.ts'
import { compareFields } from './compare-fields.ts'
import { putBackNote } from './compare-target.ts'
import { Gone, Rejected, RetryLater } from './errors.ts'
import type { GoneSource } from './gone-source.ts'
import { hashOf, plain } from './hash-of.ts'
import { keyOf } from './job-key.ts'
import { lookAgainAfter } from './look-again-after.ts'
import { ourKeyOf } from './our-key.ts'
import type { FieldValues } from './ports.ts'
import type { SourceRecord } from './records.ts'
import { isRetired } from './retired.ts'
import { later, type Run } from './run.ts'
import { retried } from './settle-write.ts'
import { isTouched } from './skip-unchanged.ts'
import type { Agreed, WrittenRecord } from './store.ts'
import type { Settled } from './verdict.ts'
import { callWriter } from './write.ts'

const anHour = lookAgainAfter.hidden * 1000
const aDay = 24 * 3600_000
/** After which a record is believed to be gone for good. */
const aMonth = 30 * aDay

/**
 * When a record is looked for again: it may only have been hidden, and nothing signals that it is seen again. After as long as
 * it has been away, an hour at least and a day at most; undefined when that is a month.
 */
function nextLook(run: Run, retired: WrittenRecord | undefined): string | undefined {
  const away = retired === undefined ? 0 : run.clock.now() - new Date(retired.at).getTime()
  return away > aMonth ? undefined : later(run, Math.min(Math.max(away, anHour), aDay))
}

function left(
  run: Run,
  { job }: GoneSource,
  retired: WrittenRecord | undefined,
  reason = 'it no longer exists',
): Settled {
  const after = nextLook(run, retired)
  return { job, title: undefined, verdict: { outcome: 'skipped', reason, ...(after === undefined ? {} : { after }) } }
}

/** A target that has to say, for the first time or once more, that its record was deleted. */
interface Due extends GoneSource {
  readonly note: string
  /** How many edits of it that takes into account. */
  readonly looked: number
}

/** How the targets stand: what has to be said, and why nothing is said of the others. */
interface Standing {
  readonly due: readonly Due[]
  /** The target serves several companies and belongs to another one: that one's record speaks for it. */
  readonly others: readonly GoneSource[]
  /** Edited since it was said; it says so all the same, or is gone. */
  readonly stays: readonly (GoneSource & { readonly reason: string })[]
}

/**
 * Looks at the targets where that may change what is said: those that may be another company's, and those that said so already and
 * were edited since.
 */
async function lookAt(
  run: Run,
  fresh: readonly GoneSource[],
  before: ReadonlyMap<string, WrittenRecord>,
  retired: FieldValues,
): Promise<Standing> {
  const { flow, company, target } = run
  const { belongs } = flow
  const isEdited = ({ job, partner }: GoneSource) => isRetired(flow, before.get(job.record), partner)
  const ids = fresh.flatMap((each) => (belongs || isEdited(each) ? [each.partner] : []))
  const fields = [flow.target.key, ...(belongs?.reads ?? []), ...Object.keys(retired)]
  const records =
    ids.length === 0
      ? new Map<string, SourceRecord>()
      : await target.reader.read(flow.target, company, ids, [...new Set(fields)])
  const due: Due[] = []
  const others: GoneSource[] = []
  const stays: (GoneSource & { readonly reason: string })[] = []
  const agreed = { fields: plain(retired) as Agreed['fields'], held: {} }
  for (const each of fresh) {
    const record = records.get(each.partner)
    const looked = before.get(each.job.record)?.touches ?? 0
    if (record && belongs && !belongs.to(record.fields, company)) others.push(each)
    else if (!isEdited(each)) due.push({ ...each, looked, note: `The ${flow.source.label} was deleted.` })
    else if (!record) stays.push({ ...each, reason: 'both no longer exist' })
    else {
      const own = { isShared: () => false, conflict: 'source' } as const
      const { putBack } = compareFields({ ours: retired, theirs: record.fields, agreed }, own)
      const note = putBackNote(flow, putBack)
      if (note === undefined) stays.push({ ...each, reason: 'it no longer exists' })
      else due.push({ ...each, looked, note })
    }
  }
  return { due, others, stays }
}

/** Says of these targets that their records were deleted. */
async function say(run: Run, due: readonly Due[], retired: FieldValues): Promise<readonly Settled[]> {
  const { flow, company, store } = run
  // Should the answer be lost, nobody knows what the targets say: a record that is there again is written whatever it was before.
  await store.written.distrust(due.map(({ job }) => keyOf(job)))
  const keyOfTarget = ({ record }: GoneSource['job']) => ourKeyOf(flow.target, company, record)
  const writes = due.map(({ job, partner }) => ({ key: keyOfTarget(job), id: partner, fields: retired }))
  const { answers } = await callWriter(run, writes)
  const silence = { outcome: 'failed', error: new RetryLater('The writer gave no answer for this record.') } as const
  return due.map(({ job, partner: targetId, note, looked }, index): Settled => {
    const title = undefined
    const written = answers[index] ?? silence
    if (written.outcome !== 'failed') {
      const [hash, base] = [hashOf(targetId, retired), { agreed: undefined, looked }]
      return { job, title, verdict: { outcome: 'modified', targetId, fields: retired, hash, base, note } }
    }
    const { error } = written
    if (error instanceof Gone) return { job, title, verdict: { outcome: 'skipped', reason: 'both no longer exist' } }
    if (!(error instanceof Rejected)) return retried(run, { job, title }, error)
    const concerns = [{ entity: identityOf(flow.target), id: targetId }]
    return { job, title, verdict: { outcome: 'failed', error, targetId, concerns } }
  })
}

/**
 * Targets that stay when their source record is deleted say so (`retired`), once, and once more when somebody is heard to have
 * edited that; the pair stays linked, until another record matches the target. A record that is there again after all is written as
 * ever.
 */
export async function retireTargets(run: Run, gone: readonly GoneSource[]): Promise<readonly Settled[]> {
  const { flow, company, store } = run
  const { retired } = flow
  if (!retired || gone.length === 0) return []
  const records = gone.map(({ job }) => job.record)
  const before = await store.written.find(flow.name, company.id, records)
  const isStill = ({ job, partner }: GoneSource) =>
    isRetired(flow, before.get(job.record), partner) && !isTouched(before.get(job.record))
  const still = gone.filter(isStill)
  const { due, others, stays } = await lookAt(
    run,
    gone.filter((each) => !isStill(each)),
    before,
    retired,
  )
  const settled = [
    ...still.map((each) => left(run, each, before.get(each.job.record))),
    ...others.map((each) => left(run, each, undefined)),
    ...stays.map((each) => left(run, each, before.get(each.job.record), each.reason)),
  ]
  const at = later(run, 0)
  const touches = ({ job }: GoneSource) => before.get(job.record)?.touches ?? 0
  await store.written.save([
    // Nothing is to be written to those of others: they are as retired as they will ever be.
    ...others.map((each) => ({
      ...{ ...keyOf(each.job), hash: hashOf(each.partner, retired), targetId: each.partner, at, looked: touches(each) },
    })),
    ...stays.flatMap((each) => {
      const written = before.get(each.job.record)
      return written ? [{ ...written, looked: touches(each) }] : []
    }),
  ])
  if (due.length === 0) return settled
  const said = await say(run, due, retired)
  const done = said.filter(({ verdict }) => verdict.outcome === 'modified').map(({ job }) => keyOf(job))
  await store.jobs.put(done, { after: later(run, anHour) })
  return [...settled, ...said]
}

import { followUps } from './couple.ts'
import { flowsBack } from './flows-back.ts'
import { keyOf } from './job-key.ts'
import { place } from './place.ts'
import type { Run } from './run.ts'
import type { FilledSubject, PlacedSubject } from './subject.ts'
import { uncoupledEnd } from './uncoupled.ts'
import type { Settled } from './verdict.ts'

/** Choices that name no record. */
const words = new Set([
  'source',
  'target',
  'source too',
  'target too',
  'recreate',
  'uncouple',
  'delete',
  'keep',
  'take',
  'gone',
])

/** A record with the partner that it is to have. */
interface Wanted {
  readonly subject: FilledSubject
  readonly id: string
}

interface Known {
  readonly placed: readonly PlacedSubject[]
  readonly settled: readonly Settled[]
  readonly open: readonly FilledSubject[]
}

/**
 * The partners from which these records were parted are gone, now that the records are back: nothing is to be remembered of the
 * pairs. With a record, its system may have restored what stood there for its partner (the mirror of a customer that was
 * deleted), so the flows that follow look once more.
 */
async function leaveWhatIsGone(run: Run, parted: readonly Wanted[]): Promise<void> {
  if (parted.length === 0) return
  const following = followUps(
    run,
    parted.map(({ subject, id }) => ({ sourceId: subject.job.record, targetId: id })),
  )
  await run.store.transaction(async (tables) => {
    await tables.written.forget([...parted.map(({ subject }) => keyOf(subject.job)), ...following])
    await tables.jobs.put(following)
  })
}

/**
 * Partners that need no search: the one that a person has chosen, and the one from which the record was parted when it was
 * deleted, now that it is back. A record whose partner was deleted, or that a person has parted from it, gets no other.
 */
export async function placeKnown(run: Run, subjects: readonly FilledSubject[]): Promise<Known> {
  const { flow, flows, company, store, target } = run
  const remembers = [flow, ...flowsBack(flow, flows)].some(
    (each) => each.onSourceDeleted !== 'leave' || each.onTargetDeleted !== 'leave',
  )
  const records = remembers ? subjects.map(({ job }) => job.record) : []
  const before = await store.written.find(flow.name, company.id, records)
  const settled: Settled[] = []
  const open: FilledSubject[] = []
  const wanted: Wanted[] = []
  for (const subject of subjects) {
    const { job, title, decision } = subject
    const last = before.get(job.record)
    const end = uncoupledEnd(last)
    if (decision !== undefined && !words.has(decision)) wanted.push({ subject, id: decision })
    else if (end === 'source' && last) wanted.push({ subject, id: last.targetId })
    else if (end === undefined || decision === 'recreate') open.push(subject)
    else {
      const reason =
        end === 'target' ? `its ${flow.target.label} was deleted` : `it was parted from its ${flow.target.label}`
      settled.push({ job, title, verdict: { outcome: 'skipped', reason } })
    }
  }
  const placed: PlacedSubject[] = []
  const ids = [...new Set(wanted.map(({ id }) => id))]
  const there = ids.length === 0 ? new Map() : await target.reader.read(flow.target, company, ids, [flow.target.key])
  await leaveWhatIsGone(
    run,
    wanted.filter(({ subject, id }) => !there.has(id) && before.get(subject.job.record)?.targetId === id),
  )
  for (const { subject, id } of wanted) {
    if (!there.has(id)) {
      open.push(subject)
      continue
    }
    const result = await place(run, subject, id, 'found')
    if ('verdict' in result) settled.push(result)
    else placed.push(result)
  }
  return { placed, settled, open }
}

import { identityOf } from '../mapping/index.ts'
import { Rejected } from './errors.ts'
import type { GoneSource } from './gone-source.ts'
import { lookAgainAfter } from './look-again-after.ts'
import type { Run } from './run.ts'
import type { Settled } from './verdict.ts'
import { withdrawnHash } from './what-became.ts'

/** What a person says who knows better: it was deleted, and the Recycle Bin was emptied. */
const itIsGone = 'gone'

/** What a person can only have chosen of a record that is gone. */
const certain: ReadonlySet<string | undefined> = new Set([itIsGone, 'delete', 'uncouple', 'keep', 'take'])

/**
 * Of records that are absent, those that are deleted for certain. A system that cannot tell (`deleted`) tells at least that
 * one is not: none lets a record go that it still has something below.
 */
async function deletedOnes(run: Run, absent: readonly GoneSource[]): Promise<ReadonlySet<string>> {
  const { flow, company, source } = run
  const records = absent.map(({ job }) => job.record)
  if (source.reader.deleted) return source.reader.deleted(flow.source, records)
  const gone = new Set(records)
  for (const record of records) {
    const below = await source.below?.(identityOf(flow.source), company, record, 1)
    if (below !== undefined && below.length > 0) gone.delete(record)
  }
  return gone
}

/** Records whose document was taken back: whether they are deleted or hidden, there is nothing to be done. */
async function whoseDocumentIsGone(
  { flow, company, store }: Run,
  absent: readonly GoneSource[],
): Promise<ReadonlySet<string>> {
  const records = absent.map(({ job }) => job.record)
  const written = await store.written.find(flow.name, company.id, records)
  return new Set([...written.values()].filter(({ hash }) => hash === withdrawnHash).map(({ record }) => record))
}

/**
 * Of records that are absent, those that are deleted for certain, or as a person says. The others may only be hidden from the
 * bridge: they are parked, and nothing that was made of them is touched.
 */
export async function partHidden(
  run: Run,
  absent: readonly GoneSource[],
): Promise<{ readonly gone: readonly GoneSource[]; readonly hidden: readonly Settled[] }> {
  const { flow } = run
  if (flow.withdrawn === undefined && flow.onSourceDeleted === 'leave') return { gone: absent, hidden: [] }
  const settled = await whoseDocumentIsGone(run, absent)
  const open = absent.filter((each) => !certain.has(each.decision) && !settled.has(each.job.record))
  if (open.length === 0) return { gone: absent, hidden: [] }
  const deleted = await deletedOnes(run, open)
  const isHidden = (each: GoneSource) => open.includes(each) && !deleted.has(each.job.record)
  return {
    gone: absent.filter((each) => !isHidden(each)),
    hidden: absent.filter(isHidden).map((each) => park(run, each)),
  }
}

function park({ flow }: Run, { job, partner }: GoneSource): Settled {
  const { label, systemName } = flow.source
  const error = new Rejected(
    `The ${label} cannot be seen in ${systemName} any more; nothing says that it was deleted.`,
    {
      advice: `Check the permissions of the bridge's user there (it sees all records), or choose what is true.`,
      again: lookAgainAfter.hidden,
    },
  )
  const choices = [{ id: itIsGone, label: `The ${label} was deleted` }]
  return { job, title: undefined, verdict: { outcome: 'failed', error, targetId: partner, choices } }
}

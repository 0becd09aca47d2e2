import { Rejected } from './errors.ts'
import type { GoneSource } from './gone-source.ts'
import type { Run } from './run.ts'
import type { Settled } from './verdict.ts'

/** Seconds after which a record that cannot be seen is looked for again: a permission comes back without a signal. */
const lookAgainAfter = 3600

/** What a person says who knows better: it was deleted, and the Recycle Bin was emptied. */
const itIsGone = 'gone'

/**
 * Of records that are absent, those that are deleted for certain, or as a person says. The others may only be hidden from the
 * bridge: they are parked, and nothing that was made of them is touched.
 */
export async function partHidden(
  run: Run,
  absent: readonly GoneSource[],
): Promise<{ readonly gone: readonly GoneSource[]; readonly hidden: readonly Settled[] }> {
  const { flow, source } = run
  const matters = flow.withdrawn !== undefined || flow.onSourceDeleted !== 'leave'
  if (!matters || !source.reader.deleted) return { gone: absent, hidden: [] }
  const open = absent.filter(({ decision }) => decision !== itIsGone)
  if (open.length === 0) return { gone: absent, hidden: [] }
  const proven = await source.reader.deleted(
    flow.source,
    open.map(({ job }) => job.record),
  )
  const isHidden = (each: GoneSource) => open.includes(each) && !proven.has(each.job.record)
  return {
    gone: absent.filter((each) => !isHidden(each)),
    hidden: absent.filter(isHidden).map((each) => park(run, each)),
  }
}

function park({ flow }: Run, { job, partner }: GoneSource): Settled {
  const { label, system } = flow.source
  const error = new Rejected(`The ${label} cannot be seen in ${system} any more; nothing says that it was deleted.`, {
    advice: `Check the permissions of the bridge's user there (it sees all records), or choose what is true.`,
    again: lookAgainAfter,
  })
  const choices = [{ id: itIsGone, label: `The ${label} was deleted` }]
  return { job, title: undefined, verdict: { outcome: 'failed', error, targetId: partner, choices } }
}

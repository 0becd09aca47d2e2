import { linkOf } from './couple.ts'
import { keyOf } from './job-key.ts'
import { flowsBack } from './flows-back.ts'
import { later, type Run } from './run.ts'
import type { Tables, WrittenRecord } from './store.ts'
import type { Settled, UncoupledEnd } from './verdict.ts'
import { partedFrom } from './what-became.ts'

/** Which end of the pair was gone when it was parted; undefined when it was not. */
export function uncoupledEnd(before: Pick<WrittenRecord, 'hash'> | undefined): UncoupledEnd | undefined {
  if (before?.hash.startsWith(partedFrom) !== true) return undefined
  return before.hash.slice(partedFrom.length) as UncoupledEnd
}

/** A target that was parted from a record is no new one for the flows back; `end`: as they see it. */
export async function rememberParted(
  { flow, flows, company, clock }: Pick<Run, 'flow' | 'flows' | 'company' | 'clock'>,
  tables: Pick<Tables, 'written'>,
  { record, targetId }: { readonly record: string; readonly targetId: string },
  end: UncoupledEnd,
): Promise<void> {
  const at = later({ clock }, 0)
  await tables.written.save(
    flowsBack(flow, flows).map((each) => ({
      ...{ flow: each.name, company: company.id, record: targetId },
      ...{ hash: partedFrom + end, targetId: record, at },
    })),
  )
}

const otherEnd = { source: 'target', target: 'source', none: 'none' } as const

/**
 * Parts pairs for good: the link goes, and the flows of both directions remember, so that what is left of the pair is not
 * taken for a new record. Whoever comes back is linked again.
 */
export async function uncouple(run: Run, tables: Tables, settled: readonly Settled[]): Promise<void> {
  const at = later(run, 0)
  for (const { job, verdict } of settled) {
    if (verdict.outcome !== 'uncoupled') continue
    const { targetId, end } = verdict
    await tables.links.remove(linkOf(run, job, targetId))
    if (verdict.anew === true) {
      await tables.written.forget([keyOf(job)])
      await tables.jobs.put([keyOf(job)])
      continue
    }
    await tables.written.save([{ ...keyOf(job), hash: partedFrom + end, targetId, at }])
    await rememberParted(run, tables, { record: job.record, targetId }, otherEnd[end])
  }
}

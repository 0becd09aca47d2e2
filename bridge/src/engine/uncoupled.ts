import { linkOf } from './couple.ts'
import { keyOf } from './job-key.ts'
import { flowsBack } from './flows-back.ts'
import { later, type Run } from './run.ts'
import type { Tables, WrittenRecord } from './store.ts'
import type { Settled, UncoupledEnd } from './verdict.ts'

/** What `written_records` says instead of a hash of a pair that was parted. */
const words = 'uncoupled, gone: '

/** Which end of the pair was gone when it was parted; undefined when it was not. */
export function uncoupledEnd(before: Pick<WrittenRecord, 'hash'> | undefined): UncoupledEnd | undefined {
  if (before?.hash.startsWith(words) !== true) return undefined
  return before.hash.slice(words.length) as UncoupledEnd
}

const otherEnd = { source: 'target', target: 'source', none: 'none' } as const

/**
 * Parts pairs for good: the link goes, and the flows of both directions remember, so that what is left of the pair is not
 * taken for a new record. Whoever comes back is linked again.
 */
export async function uncouple(run: Run, tables: Tables, settled: readonly Settled[]): Promise<void> {
  const { flow, flows, company } = run
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
    const others = flowsBack(flow, flows)
    await tables.written.save([
      { ...keyOf(job), hash: words + end, targetId, at },
      ...others.map((each) => ({
        ...{ flow: each.name, company: company.id, record: targetId },
        ...{ hash: words + otherEnd[end], targetId: job.record, at },
      })),
    ])
  }
}

import { identityOf } from '../mapping/index.ts'
import { SyncError } from './errors.ts'
import { sameEntity } from './missing-links.ts'
import type { Run } from './run.ts'
import { retried } from './settle-write.ts'
import type { JobKey } from './store.ts'
import type { Subject } from './subject.ts'
import type { Settled } from './verdict.ts'

/** The jobs of everything that the source system has below a record. */
export async function jobsBelow({ flow, flows, company, source }: Run, record: string): Promise<readonly JobKey[]> {
  const found = (await source.actions?.below(identityOf(flow.source), company, record)) ?? []
  return found.flatMap(({ entity, id }) =>
    flows
      .filter((each) => each.state !== 'off' && sameEntity(identityOf(each.source), entity))
      .map((each) => ({ flow: each.name, company: company.id, record: id })),
  )
}

/**
 * A target that somebody has deleted and that had to be made anew has lost what was below it (the invoices and payments of a
 * customer): nothing signals them, so they run again. Should the source system not tell now what there is, the record runs
 * once more: its write can be repeated, and finds again that the target is gone. One that comes back has seen to what is
 * below it before (`comeBack`).
 */
export async function withWhatIsBelow(run: Run, subject: Subject, settled: Settled): Promise<Settled> {
  const { verdict, job } = settled
  if (verdict.outcome !== 'inserted' && verdict.outcome !== 'modified' && verdict.outcome !== 'coupled') return settled
  if (verdict.instead === undefined) return settled
  try {
    return { ...settled, verdict: { ...verdict, below: await jobsBelow(run, job.record) } }
  } catch (error) {
    if (!(error instanceof SyncError)) throw error
    return retried(run, settled, error)
  }
}

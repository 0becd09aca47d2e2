import { identityOf, type EntityRef } from '../mapping/index.ts'
import { afterTrouble } from './after-trouble.ts'
import { sameEntity } from './missing-links.ts'
import type { Connector } from './ports.ts'
import type { Run } from './run.ts'
import type { JobKey } from './store.ts'
import type { Subject } from './subject.ts'
import type { Settled } from './verdict.ts'

/** The jobs of what stands below a record. */
async function jobsOf(
  { flows, company }: Run,
  { below }: Pick<Connector, 'below'>,
  entity: EntityRef,
  record: string,
): Promise<readonly JobKey[]> {
  const found = (await below?.(entity, company, record)) ?? []
  return found.flatMap((each) =>
    flows
      .filter((flow) => flow.state !== 'off' && sameEntity(identityOf(flow.source), each.entity))
      .map((flow) => ({ flow: flow.name, company: company.id, record: each.id })),
  )
}

/** The jobs of everything that the source system has below a record. */
export const jobsBelow = (run: Run, record: string): Promise<readonly JobKey[]> =>
  jobsOf(run, run.source, identityOf(run.flow.source), record)

/** The jobs of everything that the target system has below a partner. */
export const jobsBelowTarget = (run: Run, targetId: string): Promise<readonly JobKey[]> =>
  jobsOf(run, run.target, identityOf(run.flow.target), targetId)

/** The jobs of everything that either system has below a pair of records. */
export async function jobsBelowPair(run: Run, sourceId: string, targetId: string): Promise<JobKey[]> {
  const both = await Promise.all([jobsBelow(run, sourceId), jobsBelowTarget(run, targetId)])
  return both.flat()
}

/**
 * What hangs on a pair that is parted was filled from it (the customer of an order, the company of a contact person), and nothing
 * signals that it is another one now, or none: it runs again. Should a system not tell now what there is, the pair is parted later.
 */
export async function withWhatHangsOn(run: Run, settled: readonly Settled[]): Promise<readonly Settled[]> {
  return Promise.all(
    settled.map(async (each): Promise<Settled> => {
      const { job, verdict } = each
      if (verdict.outcome !== 'uncoupled') return each
      try {
        return { ...each, verdict: { ...verdict, below: await jobsBelowPair(run, job.record, verdict.targetId) } }
      } catch (error) {
        return afterTrouble(run, each, error)
      }
    }),
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
    return afterTrouble(run, settled, error)
  }
}

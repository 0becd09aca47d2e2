import { identityOf } from '../mapping/index.ts'
import { sameEntity } from './missing-links.ts'
import type { Run } from './run.ts'
import type { Subject } from './subject.ts'

/**
 * Who is needed in the company of the run, for flows that make partners on demand: records for which something in that company
 * waits (it has asked for this very run, see `blockersToRun`), and those whose partner there the flow has written before. A
 * partner that was made over there, and was merely linked, is left alone.
 */
export async function whoIsNeeded(
  { flow, company, store }: Pick<Run, 'flow' | 'company' | 'store'>,
  subjects: readonly Subject[],
): Promise<(subject: Subject) => boolean> {
  if (!flow.onDemand) return () => false
  const [entity, partner] = [identityOf(flow.source), identityOf(flow.target)]
  const lonely = subjects.filter((subject) => subject.partner === undefined)
  const waiting = await store.waiting.waitingFor(
    company.id,
    lonely.map(({ job }) => ({ entity, id: job.record, partner })),
  )
  const wanted = await store.waiting.waitedFor(waiting)
  const ids = new Set(
    wanted.flatMap((each) => (sameEntity(each.entity, entity) && sameEntity(each.partner, partner) ? [each.id] : [])),
  )
  const linked = subjects.flatMap(({ job, partner: its }) => (its === undefined ? [] : [job.record]))
  const written = await store.written.find(flow.name, company.id, linked)
  return ({ job, partner: its }) =>
    its === undefined ? ids.has(job.record) : written.get(job.record)?.targetId === its
}

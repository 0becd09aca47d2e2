import { identityOf, type EntityRef, type Stage } from '../mapping/index.ts'
import type { Flow } from './define-flow.ts'
import { sameEntity } from './missing-links.ts'
import { later, type Run } from './run.ts'
import { linkKey, type JobKey, type Tables } from './store.ts'

/** The stage of each pair, by the source record's id; nothing for flows without stages. */
export async function stagesOf(
  { flow, company, store }: Pick<Run, 'flow' | 'company' | 'store'>,
  pairs: readonly { readonly record: string; readonly partner: string | undefined }[],
): Promise<(record: string) => Stage | undefined> {
  if (!flow.stageOf) return () => undefined
  const entity = identityOf(flow[flow.stageOf])
  const whose = new Map(pairs.map(({ record, partner }) => [record, flow.stageOf === 'source' ? record : partner]))
  const ids = [...whose.values()].filter((id) => id !== undefined)
  const reached = await store.reached.find(company.id, entity, ids)
  return (record) => {
    const id = whose.get(record)
    // A record of the target's side that has no partner yet was born over there: it has passed the first stage.
    if (id === undefined) return 'after'
    return reached.has(id) ? 'after' : 'before'
  }
}

/** The flows whose rules depend on the stage of these records, for the pairs they belong to. */
async function staged(
  flows: readonly Flow[],
  tables: Tables,
  company: string,
  entity: EntityRef,
  ids: readonly string[],
): Promise<JobKey[]> {
  const jobs: JobKey[] = []
  for (const flow of flows) {
    if (!flow.stageOf || flow.state === 'off' || !sameEntity(identityOf(flow[flow.stageOf]), entity)) continue
    if (flow.stageOf === 'source') {
      jobs.push(...ids.map((record) => ({ flow: flow.name, company, record })))
      continue
    }
    const wanted = ids.map((id) => ({ entity, id, partner: identityOf(flow.source) }))
    const links = await tables.links.find(company, wanted)
    for (const each of wanted) {
      const record = links.get(linkKey(each))
      if (record !== undefined) jobs.push({ flow: flow.name, company, record })
    }
  }
  return jobs
}

/** These records have reached the later stage: what depends on it runs again. */
export async function reach(run: Run, tables: Tables, entity: EntityRef, ids: readonly string[]): Promise<void> {
  const { company, flows } = run
  const news = await tables.reached.add(company.id, entity, ids, later(run, 0))
  if (news.length > 0) await tables.jobs.put(await staged(flows, tables, company.id, entity, news))
}

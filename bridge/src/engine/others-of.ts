import { identityOf } from '../mapping/index.ts'
import { sameEntity } from './missing-links.ts'
import type { Run } from './run.ts'
import { linkKey, type JobKey, type Tables } from './store.ts'
import type { Settled } from './verdict.ts'

/**
 * Targets that serve several companies, made just now by the company whose they are (a product's standard price): what the other
 * companies have for the same record was left out until then (`belongs.otherwise`), and runs once more.
 */
export async function othersOf(
  { flow, company, companies }: Pick<Run, 'flow' | 'company' | 'companies'>,
  { links }: Pick<Tables, 'links'>,
  settled: readonly Settled[],
): Promise<JobKey[]> {
  if (!flow.belongs) return []
  const made = settled.filter(({ verdict }) => verdict.outcome === 'inserted')
  const wanted = made
    .flatMap(({ leansOn = [] }) => leansOn)
    .filter(({ entity }) => entity.system === flow.target.system && !sameEntity(entity, identityOf(flow.target)))
    .map(({ entity, id }) => ({ entity, id, partner: identityOf(flow.source) }))
  if (wanted.length === 0) return []
  const others = companies.filter(({ id }) => id !== company.id)
  const jobs = await Promise.all(
    others.map(async ({ id }) => {
      const found = await links.find(id, wanted)
      return wanted.flatMap((each): JobKey[] => {
        const record = found.get(linkKey(each))
        return record === undefined ? [] : [{ flow: flow.name, company: id, record }]
      })
    }),
  )
  return jobs.flat()
}

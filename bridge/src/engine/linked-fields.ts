import { identityOf, type Need } from '../mapping/index.ts'
import type { Entity } from './entity.ts'
import { sameEntity } from './missing-links.ts'
import type { Run } from './run.ts'
import { linkKey } from './store.ts'

type FieldNeed = Extract<Need, { kind: 'field' }>

/** The link over which the field is reached. */
export const linkOfField = ({ from, id, to }: Pick<FieldNeed, 'from' | 'id' | 'to'>) => ({
  entity: identityOf(from),
  id,
  partner: identityOf(to),
})

const keyOf = (need: Omit<FieldNeed, 'kind'>): string => `${linkKey(linkOfField(need))}|${need.field}`

/** What stands in the asked fields of linked records of the target system: one call per kind of record. */
export async function linkedFields(
  { flows, company, target }: Pick<Run, 'flows' | 'company' | 'target'>,
  needs: readonly Need[],
  links: ReadonlyMap<string, string>,
): Promise<(need: Omit<FieldNeed, 'kind'>) => unknown> {
  const values = new Map<string, unknown>()
  const wanted = needs.filter((need) => need.kind === 'field')
  for (const [name, some] of Map.groupBy(wanted, ({ to }) => to.name)) {
    const entity = flows
      .flatMap((flow): Entity[] => [flow.source, flow.target])
      .find((each) => some.some(({ to }) => sameEntity(each, to)))
    if (!entity) throw new Error(`No flow knows the entity ${name}.`)
    const reached = some.flatMap((need) => {
      const id = links.get(linkKey(linkOfField(need)))
      return id === undefined ? [] : [{ need, id }]
    })
    const ids = [...new Set(reached.map(({ id }) => id))]
    if (ids.length === 0) continue
    const fields = [...new Set(reached.map(({ need }) => need.field))]
    const records = await target.reader.read(entity, company, ids, fields)
    for (const { need, id } of reached) values.set(keyOf(need), records.get(id)?.fields[need.field])
  }
  return (need) => values.get(keyOf(need))
}

import { identityOf } from '../mapping/index.ts'
import { hasMaker, sameEntity } from './missing-links.ts'
import type { Run } from './run.ts'
import { titleField, titleOf } from './title-of.ts'
import type { Missing } from './verdict.ts'

/**
 * Gives records that a person has to link on the other side their names: "the product Gadget" helps a salesperson, its id
 * does not. Our key on it, when it has one, tells which record of the other side makes the link. Those that a flow from here links are left alone, they say who they are when they run. One call per kind of
 * record; when it fails the id has to do.
 */
export async function nameMissing(
  { flow, flows, company, source, log }: Run,
  missing: readonly Missing[],
): Promise<(each: Missing) => Missing> {
  const nameless = missing.filter((each) => each.entity.system === flow.source.system && !hasMaker(flows, each))
  const names = new Map<string, string>()
  const pulls = new Map<string, string>()
  for (const [name, ones] of Map.groupBy(nameless, (each) => each.entity.name)) {
    const entity = flows
      .flatMap((each) => [each.source, each.target])
      .find((each) => sameEntity(identityOf(each), { system: flow.source.system, name }))
    const field = entity && titleField(entity)
    if (!entity) continue
    const fields = [field, entity.ourKey].filter((each) => each !== undefined)
    if (fields.length === 0) continue
    const ids = [...new Set(ones.map((each) => each.id))]
    try {
      for (const [id, record] of await source.reader.read(entity, company, ids, fields)) {
        const title = titleOf(entity, record)
        if (title !== undefined) names.set(`${name} ${id}`, title)
        const key = entity.ourKey === undefined ? undefined : record.fields[entity.ourKey]
        const prefix = `${company.id}:`.toLowerCase()
        if (typeof key === 'string' && key.startsWith(prefix)) pulls.set(`${name} ${id}`, key.slice(prefix.length))
      }
    } catch (error) {
      log.warn({ err: error, flow: flow.name, entity: name }, 'records that others wait for could not be named')
    }
  }
  return (each) => {
    const title = names.get(`${each.entity.name} ${each.id}`)
    const pull = pulls.get(`${each.entity.name} ${each.id}`)
    return { ...each, ...(title === undefined ? {} : { title }), ...(pull === undefined ? {} : { pull }) }
  }
}

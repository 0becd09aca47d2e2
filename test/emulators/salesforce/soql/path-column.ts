import { jsonField } from '../json-value.ts'
import type { Row } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'
import { anyRecord, recordOfAny } from './any-record.ts'
import { follow, type Path, type QueryWorld } from './path.ts'

/** Writes one selected item of a row into its JSON. */
export type Column = (row: Row, json: Record<string, unknown>) => void

export const attributes = (object: ObjectSchema, id: string, base: string): Record<string, unknown> => ({
  attributes: { type: object.name, url: `${base}/sobjects/${object.name}/${id}` },
})

/** `Account.Owner.Name` becomes nested objects, an empty parent null. */
export function pathColumn(path: Path, world: QueryWorld, base: string): Column {
  return (row, json) => {
    let place = json
    path.steps.forEach(({ relation, target }, index) => {
      const name = relation.relationshipName ?? relation.name
      const parent = follow({ ...path, steps: path.steps.slice(0, index + 1) }, row, world.records)
      const shown = target === anyRecord && parent ? recordOfAny(parent.Id, world.records)?.object : target
      if (!parent || !shown) place[name] ??= null
      else place[name] ??= attributes(shown, parent.Id, base)
      place = (place[name] as Record<string, unknown> | null) ?? {}
    })
    const end = follow(path, row, world.records)
    if (end) place[path.field.name] = jsonField(end, path.field, base)
  }
}

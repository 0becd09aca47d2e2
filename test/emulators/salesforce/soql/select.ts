import type { FieldType as Selected, Subquery } from '@jetstreamapp/soql-parser-js'
import { notSupported } from '../context.ts'
import { jsonField, jsonValue } from '../json-value.ts'
import type { Row } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'
import { anyRecord, recordOfAny } from './any-record.ts'
import { dateFunctions } from './date-functions.ts'
import { resolveFunction } from './functions.ts'
import { follow, type Path, type QueryWorld, resolvePath, valueAt } from './path.ts'
import { malformedQuery } from './query-error.ts'

/** Writes one selected item of a row into its JSON. */
export type Column = (row: Row, json: Record<string, unknown>) => void

export const attributes = (object: ObjectSchema, id: string, base: string): Record<string, unknown> => ({
  attributes: { type: object.name, url: `${base}/sobjects/${object.name}/${id}` },
})

/** `Account.Owner.Name` becomes nested objects, an empty parent null. */
function pathColumn(path: Path, world: QueryWorld, base: string): Column {
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

/** `FIELDS(ALL|STANDARD|CUSTOM)`: the fields that the user may read. */
function fieldsColumn(object: ObjectSchema, which: string, world: QueryWorld, base: string): Column {
  const chosen = object.fields.filter(
    (field) =>
      world.access.readableField(object.name, field.name) && (which === 'ALL' || field.custom === (which === 'CUSTOM')),
  )
  return (row, json) => {
    for (const field of chosen) json[field.name] = jsonField(row, field, base)
  }
}

function functionColumn(path: Path, alias: string | undefined, world: QueryWorld): Column {
  return (row, json) => {
    json[alias ?? path.field.name] = jsonValue(path.field, valueAt(path, row, world.records))
  }
}

/** @param children answers a sub-query for one parent row */
export function columnsOf(
  object: ObjectSchema,
  selected: readonly Selected[],
  options: {
    alias: string | undefined
    limit: number | undefined
    world: QueryWorld
    base: string
    children: (subquery: Subquery) => Column
  },
): readonly Column[] {
  const { alias, world, base, limit } = options
  return selected.map((item): Column => {
    switch (item.type) {
      case 'Field':
        if (item.alias !== undefined && !('objectPrefix' in item))
          throw malformedQuery('only aggregate expressions use field aliasing')
        return pathColumn(resolvePath(object, item.field, alias, world), world, base)
      case 'FieldRelationship':
        return pathColumn(resolvePath(object, [...item.relationships, item.field].join('.'), alias, world), world, base)
      case 'FieldSubquery':
        return options.children(item.subquery)
      case 'FieldFunctionExpression': {
        const [parameter] = item.parameters
        const name = item.functionName.toUpperCase()
        if (name === 'FIELDS' && typeof parameter === 'string') {
          if (parameter.toUpperCase() !== 'STANDARD' && (limit === undefined || limit > 200))
            throw malformedQuery('The SOQL FIELDS function must have a LIMIT of at most 200')
          return fieldsColumn(object, parameter.toUpperCase(), world, base)
        }
        if (dateFunctions[name]) throw malformedQuery(`Field must be grouped or aggregated: ${item.rawValue ?? name}`)
        return functionColumn(resolveFunction(object, item, alias, world), item.alias, world)
      }
      case 'FieldTypeof':
        throw notSupported('TYPEOF')
    }
  })
}

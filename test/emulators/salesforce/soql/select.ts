import type { FieldType as Selected, Subquery } from '@jetstreamapp/soql-parser-js'
import { jsonField, jsonValue } from '../json-value.ts'
import type { ObjectSchema } from '../schema.ts'
import { dateFunctions } from './date-functions.ts'
import { resolveFunction } from './functions.ts'
import { type Path, type QueryWorld, resolvePath, valueAt } from './path.ts'
import { type Column, pathColumn } from './path-column.ts'
import { malformedQuery } from './query-error.ts'
import { typeofColumn } from './typeof.ts'

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
        return typeofColumn(object, item, world, base)
    }
  })
}

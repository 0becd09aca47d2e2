import type { FieldTypeOf } from '@jetstreamapp/soql-parser-js'
import type { Row } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'
import { anyRecord, recordOfAny } from './any-record.ts'
import { type QueryWorld, resolvePath } from './path.ts'
import { attributes, type Column, pathColumn } from './path-column.ts'
import { invalidType, malformedAt, noSuchRelationship } from './query-error.ts'

/**
 * `TYPEOF Owner WHEN User THEN Username ELSE Name END`: of a parent of several possible objects the fields of what it is; of one that no
 * branch names no fields. [SOQL: TYPEOF]
 */
export function typeofColumn(object: ObjectSchema, item: FieldTypeOf, world: QueryWorld, base: string): Column {
  const relation = object.fields.find((field) => field.relationshipName?.toLowerCase() === item.field.toLowerCase())
  const name = relation?.relationshipName
  if (!relation || name === undefined || !world.access.readableField(object.name, relation.name))
    throw noSuchRelationship(world, item.field, item.field)
  if (relation.referenceTo.length < 2)
    throw malformedAt(world, item.field, `TYPEOF wants a polymorphic relationship, which ${name} is not`)
  const columnsOf = (target: ObjectSchema, fields: readonly string[]): readonly Column[] =>
    fields.map((field) => pathColumn(resolvePath(target, field, undefined, world), world, base))
  const branches = new Map<string, readonly Column[]>()
  let otherwise: readonly Column[] = []
  for (const { type, objectType = '', fieldList } of item.conditions) {
    if (type === 'ELSE') {
      otherwise = columnsOf(anyRecord, fieldList)
      continue
    }
    const target = world.records.schema.object(objectType)
    if (!target || !relation.referenceTo.includes(target.name) || !world.access.canRead(target.name))
      throw invalidType(world, objectType)
    branches.set(target.name, columnsOf(target, fieldList))
  }
  return (row, json) => {
    const id = row[relation.name]
    const parent = typeof id === 'string' ? recordOfAny(id, world.records) : undefined
    if (!parent) {
      json[name] = null
      return
    }
    const chosen = branches.get(parent.object.name)
    const shown: Record<string, unknown> = attributes(parent.object, parent.row.Id, base)
    const source: Row | undefined = chosen ? world.records.get(parent.object.name, parent.row.Id) : parent.row
    if (source) for (const column of chosen ?? otherwise) column(source, shown)
    json[name] = shown
  }
}

import { createHash } from 'node:crypto'
import type { Access } from '../context.ts'
import { jsonField } from '../json-value.ts'
import type { Records, Row } from '../records.ts'
import type { FieldSchema, ObjectSchema } from '../schema.ts'
import { displayValue } from './display-value.ts'
import type { FieldTree } from './field-paths.ts'

/** A record type that stands for "no record types". */
export const masterRecordTypeId = '012000000000000AAA'

export interface FieldValue {
  readonly displayValue: string | null
  readonly value: unknown
}

/** A record as User Interface API answers it. [User Interface API Developer Guide: Record] */
export interface RecordRepresentation {
  readonly apiName: string
  readonly childRelationships: Readonly<Record<string, never>>
  readonly eTag: string
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly id: string
  readonly lastModifiedById: unknown
  readonly lastModifiedDate: unknown
  readonly recordTypeId: string
  readonly recordTypeInfo: null
  readonly systemModstamp: unknown
  readonly weakEtag: number
}

export const eTagOf = (body: unknown): string => createHash('md5').update(JSON.stringify(body)).digest('hex')

/** What a person calls a record: the value of its name field. */
export function recordName(object: ObjectSchema, row: Row): string | null {
  const name = object.fields.find((field) => field.nameField)?.name ?? 'Name'
  const value = row[name]
  return typeof value === 'string' ? value : null
}

/** Instants are written with `Z` here, where REST writes `+0000`. */
function fieldValue(row: Row, field: FieldSchema): FieldValue {
  const stored = row[field.name]
  return {
    displayValue: displayValue(field, stored),
    value: field.type === 'datetime' ? (stored ?? null) : jsonField(row, field),
  }
}

/** One row with the fields of the tree, its parents nested. */
export function recordRepresentation(
  row: Row,
  tree: FieldTree,
  grounds: { records: Records; access: Access },
): RecordRepresentation {
  const fields: Record<string, FieldValue> = {}
  for (const field of tree.fields) fields[field.name] = fieldValue(row, field)
  for (const [name, { lookup, trees }] of tree.parents) {
    const parentId = row[lookup.name]
    const [seen] = trees.flatMap((parentTree) => {
      const parent = typeof parentId === 'string' ? grounds.records.get(parentTree.object.name, parentId) : undefined
      return parent && grounds.access.readable(parentTree.object.name, parent) ? [{ parent, parentTree }] : []
    })
    fields[name] = seen
      ? {
          displayValue: recordName(seen.parentTree.object, seen.parent),
          value: recordRepresentation(seen.parent, seen.parentTree, grounds),
        }
      : { displayValue: null, value: null }
  }
  const representation = {
    apiName: tree.object.name,
    childRelationships: {},
    fields,
    id: row.Id,
    lastModifiedById: row.LastModifiedById ?? null,
    lastModifiedDate: row.LastModifiedDate ?? null,
    recordTypeId: masterRecordTypeId,
    recordTypeInfo: null,
    systemModstamp: row.SystemModstamp ?? null,
    weakEtag: Date.parse(String(row.SystemModstamp)) || 0,
  }
  return { ...representation, eTag: eTagOf(representation) }
}

import type { Access } from '../context.ts'
import type { Records, Row } from '../records.ts'
import { fieldOf, type FieldSchema, type ObjectSchema } from '../schema.ts'
import { anyRecord, recordOfAny } from './any-record.ts'
import { noSuchColumn, noSuchRelationship } from './query-error.ts'

/** What a query may touch. */
export interface QueryWorld {
  readonly records: Records
  readonly access: Access
  /** Milliseconds, for date literals. */
  readonly now: number
  readonly text: string
  /** Where the clause begins that is being read, for the places of errors. */
  readonly from?: number
}

/** A field path such as `Account.Owner.Name`, resolved from an object. */
export interface Path {
  /** References followed, from the row outwards. */
  readonly steps: readonly { readonly relation: FieldSchema; readonly target: ObjectSchema }[]
  readonly object: ObjectSchema
  readonly field: FieldSchema
  /** As written, without alias. */
  readonly name: string
  /** What a function makes of the field's value in the row that has it. */
  readonly compute?: (value: unknown, row: Row | undefined) => unknown
}

/** Resolves a path; a field or parent that the user may not read does not exist for him. */
export function resolvePath(root: ObjectSchema, written: string, alias: string | undefined, world: QueryWorld): Path {
  const parts = written.split('.')
  const first = parts[0]?.toLowerCase()
  const isRelation = root.fields.some((field) => field.relationshipName?.toLowerCase() === first)
  if (parts.length > 1 && !isRelation && (first === alias?.toLowerCase() || first === root.name.toLowerCase()))
    parts.shift()
  const steps: Path['steps'][number][] = []
  let object = root
  for (const name of parts.slice(0, -1)) {
    const relation = object.fields.find((field) => field.relationshipName?.toLowerCase() === name.toLowerCase())
    const open = (relation?.referenceTo.length ?? 0) > 1
    const target = open ? anyRecord : world.records.schema.object(relation?.referenceTo[0] ?? '')
    if (
      !relation ||
      !target ||
      !world.access.readableField(object.name, relation.name) ||
      !(open || world.access.canRead(target.name))
    )
      throw noSuchRelationship(world, name, written)
    if (steps.length === 5) throw noSuchRelationship(world, name, written)
    steps.push({ relation, target })
    object = target
  }
  const last = parts.at(-1) ?? ''
  const field = fieldOf(object, last)
  if (!field || !(object === anyRecord || world.access.readableField(object.name, field.name)))
    throw noSuchColumn(world, last, object.name, written)
  return { steps, object, field, name: parts.join('.') }
}

/** The row at the end of a path's references; undefined when one of them is empty. */
export function follow(path: Path, row: Row, records: Records): Row | undefined {
  let at: Row | undefined = row
  for (const { relation, target } of path.steps) {
    const id: unknown = at[relation.name]
    if (typeof id !== 'string') return undefined
    at = target === anyRecord ? recordOfAny(id, records)?.row : records.get(target.name, id)
    if (!at) return undefined
  }
  return at
}

export function valueAt(path: Path, row: Row, records: Records): unknown {
  const end = follow(path, row, records)
  const value: unknown = end?.[path.field.name] ?? null
  return path.compute ? path.compute(value, end) : value
}

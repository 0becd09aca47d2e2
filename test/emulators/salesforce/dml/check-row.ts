import type { Access } from '../context.ts'
import type { Store } from '../data/store.ts'
import type { Row } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'
import { refuse } from './errors.ts'

/** Required fields, with all the missing ones in one message, as Salesforce names them. */
export function checkRequired(object: ObjectSchema, row: Readonly<Record<string, unknown>>): void {
  const missing = object.fields
    .filter((field) => !field.nillable && field.createable && !field.defaultedOnCreate)
    .filter((field) => row[field.name] === null || row[field.name] === undefined)
    .map((field) => field.name)
  if (missing.length > 0)
    refuse('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing)
}

/** Every reference that this save sets points at a live row of the right object that the user may see. */
export function checkReferences(
  object: ObjectSchema,
  set: Readonly<Record<string, unknown>>,
  store: Store,
  access: Access,
): void {
  for (const field of object.fields) {
    const id = set[field.name]
    if (field.type !== 'reference' || typeof id !== 'string') continue
    const candidates = field.referenceTo.flatMap((name) => store.schema.object(name) ?? [])
    const target = candidates.find((candidate) => id.startsWith(candidate.keyPrefix))
    if (!target) refuse('MALFORMED_ID', `${field.label}: id value of incorrect type: ${id}`, [field.name])
    if (!store.get(target.name, id)) refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name])
    if (!access.canRead(target.name))
      refuse('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', `insufficient access rights on cross-reference id: ${id}`)
  }
}

/** No live row may hold the same value of a unique field. */
export function checkUnique(object: ObjectSchema, row: Row, store: Store): void {
  for (const field of object.fields) {
    if (!field.unique || row[field.name] === null || row[field.name] === undefined) continue
    const other = store.find(object.name, field.name, row[field.name]).find((id) => id !== row.Id)
    if (other !== undefined)
      refuse(
        'DUPLICATE_VALUE',
        `duplicate value found: ${field.name} duplicates value on record with id: ${other.slice(0, 15)}`,
        [field.name],
      )
  }
}

import type { Access, SalesforceError } from '../context.ts'
import type { Store } from '../data/store.ts'
import { fieldOf, type FieldSchema, type ObjectSchema } from '../schema.ts'
import type { Switches } from '../switches.ts'
import { coerce } from './coerce.ts'
import { failed, refuse, RowRefused, rowError } from './errors.ts'

type Given = Readonly<Record<string, unknown>>

/** The reference field behind a key such as `Account` or `BC_Customer__r`. */
function relationOf(object: ObjectSchema, key: string): FieldSchema | undefined {
  return object.fields.find((field) => field.relationshipName?.toLowerCase() === key.toLowerCase())
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Resolves `{Account: {BC_Key__c: "…"}}` to the id it means. */
function resolveNested(relation: FieldSchema, nested: Given, store: Store): string {
  const first = Object.keys(nested)[0]
  const attributes = first === 'attributes' && isObject(nested.attributes) ? nested.attributes : undefined
  const target = relation.referenceTo.length > 1 ? attributes?.type : relation.referenceTo[0]
  if (typeof target !== 'string')
    refuse(
      'JSON_PARSER_ERROR',
      'Nested object for polymorphic foreign key must have an attributes field before any other fields.',
    )
  const keys = Object.keys(nested).filter((key) => key !== 'attributes')
  const key = keys[0]
  const object = store.schema.object(target)
  const field = object && key !== undefined ? fieldOf(object, key) : undefined
  if (!object || !field || keys.length !== 1 || !(field.externalId || field.idLookup))
    refuse(
      'INVALID_FIELD',
      `Foreign key external ID field ${keys.join(', ') || '(none)'} must be exactly one external id or idLookup field of ${target}`,
    )
  const value = nested[key as string]
  const found = field.name === 'Id' ? [String(value)] : store.find(object.name, field.name, value)
  const [id] = found
  if (id === undefined)
    refuse(
      'INVALID_FIELD',
      `Foreign key external ID: ${String(value)} not found for field ${field.name} in entity ${object.name}`,
    )
  if (found.length > 1)
    refuse('DUPLICATE_EXTERNAL_ID', `More than one record found for external id field: [${found.join(', ')}]`)
  return id
}

/** Where a body's key writes to, and the value it writes. */
function target(
  object: ObjectSchema,
  key: string,
  value: unknown,
  store: Store,
): { field: FieldSchema; value: unknown } {
  const field = fieldOf(object, key)
  if (field) return { field, value }
  const relation = relationOf(object, key)
  if (relation && (value === null || isObject(value)))
    return { field: relation, value: value === null ? null : resolveNested(relation, value, store) }
  return refuse('INVALID_FIELD', `No such column '${key}' on sobject of type ${object.name}`)
}

/**
 * The fields of a JSON body, checked and in stored form, keyed by API name. What the user may not even see does not exist
 * for him; what he may see but not write is refused by name.
 */
export function readFields(options: {
  object: ObjectSchema
  given: Given
  access: Access
  store: Store
  switches: Pick<Switches, 'excessDecimals'>
  operation: 'insert' | 'update'
}): Record<string, unknown> {
  const { object, given, access, store, switches, operation } = options
  const values: Record<string, unknown> = {}
  const locked: string[] = []
  const errors: SalesforceError[] = []
  for (const [key, raw] of Object.entries(given)) {
    if (key.toLowerCase() === 'attributes') continue
    const { field, value } = target(object, key, raw, store)
    if (!access.readableField(object.name, field.name))
      refuse('INVALID_FIELD', `No such column '${key}' on sobject of type ${object.name}`)
    if (field.name in values) refuse('INVALID_FIELD', `Field ${field.name} is specified more than once`)
    const open = operation === 'insert' ? field.createable : field.updateable
    if (!open || !access.editableField(object.name, field.name)) {
      locked.push(field.name)
      continue
    }
    const result = coerce(value, field, switches)
    if ('error' in result) errors.push(result.error)
    else values[field.name] = result.value
  }
  const unparsed = errors.find((error) => error.statusCode === 'JSON_PARSER_ERROR')
  if (unparsed) throw new RowRefused(failed(unparsed))
  if (locked.length > 0)
    errors.unshift(
      rowError(
        'INVALID_FIELD_FOR_INSERT_UPDATE',
        `Unable to create/update fields: ${locked.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
        locked,
      ),
    )
  if (errors.length > 0) throw new RowRefused(failed(...errors))
  return values
}

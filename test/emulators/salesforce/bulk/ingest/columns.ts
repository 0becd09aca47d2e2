import type { Access } from '../../context.ts'
import { fieldOf, type FieldSchema, type ObjectSchema, type Schema } from '../../schema.ts'

/** What one column of an upload writes. */
export type Column =
  | { readonly kind: 'field'; readonly name: string; readonly field: FieldSchema }
  | {
      readonly kind: 'parent'
      readonly name: string
      readonly relation: FieldSchema
      readonly type: string
      readonly key: string
    }

/**
 * `Account.BC_Key__c` and, where a reference may go to several objects, `Contact:Who.Email`.
 * [Bulk API 2.0: Relationship Fields in a Header Row]
 */
function parentColumn(object: ObjectSchema, name: string, schema: Schema): Column | undefined {
  const [, prefix, relationship = '', key = ''] = /^(?:(\w+):)?(\w+)\.(\w+)$/.exec(name) ?? []
  const relation = object.fields.find((field) => field.relationshipName?.toLowerCase() === relationship.toLowerCase())
  if (!relation) return undefined
  const type = prefix ?? (relation.referenceTo.length === 1 ? relation.referenceTo[0] : undefined)
  const target = relation.referenceTo.find((one) => one.toLowerCase() === type?.toLowerCase())
  const parent = target === undefined ? undefined : schema.object(target)
  const field = parent && fieldOf(parent, key)
  return parent && field && (field.idLookup || field.externalId || field.name === 'Id')
    ? { kind: 'parent', name, relation, type: parent.name, key: field.name }
    : undefined
}

/**
 * The columns of a header row, by name in any case.
 * @returns the name of the first column that the object does not have, or that the user may not see, as text
 */
export function columnsOf(
  header: readonly string[],
  object: ObjectSchema,
  { schema, access }: { schema: Schema; access: Access },
): readonly Column[] | string {
  const columns: Column[] = []
  for (const name of header) {
    const field = fieldOf(object, name)
    const column: Column | undefined = field ? { kind: 'field', name, field } : parentColumn(object, name, schema)
    const written = column?.kind === 'parent' ? column.relation : column?.field
    if (!column || !written || !access.readableField(object.name, written.name)) return name
    columns.push(column)
  }
  return columns
}

import type { Access } from '../../context.ts'
import { fieldOf, type FieldSchema, type ObjectSchema, type Schema } from '../../schema.ts'
import type { Switches } from '../../switches.ts'

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

/** What a column must be read with. */
interface Needs {
  readonly schema: Schema
  readonly access: Access
  readonly switches: Pick<Switches, 'bulkPolymorphicColumns'>
}

const relationNamed = (object: ObjectSchema, name: string): FieldSchema | undefined =>
  object.fields.find((field) => field.relationshipName?.toLowerCase() === name.toLowerCase())

/**
 * `Account.BC_Key__c` and, where a reference may go to several objects, `ObjectType:RelationshipName.IndexedFieldName` as in `Lead:Who.Email`: there
 * the object is required, anywhere else it is refused. [Bulk API 2.0: Relationship Fields in a Header Row]
 * @returns what the job fails with as text, undefined when the name is of no such form or names no key of the parent
 */
function parentColumn(object: ObjectSchema, name: string, { schema, switches }: Needs): Column | string | undefined {
  const [whole, first, second = '', key = ''] = /^(?:(\w+):)?(\w+)\.(\w+)$/.exec(name) ?? []
  if (whole === undefined) return undefined
  const order = switches.bulkPolymorphicColumns
  const turned =
    first !== undefined &&
    (order === 'relationship-first' ||
      (order === 'either' && !relationNamed(object, second) && relationNamed(object, first) !== undefined))
  const [type, relationship] = turned ? [second, first] : [first, second]
  const relation = relationNamed(object, relationship)
  if (!relation) return `Unable to find relationship: ${relationship}`
  const several = relation.referenceTo.length > 1
  if (several !== (type !== undefined))
    return `type is ${several ? '' : 'not '}needed for ${several ? '' : 'non '}polymorphic foreign key references: ${relation.relationshipName ?? ''}`
  const target = relation.referenceTo.find((one) => type === undefined || one.toLowerCase() === type.toLowerCase())
  const parent = target === undefined ? undefined : schema.object(target)
  const field = parent && fieldOf(parent, key)
  return parent && field && (field.idLookup || field.externalId || field.name === 'Id')
    ? { kind: 'parent', name, relation, type: parent.name, key: field.name }
    : undefined
}

/**
 * The columns of a header row, by name in any case.
 * @returns as text what is wrong with the first column that cannot be used, one that the user may not see included
 */
export function columnsOf(header: readonly string[], object: ObjectSchema, needs: Needs): readonly Column[] | string {
  const columns: Column[] = []
  for (const name of header) {
    const field = fieldOf(object, name)
    const column = field ? ({ kind: 'field', name, field } as const) : parentColumn(object, name, needs)
    if (typeof column === 'string') return column
    const written = column?.kind === 'parent' ? column.relation : column?.field
    if (!column || !written || !needs.access.readableField(object.name, written.name))
      return `Field name not found : ${name}`
    columns.push(column)
  }
  return columns
}

import type { Records, Row } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'
import { expandField } from '../standard-objects/expand.ts'

/** Of people, and of what is like them; empty for records without such a field. */
const personal = ['Alias', 'Email', 'FirstName', 'LastName', 'Phone', 'Title', 'Username']

/** What a query may ask of a record whose object is not known before: `Owner.Type`, `LinkedEntity.Name`. [SOQL: Name object] */
export const anyRecord: ObjectSchema = {
  name: 'Name',
  label: 'Name',
  labelPlural: 'Names',
  keyPrefix: '',
  custom: false,
  fields: [
    expandField({ name: 'Id', type: 'id', length: 18, readOnly: true }),
    expandField({ name: 'Name', type: 'string', length: 255, readOnly: true, nameField: true }),
    expandField({ name: 'Type', type: 'string', length: 40, readOnly: true }),
    ...personal.map((name) => expandField({ name, type: 'string', length: 255, readOnly: true })),
    expandField({ name: 'IsActive', type: 'boolean', readOnly: true }),
  ],
  queryable: false,
  createable: false,
  updateable: false,
  deletable: false,
  changeEvents: false,
}

/** A queue is of type Queue; any other record of the type of its object. */
const typeOf = (object: ObjectSchema, row: Row): unknown =>
  object.name === 'Group' && row.Type === 'Queue' ? 'Queue' : object.name

/** The record with this id, of whatever object its prefix says, as far as every record is alike. */
export function recordOfAny(id: string, records: Records): { object: ObjectSchema; row: Row } | undefined {
  const object = records.schema.objects().find((one) => id.startsWith(one.keyPrefix))
  const found = object && records.get(object.name, id)
  if (!found) return undefined
  const name = object.fields.find((field) => field.nameField)?.name ?? 'Id'
  const others = Object.fromEntries([...personal, 'IsActive'].map((one) => [one, found[one] ?? null]))
  return { object, row: { ...others, Id: found.Id, Name: found[name] ?? null, Type: typeOf(object, found) } }
}

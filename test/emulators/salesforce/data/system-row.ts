import type { Row } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'

const blanks = new WeakMap<ObjectSchema, Row>()

/**
 * An empty row of an object, every field in its place. All rows begin as a copy of one and the same object, which lets the
 * engine keep the field names once instead of in every row: with a hundred fields that is most of the memory.
 */
export function blankRow(object: ObjectSchema): Row {
  const known = blanks.get(object)
  if (known) return known
  const names = object.fields.filter((field) => field.name !== 'Id' && field.type !== 'address' && !field.formula)
  const entries = names.map((field) => [field.name, field.type === 'boolean' ? false : null])
  // The parser makes a compact object, adding properties one by one does not.
  const blank = JSON.parse(JSON.stringify({ Id: '', ...Object.fromEntries(entries) })) as Row
  blanks.set(object, blank)
  return blank
}

/** A row as the platform itself would have made it, beside the rules of DML. */
export function systemRow(
  object: ObjectSchema,
  id: string,
  by: string,
  now: string,
  fields: Readonly<Record<string, unknown>>,
) {
  const row: Record<string, unknown> & { Id: string } = { ...blankRow(object), Id: id }
  const audit = { CreatedDate: now, CreatedById: by, LastModifiedDate: now, LastModifiedById: by, SystemModstamp: now }
  const stamps = Object.entries(audit).filter(([name]) => name in row)
  return Object.assign(row, Object.fromEntries(stamps), 'OwnerId' in row ? { OwnerId: by } : {}, fields)
}

/** The stamps of a change, as far as the row has such fields. */
export function stamps(row: Row, by: string, now: string): Readonly<Record<string, string>> {
  const all = { LastModifiedDate: now, LastModifiedById: by, SystemModstamp: now }
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in row))
}

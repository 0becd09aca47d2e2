import type { Row } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'

/** A row as the platform itself would have made it, beside the rules of DML. */
export function systemRow(
  object: ObjectSchema,
  id: string,
  by: string,
  now: string,
  fields: Readonly<Record<string, unknown>>,
) {
  const row: Record<string, unknown> & { Id: string } = { Id: id }
  for (const field of object.fields)
    if (field.name !== 'Id' && field.type !== 'address') row[field.name] = field.type === 'boolean' ? false : null
  const audit = { CreatedDate: now, CreatedById: by, LastModifiedDate: now, LastModifiedById: by, SystemModstamp: now }
  const stamps = Object.entries(audit).filter(([name]) => name in row)
  return Object.assign(row, Object.fromEntries(stamps), 'OwnerId' in row ? { OwnerId: by } : {}, fields)
}

/** The stamps of a change, as far as the row has such fields. */
export function stamps(row: Row, by: string, now: string): Readonly<Record<string, string>> {
  const all = { LastModifiedDate: now, LastModifiedById: by, SystemModstamp: now }
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in row))
}

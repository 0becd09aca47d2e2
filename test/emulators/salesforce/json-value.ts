import type { Row } from './records.ts'
import type { FieldSchema } from './schema.ts'

const addressParts = ['City', 'Country', 'GeocodeAccuracy', 'Latitude', 'Longitude', 'PostalCode', 'State', 'Street']

/** The JSON object of a compound address; null when every part is empty. */
function address(row: Row, field: FieldSchema): unknown {
  const prefix = field.name.replace(/Address$/, '')
  const entries = addressParts.map((part) => {
    const value = row[prefix + part] ?? null
    const coordinate = part === 'Latitude' || part === 'Longitude'
    return [part.charAt(0).toLowerCase() + part.slice(1), coordinate && value !== null ? Number(value) : value] as const
  })
  return entries.every(([, value]) => value === null) ? null : Object.fromEntries(entries)
}

/** A stored value as REST shows it: decimals as JSON numbers, instants with `+0000`. */
export function jsonValue(field: FieldSchema, value: unknown): unknown {
  // A checkbox is never null: rows older than the field read as false.
  if (value === null || value === undefined) return field.type === 'boolean' ? false : null
  if (field.type === 'double' || field.type === 'currency' || field.type === 'percent') return Number(value)
  if (typeof value === 'string' && field.type === 'datetime') return value.replace(/Z$/, '+0000')
  return value
}

/** One field of a row as REST shows it; `base` is where the resource of a file's content lies. */
export function jsonField(row: Row, field: FieldSchema, base = '/services/data/v67.0'): unknown {
  if (field.type === 'address') return address(row, field)
  // Files are the only objects with content, and content is shown as the place to read it from.
  if (field.type === 'base64')
    return row[field.name] === null ? null : `${base}/sobjects/ContentVersion/${row.Id}/${field.name}`
  return jsonValue(field, row[field.name])
}

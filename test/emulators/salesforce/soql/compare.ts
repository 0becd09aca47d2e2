import { Decimal } from 'decimal.js'
import type { FieldSchema } from '../schema.ts'

export const isDecimal = (field: FieldSchema): boolean =>
  field.type === 'double' || field.type === 'currency' || field.type === 'percent' || field.type === 'int'

export const isInstant = (field: FieldSchema): boolean => field.type === 'date' || field.type === 'datetime'

/** A form of a stored value that sorts and equals as SOQL does: text without case, numbers exactly, instants by time. */
export function comparable(field: FieldSchema, value: unknown): Decimal | number | string | boolean | undefined {
  if (value === null || value === undefined) return undefined
  if (isDecimal(field)) return new Decimal(value as string | number)
  if (field.type === 'datetime') return Date.parse(value as string)
  if (typeof value !== 'string') return value as boolean | number
  const exact = field.type === 'id' || field.type === 'reference' || field.caseSensitive
  return exact ? value : value.toLowerCase()
}

/** −1, 0 or 1 for two comparables of one field. */
export function order(a: unknown, b: unknown): number {
  if (a instanceof Decimal && b instanceof Decimal) return a.comparedTo(b)
  return (a as string) < (b as string) ? -1 : (a as string) > (b as string) ? 1 : 0
}

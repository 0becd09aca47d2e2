import { createHash } from 'node:crypto'
import { Decimal } from 'decimal.js'
import type { FieldValues } from './ports.ts'

/** A value as JSON keeps it, always the same text for the same value: keys in order, amounts by value (`10.0` is `10`). */
export function plain(value: unknown): unknown {
  if (Decimal.isDecimal(value)) return { decimal: value.toFixed() }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, plain(each)]))
}

/** The value that `plain` was made of. */
export function unplain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unplain)
  if (typeof value !== 'object' || value === null) return value
  if ('decimal' in value && typeof value.decimal === 'string') return new Decimal(value.decimal)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unplain(each)]))
}

/** Fingerprint of what is written to a record: equal fields to the same record give the same hash. */
export function hashOf(targetId: string, fields: FieldValues): string {
  return createHash('sha256')
    .update(JSON.stringify([targetId, plain(fields)]))
    .digest('base64url')
}

import { createHash } from 'node:crypto'
import { Decimal } from 'decimal.js'
import type { FieldValues } from './ports.ts'

/** The same value always as the same text: keys in order, amounts by value (`10.0` is `10`). */
function plain(value: unknown): unknown {
  if (Decimal.isDecimal(value)) return { decimal: value.toFixed() }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, plain(each)]))
}

/** Fingerprint of what is written to a record: equal fields to the same record give the same hash. */
export function hashOf(targetId: string, fields: FieldValues): string {
  return createHash('sha256')
    .update(JSON.stringify([targetId, plain(fields)]))
    .digest('base64url')
}

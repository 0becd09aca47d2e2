import type { Property } from '../entities.ts'
import { exactNumber } from './exact-json.ts'

/** A value as it leaves: decimals with their digits, stamps without trailing zeros (`…:28.16Z`). */
export function output(property: Property, value: unknown): unknown {
  switch (property.type) {
    case 'Decimal':
      return exactNumber(plainDigits(String(value)))
    case 'DateTimeOffset':
      return trimmedStamp(String(value))
    case 'Int64':
      return exactNumber(String(value))
    default:
      return value
  }
}

/** `12.50` → `12.5`, `3.00` → `3`, `-0` → `0`. */
function plainDigits(text: string): string {
  const trimmed = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return trimmed === '-0' || trimmed === '' ? '0' : trimmed
}

/** `…:28.160Z` → `…:28.16Z`, `…:28.000Z` → `…:28Z`. */
export const trimmedStamp = (stamp: string): string =>
  stamp.replace(/\.(\d*?)0+Z$/, (_all, digits: string) => (digits === '' ? 'Z' : `.${digits}Z`))

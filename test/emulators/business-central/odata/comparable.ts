import { Decimal } from 'decimal.js'
import type { Property } from '../entities.ts'
import { blank } from '../wire/blank.ts'
import { memberText } from '../wire/enum-name.ts'

/** What values are compared as: decimals exactly, instants in milliseconds, enum members in their order. */
export type Comparable = string | number | boolean | Decimal

/** A row's value in comparable form. */
export function comparable(property: Property, value: unknown): Comparable {
  const present = scalar(value) ?? blank(property)
  switch (property.type) {
    case 'Decimal':
      return new Decimal(String(present))
    case 'DateTimeOffset':
      return Date.parse(String(present))
    case 'Int32':
    case 'Int64':
      return Number(present)
    case 'Boolean':
      return present === true
    case 'Enum':
      return memberText(String(present))
    case 'Guid':
      return String(present).toLowerCase()
    case 'String':
    case 'Date':
    case 'Stream':
      return String(present)
  }
}

/** −1, 0 or 1; values of different kinds count as different. */
export function compareValues(a: Comparable, b: Comparable): number {
  if (a instanceof Decimal || b instanceof Decimal) return new Decimal(String(a)).comparedTo(new Decimal(String(b)))
  if (a === b) return 0
  return a < b ? -1 : 1
}

const scalar = (value: unknown): string | number | boolean | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined

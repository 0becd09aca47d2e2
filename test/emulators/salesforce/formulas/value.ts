import { Decimal } from 'decimal.js'
import type { FieldSchema } from '../schema.ts'

/** What a formula works with. */
export type FormulaType = 'text' | 'number' | 'checkbox' | 'date' | 'datetime' | 'picklist' | 'multipicklist' | 'null'

/** A date is the instant of its midnight in GMT, so that both count in days. */
export type Value = string | Decimal | boolean | Date | null

/** The type of a field in formulas; undefined for fields that formulas cannot use. */
export function typeOf(field: FieldSchema): FormulaType | undefined {
  switch (field.type) {
    case 'double':
    case 'currency':
    case 'percent':
    case 'int':
    case 'long':
      return 'number'
    case 'boolean':
      return 'checkbox'
    case 'date':
    case 'datetime':
    case 'picklist':
    case 'multipicklist':
      return field.type
    case 'textarea':
      return field.length > 255 ? undefined : 'text'
    case 'address':
    case 'base64':
    case 'time':
      return undefined
    default:
      return 'text'
  }
}

/** A stored value as formulas see it: percentages as fractions, ids in 15 characters, empty numbers as zero if so wished. */
export function valueOf(field: FieldSchema, stored: unknown, blanksAsZero: boolean): Value {
  const type = typeOf(field)
  if (stored === null || stored === undefined) {
    if (type === 'number') return blanksAsZero ? new Decimal(0) : null
    return type === 'checkbox' ? false : null
  }
  if (type === 'number') {
    const number = new Decimal(stored as string | number)
    return field.type === 'percent' ? number.div(100) : number
  }
  if (type === 'date' || type === 'datetime') return new Date(stored as string)
  if (field.type === 'id' || field.type === 'reference') return (stored as string).slice(0, 15)
  return stored as string | boolean
}

/** A result in the stored form of the formula's field. */
export function stored(field: FieldSchema, value: Value): unknown {
  if (field.type === 'boolean') return value === true
  if (value === null || value === '') return null
  if (value instanceof Decimal) {
    const shown = field.type === 'percent' ? value.times(100) : value
    return shown.toDecimalPlaces(field.scale, Decimal.ROUND_HALF_UP).toFixed()
  }
  if (value instanceof Date) return field.type === 'date' ? value.toISOString().slice(0, 10) : value.toISOString()
  return value
}

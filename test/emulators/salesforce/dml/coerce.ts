import { Decimal } from 'decimal.js'
import type { SalesforceError } from '../context.ts'
import { to18 } from '../ids.ts'
import type { FieldSchema, FieldType } from '../schema.ts'
import type { Switches } from '../switches.ts'
import { rowError } from './errors.ts'

type Rules = Pick<Switches, 'excessDecimals'>
/** A value in stored form, see `Row`. */
type Stored = string | number | boolean | null
type Coerced = { readonly value: Stored } | { readonly error: SalesforceError }
type Coerce = (value: unknown, field: FieldSchema, rules: Rules) => Coerced

const jsonToken = (value: unknown): string => {
  if (typeof value === 'string') return 'VALUE_STRING'
  if (typeof value === 'boolean') return value ? 'VALUE_TRUE' : 'VALUE_FALSE'
  if (typeof value === 'number') return Number.isInteger(value) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT'
  return Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT'
}

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The text of the JSON parser; the position is not worked out here, as clients must not rely on it. */
export const cannotDeserialize = (wanted: string, value: unknown): string =>
  `Cannot deserialize instance of ${wanted} from ${jsonToken(value)} value ${show(value)} or request may be missing a required field at [line:1, column:1]`

const unreadable = (wanted: string, value: unknown): Coerced => ({
  error: rowError('JSON_PARSER_ERROR', cannotDeserialize(wanted, value)),
})

const text: Coerce = (value, field) => {
  if (typeof value !== 'string') return unreadable('string', value)
  const kept = field.type === 'textarea' ? value : value.trim()
  if (field.length > 0 && kept.length > field.length)
    return {
      error: rowError('STRING_TOO_LONG', `${field.label}: data value too large: ${kept} (max length=${field.length})`, [
        field.name,
      ]),
    }
  return { value: kept === '' ? null : kept }
}

const email: Coerce = (value, field, rules) => {
  const result = text(value, field, rules)
  if ('error' in result || result.value === null) return result
  const address = String(result.value)
  return /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(address)
    ? result
    : { error: rowError('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${address}`, [field.name]) }
}

const choice: Coerce = (value, field, rules) => {
  const result = text(value, field, rules)
  if ('error' in result || result.value === null || !field.restrictedPicklist) return result
  const chosen = field.type === 'multipicklist' ? String(result.value).split(';') : [String(result.value)]
  const wrong = chosen.find((one) => !field.picklistValues.some((known) => known.active && known.value === one))
  return wrong === undefined
    ? result
    : {
        error: rowError(
          'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
          `${field.label}: bad value for restricted picklist field: ${wrong}`,
          [field.name],
        ),
      }
}

const boolean: Coerce = (value) => {
  if (typeof value === 'boolean') return { value }
  if (value === 'true' || value === 'false') return { value: value === 'true' }
  return unreadable('boolean', value)
}

function parseDecimal(value: unknown): Decimal | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined
  if (typeof value === 'string' && !/^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(value)) return undefined
  return new Decimal(value)
}

const decimal: Coerce = (value, field, { excessDecimals }) => {
  const given = parseDecimal(value)
  if (!given) return unreadable('double', value)
  const kept = excessDecimals === 'round' ? given.toDecimalPlaces(field.scale, Decimal.ROUND_HALF_UP) : given
  const room = new Decimal(10).pow(Math.max(0, field.precision - field.scale))
  if (field.precision > 0 && kept.abs().gte(room))
    return {
      error: rowError(
        'NUMBER_OUTSIDE_VALID_RANGE',
        `${field.label}: value outside of valid range on numeric field: ${given.toString()}`,
        [field.name],
      ),
    }
  return { value: kept.toFixed() }
}

const int: Coerce = (value, field) => {
  const given = parseDecimal(value)
  if (!given?.isInteger()) return unreadable('int', value)
  return given.abs().gte(2 ** 31)
    ? {
        error: rowError(
          'NUMBER_OUTSIDE_VALID_RANGE',
          `${field.label}: value outside of valid range on numeric field: ${given.toString()}`,
          [field.name],
        ),
      }
    : { value: given.toNumber() }
}

const date: Coerce = (value) => {
  if (typeof value !== 'string') return unreadable('date', value)
  const day = /^(\d{4}-\d{2}-\d{2})(T.*)?$/.exec(value)?.[1]
  const instant = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`)
  // Date.parse rolls 30 February over to March; the round trip notices.
  return day !== undefined && !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day)
    ? { value: day }
    : unreadable('date', value)
}

const datetime: Coerce = (value) => {
  const known =
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[-+]\d{2}:?\d{2})?)?$/.test(value)
  const instant = known ? Date.parse(value.length === 10 ? `${value}T00:00:00Z` : zoned(value)) : Number.NaN
  return Number.isNaN(instant) ? unreadable('datetime', value) : { value: new Date(instant).toISOString() }
}

const zoned = (value: string): string => (/(Z|[-+]\d{2}:?\d{2})$/.test(value) ? value : `${value}Z`)

const time: Coerce = (value) =>
  typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?Z?$/.test(value)
    ? { value: new Date(`1970-01-01T${value.replace(/Z$/, '')}Z`).toISOString().slice(11) }
    : unreadable('time', value)

const id: Coerce = (value, field) => {
  const long = typeof value === 'string' ? to18(value) : undefined
  return long === undefined
    ? { error: rowError('MALFORMED_ID', `${field.label}: id value of incorrect type: ${show(value)}`, [field.name]) }
    : { value: long }
}

/** Kept as the base64 it came in. */
const base64: Coerce = (value) => {
  if (typeof value !== 'string') return unreadable('base64', value)
  const compact = value.replace(/\s/g, '')
  return compact.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(compact)
    ? { value: compact }
    : unreadable('base64', `${compact.slice(0, 40)}…`)
}

const unwritable: Coerce = (value) => unreadable('value', value)

const byType: Readonly<Record<FieldType, Coerce>> = {
  id,
  reference: id,
  string: text,
  textarea: text,
  phone: text,
  url: text,
  combobox: text,
  email,
  picklist: choice,
  multipicklist: choice,
  boolean,
  int,
  long: int,
  double: decimal,
  currency: decimal,
  percent: decimal,
  date,
  datetime,
  time,
  address: unwritable,
  base64,
}

/** A JSON value as the field stores it; `null` and empty text clear the field. */
export function coerce(value: unknown, field: FieldSchema, rules: Rules): Coerced {
  if (value === null || value === undefined || value === '') {
    return field.type === 'boolean'
      ? {
          error: rowError(
            'INVALID_TYPE_ON_FIELD_IN_RECORD',
            `${field.label}: value not of required type: ${show(value ?? null)}`,
            [field.name],
          ),
        }
      : { value: null }
  }
  return byType[field.type](value, field, rules)
}

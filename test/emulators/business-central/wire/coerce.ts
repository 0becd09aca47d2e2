import { Decimal } from 'decimal.js'
import type { Property } from '../entities.ts'
import { badRequest, ServiceError } from '../errors.ts'
import type { Switches } from '../switches.ts'
import { blank } from './blank.ts'

/** What a row says, without its identity: id, stamp, tag and place. */
export const own = (row: Readonly<Record<string, unknown>>): Values =>
  Object.fromEntries(
    Object.entries(row).filter(([name]) => !['id', 'lastModifiedDateTime', '_etag', '_made'].includes(name)),
  )

/** Property values as rows keep them (decimals as exact strings, guids in lower case). */
export type Values = Record<string, unknown>

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const day = /^\d{4}-\d{2}-\d{2}$/
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,12})?)?(Z|[+-]\d{2}:\d{2})$/

export const isGuid = (text: string): boolean => guid.test(text)
export const isDay = (text: string): boolean => {
  if (!day.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  // 30 February is moved to March, not refused.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
export const isInstant = (text: string): boolean => instant.test(text) && !Number.isNaN(Date.parse(text))

const cannot = (name: string, value: unknown, property: Property) =>
  badRequest(
    `Cannot convert the value '${show(value)}' of property '${name}' to the expected type 'Edm.${property.type}'.`,
  )

function show(value: unknown): string {
  if (typeof value === 'string') return value
  return value instanceof Decimal ? value.toString() : JSON.stringify(value)
}

export type CoerceRules = Pick<Switches, 'version29' | 'upperCaseCodes'>

/**
 * Turns one JSON value (numbers as `Decimal`) into what a row keeps.
 *
 * @throws ServiceError 400 `BadRequest` when it is of another type, `Application_StringExceededLength` when the text
 * does not fit, `Unknown` when it is no member of the enum
 */
export function coerce(name: string, property: Property, value: unknown, rules: CoerceRules): unknown {
  if (value === null) return blank(property)
  switch (property.type) {
    case 'String':
      if (typeof value !== 'string') throw cannot(name, value, property)
      return property.code && rules.upperCaseCodes
        ? fits(name, property, value, rules).toUpperCase()
        : fits(name, property, value, rules)
    case 'Enum': {
      if (typeof value !== 'string') throw cannot(name, value, property)
      const members = [...(property.members ?? []), ...(rules.version29 ? (property.members29 ?? []) : [])]
      if (members.includes(value)) return value
      throw new ServiceError(
        400,
        'Unknown',
        `The value '${value}' is not a member of the type 'Microsoft.NAV.${property.enum ?? name}'.`,
      )
    }
    case 'Guid':
      if (typeof value !== 'string' || !isGuid(value)) throw cannot(name, value, property)
      return value.toLowerCase()
    case 'Date':
      if (typeof value !== 'string' || !isDay(value)) throw cannot(name, value, property)
      return value
    case 'DateTimeOffset':
      if (typeof value !== 'string' || !isInstant(value)) throw cannot(name, value, property)
      return new Date(value).toISOString()
    case 'Boolean':
      if (typeof value !== 'boolean') throw cannot(name, value, property)
      return value
    case 'Decimal':
      if (!(value instanceof Decimal) || !isDecimal(value)) throw cannot(name, value, property)
      return value.toFixed()
    case 'Int32':
    case 'Int64':
      if (!(value instanceof Decimal) || !value.isInteger() || value.abs().gt(2 ** 31 - 1))
        throw cannot(name, value, property)
      return value.toNumber()
    case 'Stream':
      throw badRequest(`Property '${name}' is a stream; write its content to its own address.`)
  }
}

// A decimal of the application has 28 digits at most. [Microsoft Learn: Decimal data type]
const isDecimal = (value: Decimal) => value.isFinite() && value.abs().lt('1e16') && value.decimalPlaces() <= 20

function fits(name: string, property: Property, value: string, { version29 }: CoerceRules): string {
  const length = version29 ? (property.length29 ?? property.length) : property.length
  if (length === undefined || value.length <= length) return value
  throw new ServiceError(
    400,
    'Application_StringExceededLength',
    `The length of the string is ${value.length}, but it must be less than or equal to ${length} characters. ` +
      `Property: ${name}. Value: ${value}`,
  )
}

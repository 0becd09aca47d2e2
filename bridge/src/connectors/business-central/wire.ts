import { Decimal } from 'decimal.js'
import type { Entity, Field } from '../../engine/entity.ts'
import type { FilledLine } from '../../mapping/index.ts'
import { exactNumber } from '../../protocols/exact-json.ts'
import { escapeMember, textLiteral, unescapeMember } from '../../protocols/odata.ts'
import { textOf, type JsonRow } from './client.ts'

/**
 * Between Business Central's JSON and the engine's values. Business Central has no null: empty is `""`, `0001-01-01`, the
 * zero guid or the blank member `_x0020_`. [Microsoft Learn: API resource types; $metadata]
 */
const zeroGuid = '00000000-0000-0000-0000-000000000000'
const noDay = '0001-01-01'

const blank: Readonly<Partial<Record<Field['kind'], unknown>>> = {
  text: '',
  reference: zeroGuid,
  day: noDay,
  instant: `${noDay}T00:00:00Z`,
  choice: '_x0020_',
  number: 0,
}

/** A value of the API as the engine knows it. */
export function fromWire(field: Field, value: unknown): unknown {
  if (value === undefined || value === null || value === '') return field.kind === 'flag' ? false : null
  switch (field.kind) {
    case 'number':
      // The digits as they stood in the JSON: long ones come as text.
      return new Decimal(textOf(value))
    case 'choice':
      return unescapeMember(textOf(value))
    case 'reference':
      return value === zeroGuid ? null : textOf(value).toLowerCase()
    case 'id':
      return textOf(value).toLowerCase()
    case 'day':
      return value === noDay ? null : value
    case 'instant':
      return textOf(value).startsWith(noDay) ? null : value
    case 'lines':
      return field.lines ? (value as readonly JsonRow[]).map((row) => recordFrom(field.lines as Entity, row)) : []
    default:
      return value
  }
}

/** The fields of an entity that a row carries. */
export function recordFrom(entity: Entity, row: JsonRow): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entity.fields).flatMap(([name, field]) => (name in row ? [[name, fromWire(field, row[name])]] : [])),
  )
}

/** An engine value as the API takes it. */
export function toWire(field: Field, value: unknown): unknown {
  if (value === null) return blank[field.kind] ?? ''
  switch (field.kind) {
    case 'number':
      return exactNumber(value as Decimal)
    case 'choice':
      return escapeMember(textOf(value))
    case 'lines':
      return (value as readonly FilledLine[]).map((line) => (field.lines ? newRow(field.lines, line.fields) : {}))
    default:
      return value
  }
}

/** The body of a create: what is empty is left out, so that Business Central's own defaults fill it. */
export function newRow(entity: Entity, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const field = entity.fields[name]
      return field === undefined || value === null || value === undefined ? [] : [[name, toWire(field, value)]]
    }),
  )
}

/** A value as it stands in `$filter`: guids, numbers, days and instants bare, all else quoted. */
export function literal(field: Field, value: unknown): string {
  if (Decimal.isDecimal(value)) return value.toFixed()
  const wire = toWire(field, value)
  const bare =
    field.kind === 'id' ||
    field.kind === 'reference' ||
    field.kind === 'number' ||
    field.kind === 'day' ||
    field.kind === 'instant' ||
    field.kind === 'flag'
  return bare ? String(wire) : textLiteral(String(wire))
}

/**
 * Code fields, which Business Central keeps in upper case: `a01` and `A01` are the same number.
 * [Microsoft Learn: Code data type]
 */
const isCode = (name: string): boolean =>
  ['number', 'externalDocumentNumber', 'country', 'postalCode', 'code'].includes(name) || name.endsWith('Code')

/** Whether two engine values of a field are the same value to Business Central. */
export function sameValue(name: string, one: unknown, other: unknown): boolean {
  if (Decimal.isDecimal(one) && Decimal.isDecimal(other)) return one.eq(other)
  if (typeof one === 'string' && typeof other === 'string' && isCode(name)) {
    return one.toUpperCase() === other.toUpperCase()
  }
  // An amount is never empty there: none is 0.
  if (Decimal.isDecimal(one) && (other ?? null) === null) return one.isZero()
  if (Decimal.isDecimal(other) && (one ?? null) === null) return other.isZero()
  return (one ?? null) === (other ?? null)
}

import { Decimal } from 'decimal.js'
import type { Entity, Field } from '../../engine/entity.ts'
import { Misconfigured } from '../../engine/errors.ts'
import { exactNumber } from '../../protocols/exact-json.ts'
import type { Row } from './query.ts'

/** A value of Salesforce in engine form: null is the only kind of empty. */
export function decode(value: unknown, field: Pick<Field, 'kind'>): unknown {
  switch (field.kind) {
    case 'flag':
      return value === true
    case 'number':
      return typeof value === 'number' || typeof value === 'string' ? new Decimal(value) : null
    case 'day':
      return typeof value === 'string' ? value.slice(0, 10) : null
    case 'instant':
      return typeof value === 'string' ? instant(value) : null
    case 'id':
    case 'reference':
    case 'text':
    case 'choice':
      return typeof value === 'string' && value !== '' ? value : null
    case 'lines':
      throw new TypeError('lines are decoded one by one')
  }
}

/** A value of the engine as the REST API takes it. Salesforce stores no empty text and no empty flag. */
export function encode(value: unknown, field: Pick<Field, 'kind'>): unknown {
  if (field.kind === 'flag') return value === true
  if (value === '' || value === undefined) return null
  return Decimal.isDecimal(value) ? exactNumber(value) : value
}

/** `2026-05-06T11:30:00.000+0000`, as Salesforce writes it, in UTC with `Z`. */
export function instant(value: string): string {
  return new Date(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')).toISOString()
}

/** Where a field stands in a row, as SOQL writes it: `PricebookEntry.Product2Id`. */
export function pathOf(entity: Entity, name: string): string {
  return fieldOf(entity, name).path ?? name
}

export function fieldOf(entity: Entity, name: string): Field {
  const field = entity.fields[name]
  if (field !== undefined) return field
  throw new Misconfigured(`${entity.name} has no field ${name} that the bridge knows.`, {
    advice: `Correct the field's name in the mapping; known are ${Object.keys(entity.fields).join(', ')}.`,
  })
}

/** The value at a path of a row; null when a parent on the way is empty. */
export function valueAt(row: Row, path: string): unknown {
  let value: unknown = row
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null) return null
    value = (value as Row)[part]
  }
  return value ?? null
}

/** The fields of one row, in engine form; lines are not among them. */
export function decodeFields(entity: Entity, names: readonly string[], row: Row): Record<string, unknown> {
  return Object.fromEntries(
    names.map((name) => [name, decode(valueAt(row, pathOf(entity, name)), fieldOf(entity, name))]),
  )
}

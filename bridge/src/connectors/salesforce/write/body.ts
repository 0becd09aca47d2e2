import { Decimal } from 'decimal.js'
import type { Entity } from '../../../engine/entity.ts'
import type { FieldValues } from '../../../engine/ports.ts'
import { isFixedReference, type Described, type DescribedField } from '../describe.ts'
import { encode, fieldOf } from '../record.ts'

/**
 * The fields of a row as JSON takes them. What the mapping left undefined is not sent; null clears. Numbers are rounded to
 * the digits that the field keeps, half away from zero, so that what is sent is what will be read.
 */
export function bodyOf(entity: Entity, values: FieldValues, described: Described): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    const field = fieldOf(entity, name)
    if (value === undefined || field.kind === 'lines' || name === entity.key) continue
    if (field.ifPresent === true && !described.fields.has(name)) continue
    body[name] = encode(rounded(value, described.fields.get(name)?.scale), field)
  }
  return body
}

/** The same without what can only be set when a record is made. */
export function withoutFixed(body: Readonly<Record<string, unknown>>, described: Described): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !isFixedReference(described.fields.get(name))))
}

export function rounded(value: unknown, scale: number | undefined): unknown {
  return Decimal.isDecimal(value) && scale !== undefined ? value.toDecimalPlaces(scale, Decimal.ROUND_HALF_UP) : value
}

/** Whether a value that was read is the one that would be written. */
export function standsAs(stands: unknown, wanted: unknown, field: Pick<DescribedField, 'scale'> | undefined): boolean {
  const value = wanted === '' || wanted === undefined ? null : rounded(wanted, field?.scale)
  return Decimal.isDecimal(stands) && Decimal.isDecimal(value) ? stands.eq(value) : stands === value
}

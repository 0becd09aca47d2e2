import avro, { type Schema } from 'avsc'
import type { NamedField } from './bitmaps.ts'

/** The header of a change event. [Change Data Capture Developer Guide: Event Message Structure] */
export interface ChangeEventHeader {
  readonly entityName: string
  readonly recordIds: readonly string[]
  readonly changeType: string
  readonly changeOrigin: string
  readonly transactionKey: string
  readonly sequenceNumber: number
  /** Milliseconds since the epoch. */
  readonly commitTimestamp: bigint
  readonly commitUser: string
  /** Bitmaps: see bitmaps.ts. */
  readonly nulledFields: readonly string[]
  readonly diffFields: readonly string[]
  readonly changedFields: readonly string[]
}

export interface ChangeEvent {
  readonly header: ChangeEventHeader
  /** The other fields; unions are `{branch: value}`, unchanged fields of an update are null. */
  readonly fields: Readonly<Record<string, unknown>>
}

export interface EventType {
  decode(payload: Buffer): ChangeEvent
  readonly fields: readonly NamedField[]
}

/** Longs as bigint: numbers beyond 2^53 (commitNumber) would lose digits. */
const long = avro.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const buffer = Buffer.alloc(8)
    buffer.writeBigInt64LE(value)
    return buffer
  },
  fromJSON: (value: string | number) => BigInt(value),
  toJSON: (value: bigint) => value.toString(),
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
})

/** A reader of events of one schema. @param schemaJson as `GetSchema` gives it */
export function eventType(schemaJson: string): EventType {
  const type = avro.Type.forSchema(JSON.parse(schemaJson) as Schema, { wrapUnions: true, registry: { long } })
  return {
    decode(payload) {
      const { ChangeEventHeader: header, ...fields } = type.fromBuffer(payload) as Record<string, unknown>
      return { header: header as ChangeEventHeader, fields }
    },
    fields: fieldsOf(type),
  }
}

/** A text field's value, out of its union; undefined when empty or, in an update, unchanged. */
export function textOf(event: ChangeEvent, field: string): string | undefined {
  const value = event.fields[field]
  const inside =
    typeof value === 'object' && value !== null ? Object.values(value as Record<string, unknown>)[0] : value
  return typeof inside === 'string' ? inside : undefined
}

function fieldsOf(type: avro.Type): readonly NamedField[] {
  const record = recordOf(type)
  return record === undefined ? [] : record.fields.map((field) => ({ name: field.name, fields: fieldsOf(field.type) }))
}

/** The record in a type: itself, or a branch of a union (`null | string | Switchable_PersonName`). */
function recordOf(type: avro.Type): avro.types.RecordType | undefined {
  if (type instanceof avro.types.RecordType) return type
  if (type instanceof avro.types.WrappedUnionType)
    return type.types.map(recordOf).find((branch) => branch !== undefined)
  return undefined
}

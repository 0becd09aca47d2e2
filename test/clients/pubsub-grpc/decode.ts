import avro from 'avsc'
import { long } from '../../emulators/salesforce/pubsub/testing/long.ts'
import type { PubSubClient, Received } from './client.ts'

/** A change event as a subscriber understands it. */
export interface Change {
  readonly header: {
    readonly entityName: string
    readonly recordIds: readonly string[]
    readonly changeType: string
    readonly changeOrigin: string
    readonly transactionKey: string
    readonly sequenceNumber: number
    readonly commitTimestamp: bigint
    readonly commitNumber: bigint
    readonly commitUser: string
  }
  /** `Phone`, or `BillingAddress.City`. */
  readonly changed: readonly string[]
  readonly nulled: readonly string[]
  readonly different: readonly string[]
  /** Values by `Phone` or `BillingAddress.City`, unions opened; null where the event has none. */
  readonly values: Readonly<Record<string, unknown>>
  readonly schemaId: string
  readonly eventId: string
  readonly replayId: Buffer
}

interface Bitmaps {
  readonly changedFields: readonly string[]
  readonly nulledFields: readonly string[]
  readonly diffFields: readonly string[]
}

interface Schema {
  readonly fields: readonly { readonly name: string; readonly type: unknown }[]
}

/** Bits of a bitmap the slow way: as binary text, read from its end. */
function bits(hex: string): number[] {
  const text = Array.from(hex.replace(/^0x/, ''))
    .map((digit) => parseInt(digit, 16).toString(2).padStart(4, '0'))
    .join('')
  return Array.from(text)
    .toReversed()
    .flatMap((bit, index) => (bit === '1' ? [index] : []))
}

/** The fields of the record behind a nullable compound field, wherever in the schema it was written out. */
function recordFields(schema: Schema, index: number): readonly string[] {
  const named = new Map<string, readonly string[]>()
  const inside = (type: unknown): readonly string[] | undefined => {
    if (Array.isArray(type)) return type.map(inside).find((found) => found !== undefined)
    if (typeof type === 'string') return named.get(type)
    const { name, fields } = type as { name?: string; fields?: readonly { name: string }[] }
    if (name === undefined || !fields) return undefined
    const names = fields.map((field) => field.name)
    named.set(name, names)
    return names
  }
  let found: readonly string[] | undefined
  for (const field of schema.fields.slice(0, index + 1)) found = inside(field.type)
  return found ?? []
}

function names(bitmaps: readonly string[], schema: Schema): string[] {
  return bitmaps.flatMap((bitmap) => {
    const [left = '', right] = bitmap.split('-')
    if (right === undefined) return bits(left).map((index) => schema.fields[index]?.name ?? `?${index}`)
    const parts = recordFields(schema, Number(left))
    return bits(right).map((index) => `${schema.fields[Number(left)]?.name ?? '?'}.${parts[index] ?? `?${index}`}`)
  })
}

/** A wrapped union opened; a record of parts becomes one entry each. */
function opened(name: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (value === null) return [[name, null]]
  const [inner] = Object.values(value as Record<string, unknown>)
  if (typeof inner !== 'object' || inner === null || Buffer.isBuffer(inner)) return [[name, inner]]
  return Object.entries(inner).flatMap(([part, one]) => opened(`${name}.${part}`, one))
}

export type Decode = (response: Received | undefined) => Promise<readonly Change[]>

/** A decoder that asks for each schema once, and reads every event with its own. */
export function decoder(client: Pick<PubSubClient, 'getSchema'>): Decode {
  const known = new Map<string, { readonly type: avro.Type; readonly schema: Schema }>()
  async function schemaOf(id: string): Promise<{ readonly type: avro.Type; readonly schema: Schema }> {
    const found = known.get(id)
    if (found) return found
    const schema = JSON.parse(await client.getSchema(id)) as Schema
    const made = {
      schema,
      type: avro.Type.forSchema(schema as unknown as avro.Schema, { wrapUnions: true, registry: { long } }),
    }
    known.set(id, made)
    return made
  }
  return async (response) => {
    const changes: Change[] = []
    for (const { event, replayId } of response?.events ?? []) {
      const { type, schema } = await schemaOf(event.schemaId)
      const { ChangeEventHeader: header, ...body } = type.fromBuffer(event.payload) as {
        ChangeEventHeader: Change['header'] & Bitmaps
      }
      changes.push({
        header,
        changed: names(header.changedFields, schema),
        nulled: names(header.nulledFields, schema),
        different: names(header.diffFields, schema),
        values: Object.fromEntries(Object.entries(body).flatMap(([name, value]) => opened(name, value))),
        schemaId: event.schemaId,
        eventId: event.id,
        replayId,
      })
    }
    return changes
  }
}

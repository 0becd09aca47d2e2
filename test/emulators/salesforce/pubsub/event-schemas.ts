import { createHash } from 'node:crypto'
import avro from 'avsc'
import type { ObjectSchema, Schema } from '../schema.ts'
import { changeEventSchema, headerOnlySchema } from './avro-schema.ts'
import { type EventField, eventFields } from './event-fields.ts'

/** One version of an object's change event. */
export interface EventSchema {
  /** 22 characters, made from the schema itself: the same schema has the same id in every run. */
  readonly id: string
  readonly json: string
  readonly fields: readonly EventField[]
  encode(event: unknown): Buffer
}

export interface EventSchemas {
  /** The schema of this object's events as the org stands now. */
  present(object: ObjectSchema): EventSchema
  /** What GetTopic names for a channel of several entities. */
  header(): EventSchema
  /** A schema that was in use at any time, also before fields were added. */
  byId(id: string): EventSchema | undefined
}

/** Longs go out as bigint: commit numbers may exceed 2^53. */
const long = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer(value: bigint) {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(value)
    return bytes
  },
  fromJSON: (value: number) => BigInt(value),
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
})

function compile(record: unknown, fields: readonly EventField[]): EventSchema {
  const json = JSON.stringify(record)
  const type = avro.Type.forSchema(JSON.parse(json) as avro.Schema, { wrapUnions: true, registry: { long } })
  return {
    id: createHash('md5').update(json).digest('base64url'),
    json,
    fields,
    encode: (event) => type.toBuffer(event),
  }
}

/** Schemas are compiled when first asked for and kept: events stay readable with the schema they were written with. */
export function createEventSchemas(schema: Pick<Schema, 'version'>): EventSchemas {
  const all = new Map<string, EventSchema>()
  const present = new Map<string, EventSchema>()
  let version = schema.version
  let header: EventSchema | undefined

  function keep(made: EventSchema): EventSchema {
    const known = all.get(made.id) ?? made
    all.set(known.id, known)
    return known
  }

  return {
    present(object) {
      if (version !== schema.version) {
        present.clear()
        version = schema.version
      }
      const known = present.get(object.name)
      if (known) return known
      const made = keep(compile(changeEventSchema(object), eventFields(object)))
      present.set(object.name, made)
      return made
    },
    header: () => (header ??= keep(compile(headerOnlySchema(), []))),
    byId: (id) => all.get(id),
  }
}

import type { FieldType } from '../schema.ts'
import { avroTypeOf, namespace } from './avro-schema.ts'
import { type FieldPosition, toBitmaps } from './bitmaps.ts'
import type { ChangeEvent } from './change-event.ts'
import { isCompound, type ValueField } from './event-fields.ts'

/** What one subscriber gets of an event. */
export interface View {
  /** Whether the subscriber may see a field of the event's entity. [Change Data Capture guide: Field-Level Security] */
  visible(field: string): boolean
  /** Fields whose values go along although they did not change. */
  readonly enriched: readonly string[]
}

type Wrapped = Readonly<Record<string, unknown>> | null

const converted: Readonly<Partial<Record<FieldType, (value: string | number) => unknown>>> = {
  int: Number,
  double: Number,
  currency: Number,
  percent: Number,
  long: BigInt,
  date: (value) => BigInt(Date.parse(String(value))),
  datetime: (value) => BigInt(Date.parse(String(value))),
  time: (value) => BigInt(Date.parse(`1970-01-01T${String(value).replace(/Z$/, '')}Z`)),
}

function avroValue({ source }: ValueField, value: unknown): unknown {
  if (source.type === 'boolean') return value === true
  return (converted[source.type] ?? String)(value as string | number)
}

/** A value as its nullable union: `null` or `{string: "…"}`. */
function wrapped(event: ChangeEvent, field: ValueField, view: View): Wrapped {
  const { name } = field.source
  const value = event.differences.get(name) ?? event.values[name]
  const carried = event.carried === 'all' || event.carried.has(name) || view.enriched.includes(name)
  if (!carried || !view.visible(name)) return null
  // A checkbox has no third state: records older than the field count as unchecked.
  if (value === null || value === undefined) {
    return field.source.type === 'boolean' ? { boolean: false } : null
  }
  return { [avroTypeOf(field)]: avroValue(field, value) }
}

interface Positions {
  readonly changed: FieldPosition[]
  readonly nulled: FieldPosition[]
  readonly different: FieldPosition[]
}

function note(positions: Positions, event: ChangeEvent, field: ValueField, view: View, at: FieldPosition): void {
  const { name } = field.source
  if (!event.changed.has(name) || !view.visible(name)) return
  positions.changed.push(at)
  if (event.differences.has(name)) positions.different.push(at)
  if ((event.values[name] ?? null) === null) positions.nulled.push(at)
}

/**
 * The Avro payload for one subscriber. Unchanged fields of an update are null: only the bitmaps tell them from cleared
 * ones. [Pub/Sub API guide: Event Deserialization Considerations]
 */
export function encodeEvent(event: ChangeEvent, view: View): Buffer {
  const positions: Positions = { changed: [], nulled: [], different: [] }
  const body: Record<string, unknown> = {}
  event.schema.fields.forEach((field, position) => {
    // Index 0 is the header.
    const index = position + 1
    if (!isCompound(field)) {
      note(positions, event, field, view, { index })
      body[field.name] = wrapped(event, field, view)
      return
    }
    const parts = field.parts.map((one, part) => {
      note(positions, event, one, view, { index, part })
      return [one.name, wrapped(event, one, view)] as const
    })
    const empty = parts.every(([, value]) => value === null)
    body[field.name] = empty ? null : { [`${namespace}.${field.record}`]: Object.fromEntries(parts) }
  })
  const ChangeEventHeader = {
    entityName: event.entity,
    recordIds: event.recordIds,
    changeType: event.changeType,
    changeOrigin: event.changeOrigin,
    transactionKey: event.transactionKey,
    sequenceNumber: event.sequenceNumber,
    commitTimestamp: BigInt(event.commitTimestamp),
    commitNumber: event.commitNumber,
    commitUser: event.commitUser,
    nulledFields: toBitmaps(positions.nulled),
    diffFields: toBitmaps(positions.different),
    changedFields: toBitmaps(positions.changed),
  }
  return event.schema.encode({ ChangeEventHeader, ...body })
}

import type { FieldSchema, FieldType, ObjectSchema } from '../schema.ts'

/** One value in a change event. */
export interface ValueField {
  readonly name: string
  /** The field of the record that fills it. */
  readonly source: FieldSchema
}

/** A compound field: a record of its parts, e.g. `BillingAddress {Street, City, …}`. */
export interface CompoundField {
  readonly name: string
  /** The Avro record that holds the parts. */
  readonly record: 'Address' | 'PersonName'
  readonly parts: readonly ValueField[]
}

export type EventField = ValueField | CompoundField

export const isCompound = (field: EventField): field is CompoundField => 'parts' in field

/** Change events do not carry these; nor formulas, nor what has no value of its own; roll-up summaries they do. [Object Reference: ChangeEvent] */
const leftOut: ReadonlySet<string> = new Set(['Id', 'IsDeleted', 'SystemModstamp'])
const leftOutTypes: ReadonlySet<FieldType> = new Set<FieldType>(['base64', 'address'])

/** Name parts in the order of the platform's PersonName. */
const nameParts = ['Salutation', 'FirstName', 'LastName', 'MiddleName', 'Suffix']

function compound(object: ObjectSchema, name: string): CompoundField {
  const parts = object.fields.filter((field) => field.compoundFieldName === name)
  const address = name.endsWith('Address')
  const prefix = address ? name.slice(0, -'Address'.length) : ''
  const ordered = address ? parts : parts.toSorted((a, b) => nameParts.indexOf(a.name) - nameParts.indexOf(b.name))
  return {
    name,
    record: address ? 'Address' : 'PersonName',
    parts: ordered.map((source) => ({ name: source.name.slice(prefix.length), source })),
  }
}

/**
 * The fields of an object's change event after `ChangeEventHeader`, in the object's own order; parts of a compound field
 * stand where the first of them stood.
 */
export function eventFields(object: ObjectSchema): readonly EventField[] {
  const compounds = new Set<string>()
  const fields: EventField[] = []
  for (const source of object.fields) {
    const whole = source.compoundFieldName
    if (whole !== undefined && !compounds.has(whole)) {
      compounds.add(whole)
      fields.push(compound(object, whole))
    }
  }
  const taken = new Set<string>()
  const ordered: EventField[] = []
  for (const source of object.fields) {
    const name = source.compoundFieldName ?? source.name
    if (taken.has(name) || leftOut.has(name)) continue
    const whole = fields.find((field) => field.name === name)
    const derived = source.calculated && !source.rollUp
    if (!whole && (derived || leftOutTypes.has(source.type))) continue
    taken.add(name)
    ordered.push(whole ?? { name, source })
  }
  return ordered
}

/** `Account` → `AccountChangeEvent`, `BC_Invoice__c` → `BC_Invoice__ChangeEvent`. */
export function changeEventName(object: string): string {
  return object.endsWith('__c') ? `${object.slice(0, -1)}ChangeEvent` : `${object}ChangeEvent`
}

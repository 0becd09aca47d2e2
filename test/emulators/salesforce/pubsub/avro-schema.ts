import type { FieldType, ObjectSchema } from '../schema.ts'
import { changeEventName, type EventField, eventFields, isCompound, type ValueField } from './event-fields.ts'

interface AvroField {
  readonly name: string
  readonly type: AvroType
  readonly doc?: string
  readonly default?: null
}

interface AvroRecord {
  readonly type: 'record'
  readonly name: string
  readonly namespace?: string
  readonly fields: readonly AvroField[]
}

type AvroType =
  | string
  | AvroRecord
  | { readonly type: 'enum'; readonly name: string; readonly symbols: readonly string[] }
  | { readonly type: 'array'; readonly items: string }
  | readonly AvroType[]

export const namespace = 'com.sforce.eventbus'

export const changeTypes = [
  'CREATE',
  'UPDATE',
  'DELETE',
  'UNDELETE',
  'GAP_CREATE',
  'GAP_UPDATE',
  'GAP_DELETE',
  'GAP_UNDELETE',
  'GAP_OVERFLOW',
  'SNAPSHOT',
] as const

const strings = { type: 'array', items: 'string' } as const

/** Always the first field of a change event. [Change Data Capture guide: Change Event Header Fields] */
const header: AvroField = {
  name: 'ChangeEventHeader',
  type: {
    type: 'record',
    name: 'ChangeEventHeader',
    fields: [
      { name: 'entityName', type: 'string' },
      { name: 'recordIds', type: strings },
      { name: 'changeType', type: { type: 'enum', name: 'ChangeType', symbols: changeTypes } },
      { name: 'changeOrigin', type: 'string' },
      { name: 'transactionKey', type: 'string' },
      { name: 'sequenceNumber', type: 'int' },
      { name: 'commitTimestamp', type: 'long' },
      { name: 'commitNumber', type: 'long' },
      { name: 'commitUser', type: 'string' },
      { name: 'nulledFields', type: strings },
      { name: 'diffFields', type: strings },
      { name: 'changedFields', type: strings },
    ],
  },
}

/** Field type → Avro type, and the kind that real schemas write into `doc`. Dates are epoch milliseconds. */
const avroTypes: Readonly<Record<FieldType, readonly [avro: string, kind: string]>> = {
  id: ['string', 'EntityId'],
  string: ['string', 'Text'],
  textarea: ['string', 'MultiLineText'],
  picklist: ['string', 'DynamicEnum'],
  multipicklist: ['string', 'MultiEnum'],
  combobox: ['string', 'TextEnum'],
  boolean: ['boolean', 'Boolean'],
  int: ['int', 'Integer'],
  long: ['long', 'Long'],
  double: ['double', 'Double'],
  currency: ['double', 'Currency'],
  percent: ['double', 'Percent'],
  date: ['long', 'DateOnly'],
  datetime: ['long', 'DateTime'],
  time: ['long', 'TimeOnly'],
  phone: ['string', 'Phone'],
  email: ['string', 'Email'],
  url: ['string', 'Url'],
  reference: ['string', 'EntityId'],
  address: ['string', 'Address'],
  base64: ['bytes', 'Base64'],
}

/** The Avro type of one value, without its union with null. */
export const avroTypeOf = (field: ValueField): string => avroTypes[field.source.type][0]

function valueField(field: ValueField): AvroField {
  const [avro, kind] = avroTypes[field.source.type]
  return { name: field.name, type: ['null', avro], doc: `Data:${kind}`, default: null }
}

const personName: AvroRecord = {
  type: 'record',
  name: 'Switchable_PersonName',
  fields: ['Salutation', 'FirstName', 'LastName'].map((name) => ({ name, type: ['null', 'string'], default: null })),
}

/** Account.Name is text for business accounts and a record for person accounts, which this sandbox does not have. */
const accountName: AvroField = {
  name: 'Name',
  type: ['null', 'string', personName],
  doc: 'Data:Switchable_PersonName',
  default: null,
}

/** A named type is written out once; later fields refer to it by name. */
function fieldWriter(object: ObjectSchema): (field: EventField) => AvroField {
  const defined = new Set<string>()
  return (field) => {
    if (!isCompound(field)) return object.name === 'Account' && field.name === 'Name' ? accountName : valueField(field)
    const record: AvroType = defined.has(field.record)
      ? field.record
      : { type: 'record', name: field.record, fields: field.parts.map(valueField) }
    defined.add(field.record)
    return { name: field.name, type: ['null', record], doc: `Data:${field.record}`, default: null }
  }
}

/** The schema of an object's change event as the org's present fields make it. */
export function changeEventSchema(object: ObjectSchema): AvroRecord {
  const fields = eventFields(object).map(fieldWriter(object))
  return { type: 'record', name: changeEventName(object.name), namespace, fields: [header, ...fields] }
}

/** What a channel of several entities is described by: the header that all its events begin with. */
export function headerOnlySchema(): AvroRecord {
  return { type: 'record', name: 'ChangeEvents', namespace, fields: [header] }
}

import {
  GraphQLBoolean,
  type GraphQLFieldConfigMap,
  GraphQLID,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLObjectType,
  type GraphQLScalarType,
  GraphQLString,
} from 'graphql'
import type { FieldSchema, FieldType } from '../schema.ts'
import { scalars } from './scalars.ts'

/** What the resolver of a record's field hands on. */
export interface FieldAnswer {
  readonly value: unknown
  readonly displayValue: string | null
  /** Picklists: the label of the value. */
  readonly label: string | null
}

/** Every value type has what a person sees of it. */
export const fieldValueInterface = new GraphQLInterfaceType({
  name: 'FieldValue',
  fields: { displayValue: { type: GraphQLString } },
})

function valueType(name: string, type: GraphQLScalarType, more: GraphQLFieldConfigMap<FieldAnswer, unknown> = {}) {
  return new GraphQLObjectType<FieldAnswer>({
    name,
    interfaces: [fieldValueInterface],
    fields: { value: { type }, displayValue: { type: GraphQLString }, ...more },
    // The type follows from the field, never from the value.
    isTypeOf: undefined,
  })
}

const label = { label: { type: GraphQLString } }

/** The value types, named as in Salesforce's schema. [GraphQL API Developer Guide: Field Types] */
export const valueTypes = {
  Base64Value: valueType('Base64Value', scalars.Base64),
  BooleanValue: valueType('BooleanValue', GraphQLBoolean),
  CurrencyValue: valueType('CurrencyValue', scalars.Currency),
  DateValue: valueType('DateValue', scalars.Date),
  DateTimeValue: valueType('DateTimeValue', scalars.DateTime),
  DoubleValue: valueType('DoubleValue', scalars.Double),
  EmailValue: valueType('EmailValue', scalars.Email),
  IDValue: valueType('IDValue', GraphQLID),
  IntValue: valueType('IntValue', GraphQLInt),
  LatitudeValue: valueType('LatitudeValue', scalars.Latitude),
  LongValue: valueType('LongValue', scalars.Long),
  LongTextAreaValue: valueType('LongTextAreaValue', scalars.LongTextArea),
  LongitudeValue: valueType('LongitudeValue', scalars.Longitude),
  MultiPicklistValue: valueType('MultiPicklistValue', scalars.MultiPicklist, label),
  PercentValue: valueType('PercentValue', scalars.Percent),
  PhoneNumberValue: valueType('PhoneNumberValue', scalars.PhoneNumber),
  PicklistValue: valueType('PicklistValue', scalars.Picklist, label),
  StringValue: valueType('StringValue', GraphQLString),
  TextAreaValue: valueType('TextAreaValue', scalars.TextArea),
  TimeValue: valueType('TimeValue', scalars.Time),
  UrlValue: valueType('UrlValue', scalars.Url),
} as const

/** What GraphQL calls a kind of value: `Currency` of `CurrencyValue` and `CurrencyOperators`. */
export type ValueKind = keyof typeof valueTypes extends `${infer Kind}Value` ? Kind : never

const kinds: Readonly<Record<FieldType, ValueKind | undefined>> = {
  id: 'ID',
  string: 'String',
  textarea: 'TextArea',
  picklist: 'Picklist',
  combobox: 'Picklist',
  multipicklist: 'MultiPicklist',
  boolean: 'Boolean',
  int: 'Int',
  long: 'Long',
  double: 'Double',
  currency: 'Currency',
  percent: 'Percent',
  date: 'Date',
  datetime: 'DateTime',
  time: 'Time',
  phone: 'PhoneNumber',
  email: 'Email',
  url: 'Url',
  reference: 'ID',
  base64: 'Base64',
  // Compound fields are not offered here, their parts are.
  address: undefined,
}

/** Fewer characters than this make a text area, more a long one. */
const longText = 256

/** undefined for fields that this schema does not show. */
export function kindOf(field: FieldSchema): ValueKind | undefined {
  if (field.type === 'textarea' && field.length >= longText) return 'LongTextArea'
  if (field.type === 'double' && field.compoundFieldName !== undefined) {
    if (field.name.endsWith('Latitude')) return 'Latitude'
    if (field.name.endsWith('Longitude')) return 'Longitude'
  }
  return kinds[field.type]
}

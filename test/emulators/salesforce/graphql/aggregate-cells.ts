import { type GraphQLFieldConfigMap, GraphQLObjectType, GraphQLString } from 'graphql'
import { jsonValue } from '../json-value.ts'
import type { FieldSchema } from '../schema.ts'
import { displayValue } from '../ui-api/display-value.ts'
import { type AggregateFunction, aggregated, type Bucket, groupedValue } from './aggregate-rows.ts'
import { datePart, groupFunctions } from './group-functions.ts'
import type { Request } from './request.ts'
import { type FieldAnswer, type ValueKind, valueTypes } from './value-types.ts'

/** Everything that numbers can be put through. */
export const numeric: readonly AggregateFunction[] = ['avg', 'count', 'countDistinct', 'max', 'min', 'sum']
const comparedOnly: readonly AggregateFunction[] = ['count', 'countDistinct', 'max', 'min']

/** [GraphQL API Developer Guide: Aggregate Functions for Field Types]; kinds that are not here cannot be aggregated. */
const functionsOf: Readonly<Partial<Record<ValueKind, readonly AggregateFunction[]>>> = {
  Boolean: [],
  Currency: numeric,
  Date: comparedOnly,
  DateTime: comparedOnly,
  Double: numeric,
  Email: comparedOnly,
  ID: comparedOnly,
  Int: numeric,
  Long: numeric,
  Percent: numeric,
  PhoneNumber: comparedOnly,
  Picklist: comparedOnly,
  String: comparedOnly,
  TextArea: comparedOnly,
  Url: comparedOnly,
}

/** Kinds that `groupBy` takes. */
export const groupable: ReadonlySet<ValueKind> = new Set<ValueKind>([
  ...([
    'Boolean',
    'Date',
    'Email',
    'ID',
    'Int',
    'Long',
    'PhoneNumber',
    'Picklist',
    'String',
    'TextArea',
    'Url',
  ] as const),
])

/** One field of one bucket. */
export interface Cell {
  readonly bucket: Bucket
  readonly field: FieldSchema
}

function shown(field: FieldSchema, value: unknown): FieldAnswer {
  const text = displayValue(field, value)
  const json = field.type === 'datetime' ? (value ?? null) : value === undefined ? null : jsonValue(field, value)
  return { value: json, displayValue: text, label: field.type === 'picklist' ? text : null }
}

const plain = (value: number | string | null): FieldAnswer => ({
  value,
  displayValue: value === null ? null : String(value),
  label: null,
})

function cellFields(kind: ValueKind, functions: readonly AggregateFunction[]): GraphQLFieldConfigMap<Cell, Request> {
  const own = valueTypes[`${kind}Value`]
  const scalar = own.getFields().value?.type
  const grouped = ({ bucket, field }: Cell): FieldAnswer => shown(field, groupedValue(bucket, field))
  const fields: GraphQLFieldConfigMap<Cell, Request> = {
    ...(scalar ? { value: { type: scalar, resolve: (cell) => grouped(cell).value } } : {}),
    displayValue: { type: GraphQLString, resolve: (cell) => grouped(cell).displayValue },
    ...(kind === 'Picklist' ? { label: { type: GraphQLString, resolve: (cell: Cell) => grouped(cell).label } } : {}),
  }
  for (const name of functions) {
    const counts = name === 'count' || name === 'countDistinct'
    fields[name] = {
      type: counts ? valueTypes.LongValue : name === 'avg' ? valueTypes.DoubleValue : own,
      resolve({ bucket, field }) {
        const value = aggregated(bucket, field, name)
        return counts ? plain(Number(value)) : shown(field, value)
      },
    }
  }
  if (groupable.has(kind))
    fields.grouping = {
      type: valueTypes.IntValue,
      resolve: ({ bucket, field }) => plain(bucket.keys.get(field.name)?.rolledUp ? 1 : 0),
    }
  if (kind === 'Date' || kind === 'DateTime')
    for (const [part, name] of Object.entries(groupFunctions))
      fields[name] = {
        type: part === 'DAY_ONLY' ? valueTypes.DateValue : valueTypes.IntValue,
        resolve({ bucket, field }) {
          const key = bucket.keys.get(field.name)
          if (key?.part !== part || key.rolledUp) return null
          return plain(datePart(key.part, bucket.rows[0]?.[field.name]) ?? null)
        },
      }
  return fields
}

const cellTypes = new Map<ValueKind, GraphQLObjectType<Cell, Request>>()

/** `CurrencyAggregate`, `StringAggregate`, …: what can be asked of a field of a bucket; undefined for kinds that cannot be aggregated. */
export function cellType(kind: ValueKind): GraphQLObjectType<Cell, Request> | undefined {
  const functions = functionsOf[kind]
  if (!functions) return undefined
  const made =
    cellTypes.get(kind) ??
    new GraphQLObjectType<Cell, Request>({ name: `${kind}Aggregate`, fields: cellFields(kind, functions) })
  cellTypes.set(kind, made)
  return made
}

import { levels } from '../data/levels.ts'
import { Decimal } from 'decimal.js'
import type { Row } from '../records.ts'
import type { FieldSchema } from '../schema.ts'
import { comparable, order } from '../soql/compare.ts'
import type { ObjectView } from './filter-types.ts'
import { datePart, type GroupFunction } from './group-functions.ts'
import { unusable } from './request.ts'

/** One field of a `groupBy`. */
interface GroupKey {
  readonly field: FieldSchema
  /** For dates: the part that is grouped by; undefined = the value itself. */
  readonly part?: GroupFunction
}

/** The rows that share the values of the grouped fields. */
export interface Bucket {
  readonly rows: readonly Row[]
  /** Every grouped field; those that a subtotal runs over are rolled up. */
  readonly keys: ReadonlyMap<string, { readonly part?: GroupFunction; readonly rolledUp: boolean }>
}

export type AggregateFunction = 'avg' | 'count' | 'countDistinct' | 'max' | 'min' | 'sum'

type GroupBy = Readonly<Record<string, unknown>>

interface GroupClause {
  readonly group?: boolean | null
  readonly function?: GroupFunction | null
}

function keysOf(groupBy: GroupBy, written: readonly string[], view: ObjectView): readonly GroupKey[] {
  const names = [
    ...written.filter((name) => name in groupBy),
    ...Object.keys(groupBy).filter((one) => !written.includes(one)),
  ]
  return names.flatMap((name) => {
    const field = view.fields.find((one) => one.name === name)
    const clause = groupBy[name] as GroupClause | null | undefined
    if (!field || !clause) return []
    if (clause.function) return [{ field, part: clause.function }]
    // `{}` groups too: that is how the clause is written for fields with a function.
    return clause.group === false ? [] : [{ field }]
  })
}

function keyValue({ field, part }: GroupKey, row: Row): unknown {
  const value = part ? datePart(part, row[field.name]) : comparable(field, row[field.name])
  if (value === undefined && field.type === 'boolean') return false
  return value instanceof Decimal ? value.toString() : (value ?? null)
}

/**
 * Groups rows; without a `groupBy` all of them make one bucket, also when there are none.
 * [GraphQL API Developer Guide: Group Results, Group By Rollup, Group By Cube]
 */
export function groupRows(
  rows: readonly Row[],
  groupBy: GroupBy | null | undefined,
  written: readonly string[],
  view: ObjectView,
): readonly Bucket[] {
  const keys = groupBy ? keysOf(groupBy, written, view) : []
  if (keys.length === 0) return [{ rows, keys: new Map() }]
  return levels(keys, groupBy?.type).flatMap((kept) => {
    const groups = Map.groupBy(rows, (row) => JSON.stringify(kept.map((key) => keyValue(key, row))))
    return [...groups.values()].map((members) => ({
      rows: members,
      keys: new Map(
        keys.map((key) => [key.field.name, { ...(key.part ? { part: key.part } : {}), rolledUp: !kept.includes(key) }]),
      ),
    }))
  })
}

/** Empty values are left out of every function, as in SQL; `undefined` when nothing is left for one that needs a value. */
export function aggregated({ rows }: Bucket, field: FieldSchema, name: AggregateFunction): unknown {
  const values = rows.map((row) => row[field.name]).filter((value) => value !== null && value !== undefined)
  if (name === 'count') return values.length
  if (name === 'countDistinct') return new Set(values.map((value) => String(comparable(field, value)))).size
  if (values.length === 0) return undefined
  if (name === 'sum' || name === 'avg') {
    const sum = Decimal.sum(...values.map((value) => new Decimal(value as string | number)))
    return name === 'sum' ? sum.toFixed() : sum.div(values.length).toFixed()
  }
  const sign = name === 'max' ? 1 : -1
  return values.reduce((best, value) =>
    sign * order(comparable(field, value), comparable(field, best)) > 0 ? value : best,
  )
}

/** The value that a bucket is grouped by; null where a subtotal runs over it. */
export function groupedValue(bucket: Bucket, field: FieldSchema): unknown {
  const key = bucket.keys.get(field.name)
  if (!key || key.part) throw unusable(`Field must be grouped or aggregated: ${field.name}`)
  return key.rolledUp ? null : (bucket.rows[0]?.[field.name] ?? null)
}

interface OrderClause {
  readonly order?: 'ASC' | 'DESC' | null
  readonly nulls?: 'FIRST' | 'LAST' | null
  readonly function?: AggregateFunction | null
}

/** Sorts buckets by what they are grouped by or by an aggregate. [GraphQL API Developer Guide: Order Aggregate Results] */
export function sortBuckets(
  buckets: readonly Bucket[],
  orderBy: Readonly<Record<string, unknown>> | null | undefined,
  written: readonly string[],
  view: ObjectView,
): readonly Bucket[] {
  const names = [...written, ...Object.keys(orderBy ?? {}).filter((name) => !written.includes(name))]
  const clauses = names.flatMap((name) => {
    const field = view.fields.find((one) => one.name === name)
    const clause = orderBy?.[name] as OrderClause | null | undefined
    return field && clause ? [{ field, clause }] : []
  })
  const sortValue = (bucket: Bucket, field: FieldSchema, clause: OrderClause): unknown => {
    const raw = clause.function ? aggregated(bucket, field, clause.function) : groupedValue(bucket, field)
    return typeof raw === 'number' ? new Decimal(raw) : comparable(field, raw)
  }
  return buckets.toSorted((left, right) => {
    for (const { field, clause } of clauses) {
      const [a, b] = [sortValue(left, field, clause), sortValue(right, field, clause)]
      if (a === undefined && b === undefined) continue
      if (a === undefined || b === undefined) return (a === undefined) === (clause.nulls !== 'LAST') ? -1 : 1
      const sign = order(a, b)
      if (sign !== 0) return clause.order === 'DESC' ? -sign : sign
    }
    return 0
  })
}

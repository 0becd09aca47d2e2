import type { Query, QueryBase, Subquery } from '@jetstreamapp/soql-parser-js'
import { notSupported } from '../context.ts'
import type { Row } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'
import { aggregateRecords, isAggregate } from './aggregate.ts'
import { candidates, type LookUp } from './candidates.ts'
import { checkQuery } from './check-query.ts'
import { inClause, inSubquery } from './clause-place.ts'
import { comparable, order } from './compare.ts'
import { type Comparison, testOf } from './condition.ts'
import { inCurrency, resolveFunction } from './functions.ts'
import { sorted } from './order-by.ts'
import type { Statement } from './parse.ts'
import { type QueryWorld, resolvePath, valueAt } from './path.ts'
import { attributes, type Column } from './path-column.ts'
import { invalidType, noSuchRelationship } from './query-error.ts'
import { refuseUnfiltered } from './restrictions.ts'
import { columnsOf } from './select.ts'
import { asLink, predicateOf } from './where.ts'

export interface Found {
  /** For `SELECT COUNT()` the count; else the number of records. */
  readonly totalSize: number
  readonly records: readonly Record<string, unknown>[]
}

export interface QueryOptions {
  readonly world: QueryWorld
  /** `/services/data/v67.0`, for `attributes.url`. */
  readonly base: string
  /** The rows to choose from: live ones, or with the deleted for queryAll. */
  readonly rowsOf: (object: string) => readonly Row[]
  /** Left out = every row is looked at. */
  readonly lookUp?: LookUp
}

function filterOf(
  object: ObjectSchema,
  query: QueryBase & { sObjectAlias?: string },
  options: QueryOptions,
): (row: Row) => boolean {
  if (!query.where) return () => true
  const { world: whole } = options
  const world = inClause(whole, 'WHERE')
  return predicateOf<Comparison, Row>(asLink(query.where), (condition) => {
    const plain =
      'fn' in condition
        ? resolveFunction(object, condition.fn, query.sObjectAlias, world)
        : resolvePath(object, condition.field, query.sObjectAlias, world)
    const path = inCurrency(plain, currencyPrefix(condition), world)
    const ids = 'valueQuery' in condition ? idsOf(condition.valueQuery, { ...options, world }) : undefined
    const test = testOf(path.field, condition, { now: world.now, place: world, ...(ids ? { ids } : {}) })
    return (row) => test(valueAt(path, row, world.records))
  })
}

/** `EUR` of `Amount > EUR5000`: the amounts are compared in that currency. */
function currencyPrefix(condition: Comparison): string | undefined {
  const type = 'literalType' in condition ? condition.literalType : undefined
  const prefixed = typeof type === 'string' && type.endsWith('WITH_CURRENCY_PREFIX')
  return prefixed && 'value' in condition ? String(condition.value).slice(0, 3).toUpperCase() : undefined
}

/** The values of `IN (SELECT field FROM …)`. */
function idsOf(query: Query, { world: outer, ...others }: QueryOptions): ReadonlySet<unknown> {
  const world = inSubquery(outer, query.sObject ?? '')
  const options = { ...others, world }
  const object = readableObject(query.sObject ?? '', world)
  checkQuery(object, query, world, { inSemiJoin: true })
  refuseUnfiltered(object, query.where)
  const [field] = query.fields ?? []
  if (field?.type !== 'Field' && field?.type !== 'FieldRelationship')
    throw notSupported('A function in the SELECT of a sub-query in WHERE')
  const written = field.type === 'Field' ? field.field : [...field.relationships, field.field].join('.')
  const path = resolvePath(object, written, query.sObjectAlias, world)
  const rows = options.rowsOf(object.name).filter(filterOf(object, query, options))
  return new Set(rows.map((row) => valueAt(path, row, world.records)))
}

function readableObject(name: string, world: QueryWorld): ObjectSchema {
  const object = world.records.schema.object(name)
  if (!object || !world.access.canRead(object.name)) throw invalidType(world, name)
  return object
}

function orderedRows(
  object: ObjectSchema,
  query: QueryBase,
  rows: readonly Row[],
  options: QueryOptions,
): readonly Row[] {
  const { world } = options
  const clauses = query.orderBy === undefined ? [] : Array.isArray(query.orderBy) ? query.orderBy : [query.orderBy]
  const keys = clauses.map((clause) => {
    if (!('field' in clause)) throw notSupported('ORDER BY of a function without GROUP BY')
    const path = resolvePath(object, clause.field, query.sObjectAlias, world)
    return { clause, key: (row: Row) => comparable(path.field, valueAt(path, row, world.records)) }
  })
  const offset = query.offset ?? 0
  return sorted(rows, keys, order).slice(offset, query.limit === undefined ? undefined : offset + query.limit)
}

function project(
  object: ObjectSchema,
  query: QueryBase,
  rows: readonly Row[],
  options: QueryOptions,
): Record<string, unknown>[] {
  const { world, base } = options
  const columns = columnsOf(object, query.fields ?? [], {
    alias: query.sObjectAlias,
    limit: query.limit,
    world,
    base,
    children: (subquery) => childColumn(object, subquery, options),
  })
  return rows.map((row) => {
    const json = attributes(object, row.Id, base)
    for (const column of columns) column(row, json)
    return json
  })
}

/** `(SELECT … FROM OrderItems)`: a nested result, or null when the parent has no such child. */
function childColumn(parent: ObjectSchema, query: Subquery, outer: QueryOptions): Column {
  const world = inSubquery(outer.world, query.relationshipName)
  const options = { ...outer, world }
  const { rowsOf } = options
  const wanted = query.relationshipName.toLowerCase()
  const pair = world.records.schema
    .objects()
    .flatMap((object) =>
      object.fields
        .filter(
          (field) => field.childRelationshipName?.toLowerCase() === wanted && field.referenceTo.includes(parent.name),
        )
        .map((field) => ({ object, field })),
    )[0]
  if (!pair || !world.access.readableField(pair.object.name, pair.field.name))
    throw noSuchRelationship(world, query.relationshipName, query.relationshipName)
  const { object, field } = pair
  checkQuery(object, query, world)
  const filter = filterOf(object, query, options)
  let byParent: ReadonlyMap<unknown, readonly Row[]> | undefined
  const childrenOf = (id: string): readonly Row[] =>
    options.lookUp?.(object.name, field.name, id) ??
    (byParent ??= Map.groupBy(rowsOf(object.name), (row) => row[field.name])).get(id) ??
    []
  return (row, json) => {
    const rows = orderedRows(object, query, childrenOf(row.Id).filter(filter), options)
    const records = project(object, query, rows, options)
    json[field.childRelationshipName ?? query.relationshipName] =
      records.length === 0 ? null : { totalSize: records.length, done: true, records }
  }
}

/** Runs a statement as one user. */
export function runQuery({ query }: Statement, options: QueryOptions): Found {
  const { world, rowsOf } = options
  const object = readableObject(query.sObject ?? '', world)
  checkQuery(object, query, world)
  refuseUnfiltered(object, query.where)
  const narrowed = options.lookUp && candidates(object, query.where, options.lookUp)
  const matching = (narrowed ?? rowsOf(object.name)).filter(filterOf(object, query, options))
  const [only] = query.fields ?? []
  const countAll =
    only?.type === 'FieldFunctionExpression' && only.rawValue?.replace(/\s/g, '').toUpperCase() === 'COUNT()'
  if (countAll && query.fields?.length === 1 && !query.groupBy)
    return { totalSize: Math.min(matching.length, query.limit ?? Number.POSITIVE_INFINITY), records: [] }
  const records = isAggregate(query)
    ? aggregateRecords(object, query, matching, world)
    : project(object, query, orderedRows(object, query, matching, options), options)
  return { totalSize: records.length, records }
}

import type { FieldFunctionExpression, FunctionExp, Query } from '@jetstreamapp/soql-parser-js'
import { Decimal } from 'decimal.js'
import { notSupported } from '../context.ts'
import { jsonValue } from '../json-value.ts'
import type { Row } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'
import { corporateCurrency } from '../dml/currencies.ts'
import { inCurrency, resolveFunction } from './functions.ts'
import { type Group, groupsOf } from './groups.ts'
import { comparable, isDecimal, order } from './compare.ts'
import { type Comparison, testOf } from './condition.ts'
import { sorted } from './order-by.ts'
import { type Path, type QueryWorld, resolvePath, valueAt } from './path.ts'
import { malformedQuery } from './query-error.ts'
import { asLink, predicateOf } from './where.ts'

/** A value of a group, and how it looks like a field to conditions, sorting and JSON. */
interface Key {
  readonly field: Path['field']
  readonly value: (group: Group) => unknown
}

/** Computes one aggregate over the rows of a group; the result is in stored form. */
type Compute = (rows: readonly Row[]) => unknown

/** How an aggregate looks like a field to conditions and sorting. */
interface Measure {
  readonly path: Path | undefined
  readonly compute: Compute
  readonly numeric: boolean
}

const numberField = { type: 'double', name: 'expr', caseSensitive: false } as unknown as Path['field']

function measure(
  object: ObjectSchema,
  name: string,
  parameter: string | undefined,
  alias: string | undefined,
  world: QueryWorld,
): Measure {
  const written = parameter === undefined ? undefined : resolvePath(object, parameter, alias, world)
  // Sums over several currencies are in the corporate one.
  const path = written && inCurrency(written, corporateCurrency(world.records), world)
  const values = (rows: readonly Row[]): unknown[] =>
    rows.map((row) => (path ? valueAt(path, row, world.records) : row.Id)).filter((value) => value !== null)
  const decimals = (rows: readonly Row[]): Decimal[] => values(rows).map((value) => new Decimal(value as string))
  const total = (rows: readonly Row[]): Decimal =>
    decimals(rows).reduce((sum, value) => sum.plus(value), new Decimal(0))
  const extreme =
    (sign: number): Compute =>
    (rows) => {
      const all = values(rows)
      if (!path || all.length === 0) return null
      return all.reduce((best, value) =>
        order(comparable(path.field, value), comparable(path.field, best)) === sign ? value : best,
      )
    }
  const functions: Readonly<Record<string, Compute>> = {
    COUNT: (rows) => values(rows).length,
    COUNT_DISTINCT: (rows) =>
      new Set(values(rows).map((value) => (path ? String(comparable(path.field, value)) : value))).size,
    SUM: (rows) => (values(rows).length === 0 ? null : total(rows).toFixed()),
    AVG: (rows) => (values(rows).length === 0 ? null : total(rows).div(values(rows).length).toFixed()),
    MIN: extreme(-1),
    MAX: extreme(1),
  }
  const upper = name.toUpperCase()
  const compute = functions[upper]
  if (!compute) throw notSupported(`The SOQL function ${name}() in an aggregate query`)
  if ((upper === 'SUM' || upper === 'AVG') && !(path && isDecimal(path.field)))
    throw malformedQuery(`field ${parameter ?? ''} does not support aggregate operator ${upper}`)
  return { path, compute, numeric: upper !== 'MIN' && upper !== 'MAX' }
}

/** Whether a function stands for the field it is grouped by, rather than for a number made of the group. */
const isGrouping = ({ functionName }: { functionName?: string }): boolean =>
  !/^(COUNT|COUNT_DISTINCT|SUM|AVG|MIN|MAX)$/i.test(functionName ?? '')

const parameterOf = (expression: FieldFunctionExpression | FunctionExp): string | undefined => {
  const [parameter] = expression.parameters ?? []
  if (parameter !== undefined && typeof parameter !== 'string') throw notSupported('A function inside an aggregate')
  return parameter
}

export const isAggregate = (query: Query): boolean =>
  query.groupBy !== undefined ||
  (query.fields ?? []).some((field) => field.type === 'FieldFunctionExpression' && field.isAggregateFn === true)

/** The rows of an aggregate query, as `AggregateResult` records. */
export function aggregateRecords(
  object: ObjectSchema,
  query: Query,
  rows: readonly Row[],
  world: QueryWorld,
): Record<string, unknown>[] {
  const alias = query.sObjectAlias
  const { paths: grouped, groups } = groupsOf(object, query, rows, world)

  function groupedPath(path: Path): Path {
    if (!grouped.some((other) => other.name.toLowerCase() === path.name.toLowerCase()))
      throw malformedQuery(`Field must be grouped or aggregated: ${path.name}`)
    return path
  }

  /** What a group is grouped by; null where it is a subtotal over that. */
  const ofGroup = (path: Path): Key => ({
    field: path.field,
    value: ({ rows: [row], over }) =>
      row && !over.has(path.name.toLowerCase()) ? valueAt(path, row, world.records) : null,
  })

  const ofFunction = (call: FieldFunctionExpression | FunctionExp): Key => {
    const name = call.functionName ?? ''
    if (/^GROUPING$/i.test(name)) {
      const path = groupedPath(resolvePath(object, parameterOf(call) ?? '', alias, world))
      return { field: numberField, value: ({ over }) => (over.has(path.name.toLowerCase()) ? 1 : 0) }
    }
    if (isGrouping(call)) return ofGroup(groupedPath(resolveFunction(object, call, alias, world)))
    const { compute, path, numeric } = measure(object, name, parameterOf(call), alias, world)
    return { field: numeric || !path ? numberField : path.field, value: (group) => compute(group.rows) }
  }

  let unnamed = 0
  const columns = (query.fields ?? []).map((item) => {
    if (item.type === 'FieldFunctionExpression')
      return { name: item.alias ?? `expr${unnamed++}`, key: ofFunction(item) }
    if (item.type !== 'Field' && item.type !== 'FieldRelationship')
      throw malformedQuery('sub-queries cannot be grouped')
    const written = item.type === 'Field' ? item.field : [...item.relationships, item.field].join('.')
    const path = groupedPath(resolvePath(object, written, alias, world))
    return { name: (item as { alias?: string }).alias ?? path.field.name, key: ofGroup(path) }
  })
  const keyOf = (subject: { fn?: FunctionExp; field?: string }): Key =>
    subject.fn ? ofFunction(subject.fn) : ofGroup(groupedPath(resolvePath(object, subject.field ?? '', alias, world)))

  const having = query.having
    ? predicateOf<Comparison & { fn?: FunctionExp; field?: string }, Group>(asLink(query.having), (condition) => {
        const key = keyOf(condition)
        const test = testOf(key.field, condition, { now: world.now, place: world })
        return (group) => test(key.value(group))
      })
    : () => true
  const orderBy = query.orderBy === undefined ? [] : Array.isArray(query.orderBy) ? query.orderBy : [query.orderBy]
  const keys = orderBy.map((clause) => {
    const key = keyOf(clause)
    return { clause, key: (group: Group) => comparable(key.field, key.value(group)) }
  })
  const kept = sorted(groups.filter(having), keys, order)
  const offset = query.offset ?? 0
  return kept.slice(offset, query.limit === undefined ? undefined : offset + query.limit).map((group) => ({
    attributes: { type: 'AggregateResult' },
    ...Object.fromEntries(columns.map(({ name, key }) => [name, jsonValue(key.field, key.value(group))])),
  }))
}

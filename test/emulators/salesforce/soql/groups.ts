import type { FunctionExp, GroupByClause, Query } from '@jetstreamapp/soql-parser-js'
import { levels } from '../data/levels.ts'
import type { Row } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'
import { comparable } from './compare.ts'
import { resolveFunction } from './functions.ts'
import { type Path, type QueryWorld, resolvePath, valueAt } from './path.ts'
import { malformedQuery } from './query-error.ts'

/** Rows with the same values of the fields that they are grouped by. */
export interface Group {
  readonly rows: readonly Row[]
  /** Fields that a subtotal runs over, by the lower case of their paths. */
  readonly over: ReadonlySet<string>
}

export interface Grouping {
  readonly paths: readonly Path[]
  readonly groups: readonly Group[]
}

/** Most fields of a ROLLUP or CUBE. */
const mostSubtotals = 3

/** The fields of GROUP BY, and which totals there are of them. */
function keysOf(
  object: ObjectSchema,
  query: Query,
  world: QueryWorld,
): { readonly paths: readonly Path[]; readonly type?: string } {
  const alias = query.sObjectAlias
  const clauses: readonly GroupByClause[] =
    query.groupBy === undefined ? [] : Array.isArray(query.groupBy) ? query.groupBy : [query.groupBy]
  const totals = clauses.flatMap((one) =>
    'fn' in one && /^(ROLLUP|CUBE)$/i.test(one.fn.functionName ?? '') ? [one.fn] : [],
  )[0]
  const resolved = (subject: string | FunctionExp): Path =>
    typeof subject === 'string'
      ? resolvePath(object, subject, alias, world)
      : resolveFunction(object, subject, alias, world)
  if (!totals) return { paths: clauses.map((one) => resolved('field' in one ? one.field : one.fn)) }
  if (clauses.length > 1) throw malformedQuery('GROUP BY ROLLUP and CUBE stand alone in GROUP BY')
  const parameters = totals.parameters ?? []
  if (parameters.length > mostSubtotals)
    throw malformedQuery(`Too many fields in ROLLUP or CUBE, most is ${mostSubtotals}`)
  return { paths: parameters.map(resolved), type: (totals.functionName ?? '').toUpperCase() }
}

/** Groups the rows; without GROUP BY all of them are one group, also when there are none. [SOQL: GROUP BY] */
export function groupsOf(object: ObjectSchema, query: Query, rows: readonly Row[], world: QueryWorld): Grouping {
  const { paths, type } = keysOf(object, query, world)
  if (paths.length === 0) return { paths, groups: [{ rows, over: new Set() }] }
  const keyOf = (kept: readonly Path[], row: Row): string =>
    JSON.stringify(kept.map((path) => String(comparable(path.field, valueAt(path, row, world.records)))))
  const groups = levels(paths, type).flatMap((kept) => {
    const over = new Set(paths.filter((path) => !kept.includes(path)).map(({ name }) => name.toLowerCase()))
    return [...Map.groupBy(rows, (row) => keyOf(kept, row)).values()].map((members) => ({ rows: members, over }))
  })
  return { paths, groups }
}

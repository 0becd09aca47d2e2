import type { EntitySet } from '../entities.ts'
import { pageOf } from '../pages/index.ts'
import type { PageContext } from '../pages/page.ts'
import { readProperty } from '../pages/reading.ts'
import type { Row } from '../tables.ts'
import { checkFilter } from './filter/check.ts'
import { compileFilter } from './filter/compile.ts'
import { sortRows } from './order-by.ts'
import type { QueryOptions } from './query-options.ts'
import { rowOrder, type RowOrder } from './row-order.ts'

/** The rows a query leaves over, and how many there were before `$top` and `$skip`. */
export interface QueryResult {
  readonly rows: readonly Row[]
  readonly total: number
}

/** Rows that pass `$filter`, sorted. */
export function filterAndSort(
  context: PageContext,
  set: EntitySet,
  rows: readonly Row[],
  { filter, orderBy, schema21 }: Pick<QueryOptions, 'filter' | 'orderBy' | 'schema21'>,
): readonly Row[] {
  const { switches } = context
  let left = rows
  if (filter) {
    checkFilter(filter, { set, switches, schema21 })
    const passes = compileFilter(filter, set, switches.filterCaseSensitive)
    left = rows.filter((row) => passes((name) => readProperty(context, set, row, name)))
  }
  // Rows of a table come in its order; others are put in theirs.
  if (pageOf(set).source) left = inOrder(left, rowOrder(context, set, []))
  return sortRows(left, orderBy, set, (row, name) => readProperty(context, set, row, name), switches)
}

function inOrder(rows: readonly Row[], { placeOf, compare }: RowOrder): readonly Row[] {
  return rows
    .map((row) => ({ row, place: placeOf(row) }))
    .sort((a, b) => compare(a.place, b.place))
    .map(({ row }) => row)
}

/** `$filter`, `$orderby`, `$skip` and `$top` over given rows. */
export function runQuery(
  context: PageContext,
  set: EntitySet,
  rows: readonly Row[],
  options: QueryOptions,
): QueryResult {
  const left = filterAndSort(context, set, rows, options)
  return {
    rows: left.slice(options.skip, options.top === undefined ? undefined : options.skip + options.top),
    total: left.length,
  }
}

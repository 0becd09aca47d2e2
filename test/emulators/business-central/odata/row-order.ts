import { compareKeys, lineKey, madeAs, sortKey } from '../company/sort-key.ts'
import type { EntitySet } from '../entities.ts'
import { pageOf } from '../pages/index.ts'
import type { PageContext } from '../pages/page.ts'
import { readProperty } from '../pages/reading.ts'
import type { Row } from '../tables.ts'
import { comparable, compareValues } from './comparable.ts'
import type { OrderBy } from './query-options.ts'

/** Where a row stands in an answer, whether it is still there or not: sort values first, then its key. Plain JSON. */
export type Place = readonly (string | number | boolean | null)[]

/** The whole order of an answer: no two rows are equal in it. */
export interface RowOrder {
  readonly placeOf: (row: Row) => Place
  /** Negative, 0 or positive. */
  readonly compare: (a: Place, b: Place) => number
}

/**
 * The order of a query: `$orderby`, then the key of the table – or what the page names, for rows that stand in no table –
 * then the order the rows were made in.
 */
export function rowOrder(context: PageContext, set: EntitySet, orderBy: readonly OrderBy[]): RowOrder {
  const named = orderBy.map(({ property, descending }) => ({
    property,
    described: set.properties[property],
    sign: descending ? -1 : 1,
  }))
  const { orderedBy } = pageOf(set)
  return {
    placeOf: (row) => [
      ...named.map(({ property }) => plain(readProperty(context, set, row, property))),
      plain(orderedBy === undefined ? sortKey(row) : row[orderedBy]),
      lineKey(row),
      madeAs(row),
      row.id,
    ],
    compare: (a, b) => {
      for (const [index, { described, sign }] of named.entries()) {
        if (!described) continue
        const order = compareValues(comparable(described, a[index]), comparable(described, b[index])) * sign
        if (order !== 0) return order
      }
      for (let index = named.length; index < named.length + 4; index++) {
        const order = compareKeys(keyed(a[index]), keyed(b[index]))
        if (order !== 0) return order
      }
      return 0
    },
  }
}

const plain = (value: unknown): Place[number] =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null

const keyed = (value: Place[number] | undefined): string | number | undefined =>
  typeof value === 'string' || typeof value === 'number' ? value : undefined

/** How many of the rows, which are in order, stand at or before a place. */
export function countUpTo(rows: readonly Row[], place: Place, { placeOf, compare }: RowOrder): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (row && compare(placeOf(row), place) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

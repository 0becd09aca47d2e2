import type { EntitySet } from '../entities.ts'
import { queryProperty } from './filter/check.ts'
import type { Switches } from '../switches.ts'
import type { Row } from '../tables.ts'
import { comparable, compareValues } from './comparable.ts'
import type { OrderBy } from './query-options.ts'

/**
 * Sorts rows; rows that are equal keep the order of the key.
 *
 * @throws ServiceError 400 when a property does not exist or cannot be sorted on
 */
export function sortRows(
  rows: readonly Row[],
  orderBy: readonly OrderBy[],
  set: EntitySet,
  read: (row: Row, name: string) => unknown,
  switches: Pick<Switches, 'calculatedInQuery' | 'notOperator'>,
): readonly Row[] {
  if (orderBy.length === 0) return rows
  const by = orderBy.map(({ property, descending }) => {
    const described = queryProperty(property, { set, switches })
    return { value: (row: Row) => comparable(described, read(row, property)), sign: descending ? -1 : 1 }
  })
  const keyed = rows.map((row) => ({ row, keys: by.map(({ value }) => value(row)) }))
  keyed.sort((a, b) => {
    for (const [index, { sign }] of by.entries()) {
      const [left, right] = [a.keys[index], b.keys[index]]
      if (left === undefined || right === undefined) continue
      const order = compareValues(left, right)
      if (order !== 0) return order * sign
    }
    return 0
  })
  return keyed.map(({ row }) => row)
}

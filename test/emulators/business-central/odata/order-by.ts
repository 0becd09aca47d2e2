import type { EntitySet } from '../entities.ts'
import { ServiceError } from '../errors.ts'
import { queryProperty } from './filter/check.ts'
import type { Switches } from '../switches.ts'
import type { Row } from '../tables.ts'
import { notSortable } from './capabilities.ts'
import { comparable, compareValues } from './comparable.ts'
import type { OrderBy } from './query-options.ts'

/**
 * Sorts rows; rows that are equal keep the order of the key.
 *
 * @throws ServiceError 400 when a property does not exist or cannot be sorted on, 501 when the set cannot be sorted at all
 */
export function sortRows(
  rows: readonly Row[],
  orderBy: readonly OrderBy[],
  set: EntitySet,
  read: (row: Row, name: string) => unknown,
  switches: Pick<Switches, 'calculatedInQuery' | 'notOperator' | 'version29'>,
): readonly Row[] {
  if (orderBy.length === 0) return rows
  if (notSortable(set))
    throw new ServiceError(501, 'BadRequest_MethodNotImplemented', `'${set.name}' cannot be sorted.`)
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

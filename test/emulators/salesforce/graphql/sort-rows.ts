import { type ArgumentNode, Kind } from 'graphql'
import type { Row } from '../records.ts'
import type { FieldSchema } from '../schema.ts'
import { comparable, order } from '../soql/compare.ts'
import type { ObjectView } from './filter-types.ts'
import type { Request } from './request.ts'

interface Clause {
  readonly order?: 'ASC' | 'DESC' | null
  readonly nulls?: 'FIRST' | 'LAST' | null
}

interface Key {
  readonly field: FieldSchema
  readonly clause: Clause
  /** The row that has the field: the record or one of its parents. */
  readonly rowOf: (row: Row) => Row | undefined
}

interface Grounds {
  readonly views: ReadonlyMap<string, ObjectView>
  readonly request: Request
}

type OrderBy = Readonly<Record<string, unknown>>

/**
 * The fields of an `orderBy` in the order they are written, which decides which of them comes first; input objects themselves
 * come in the order of their type.
 */
export function writtenOrder(
  argument: ArgumentNode | undefined,
  { variables }: Pick<Request, 'variables'>,
): readonly string[] {
  const value = argument?.value
  if (value?.kind === Kind.OBJECT) return value.fields.map(({ name }) => name.value)
  if (value?.kind !== Kind.VARIABLE) return []
  const given = variables[value.name.value]
  return typeof given === 'object' && given !== null ? Object.keys(given) : []
}

function keysOf(orderBy: OrderBy, written: readonly string[], view: ObjectView, grounds: Grounds): readonly Key[] {
  const names = [
    ...written.filter((name) => name in orderBy),
    ...Object.keys(orderBy).filter((name) => !written.includes(name)),
  ]
  return names.flatMap((name) => {
    const given = orderBy[name] as OrderBy | null | undefined
    if (!given) return []
    const field = view.fields.find((one) => one.name === name)
    if (field) return [{ field, clause: given, rowOf: (row: Row) => row }]
    const relation = view.parents.find(({ relationship }) => relationship === name)
    const [parent = ''] = relation?.parents ?? []
    const parentView = grounds.views.get(parent)
    if (!relation || !parentView) return []
    const parentOf = (row: Row): Row | undefined => {
      const id = row[relation.lookup.name]
      return typeof id === 'string' ? grounds.request.records.get(parent, id) : undefined
    }
    return keysOf(given, [], parentView, grounds).map((key) => ({
      ...key,
      rowOf: (row: Row) => {
        const parent = parentOf(row)
        return parent && key.rowOf(parent)
      },
    }))
  })
}

/** Ascending with nulls first unless the clause says otherwise. [GraphQL API Developer Guide: Order By Schema] */
export function sortRows(
  rows: readonly Row[],
  orderBy: OrderBy | null | undefined,
  written: readonly string[],
  view: ObjectView,
  grounds: Grounds,
): readonly Row[] {
  const keys = orderBy ? keysOf(orderBy, written, view, grounds) : []
  if (keys.length === 0) return rows
  return rows.toSorted((left, right) => {
    for (const { field, clause, rowOf } of keys) {
      const [a, b] = [left, right].map((row) => comparable(field, rowOf(row)?.[field.name]))
      if (a === undefined && b === undefined) continue
      if (a === undefined || b === undefined) {
        const nullsFirst = clause.nulls !== 'LAST'
        return (a === undefined) === nullsFirst ? -1 : 1
      }
      const sign = order(a, b)
      if (sign !== 0) return clause.order === 'DESC' ? -sign : sign
    }
    return 0
  })
}

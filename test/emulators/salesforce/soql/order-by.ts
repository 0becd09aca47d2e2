import type { OrderByClause } from '@jetstreamapp/soql-parser-js'

/** How rows sort: one key per ORDER BY item, comparable or undefined for null. */
export interface SortKey<Subject> {
  readonly key: (subject: Subject) => unknown
  readonly clause: OrderByClause
}

/** Null first unless the query says otherwise; equal rows keep their order. [SOQL Reference: ORDER BY] */
export function sorted<Subject>(
  subjects: readonly Subject[],
  keys: readonly SortKey<Subject>[],
  order: (a: unknown, b: unknown) => number,
): readonly Subject[] {
  if (keys.length === 0) return subjects
  return subjects.toSorted((left, right) => {
    for (const { key, clause } of keys) {
      const a = key(left)
      const b = key(right)
      if (a === undefined && b === undefined) continue
      if (a === undefined || b === undefined) {
        const first = clause.nulls === 'LAST' ? 1 : -1
        return a === undefined ? first : -first
      }
      const sign = order(a, b)
      if (sign !== 0) return clause.order === 'DESC' ? -sign : sign
    }
    return 0
  })
}

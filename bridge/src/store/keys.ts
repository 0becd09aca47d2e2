import { sql, type RawBuilder } from 'kysely'
import type { JobKey } from '../engine/store.ts'

const text = (key: JobKey) => JSON.stringify([key.flow, key.company, key.record])

/** Each key once, in one order for everybody: two transactions that lock the same rows then wait instead of deadlocking. */
export function distinct<Key extends JobKey>(keys: readonly Key[]): Key[] {
  const byText = new Map(keys.map((key) => [text(key), key]))
  return [...byText.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, key]) => key)
}

/** Keys as arrays for `unnest`: one statement whatever the number, and one plan. */
export function columns(keys: readonly JobKey[]) {
  return {
    flows: keys.map((key) => key.flow),
    companies: keys.map((key) => key.company),
    records: keys.map((key) => key.record),
  }
}

/** `(flow, company, record)` is one of these: by flow and company, so that an index serves it whatever the statistics. */
export function isOneOf(keys: readonly JobKey[]): RawBuilder<boolean> {
  const groups = Map.groupBy(keys, ({ flow, company }) => JSON.stringify([flow, company]))
  const conditions = [...groups.values()].flatMap(([first, ...others]) => {
    if (!first) return []
    const records = [first, ...others].map((key) => key.record)
    return [sql`(flow = ${first.flow} AND company = ${first.company} AND record = ANY(${records}::text[]))`]
  })
  return sql<boolean>`(${sql.join(conditions, sql` OR `)})`
}

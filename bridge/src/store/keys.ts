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

/** `(flow, company, record) IN (…)`. */
export function isOneOf(keys: readonly JobKey[]): RawBuilder<boolean> {
  const { flows, companies, records } = columns(keys)
  return sql<boolean>`(flow, company, record) IN (
    SELECT * FROM unnest(${flows}::text[], ${companies}::text[], ${records}::text[]))`
}

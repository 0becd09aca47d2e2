import { sql } from 'kysely'
import type { Reached } from '../engine/store.ts'
import type { Database } from './connection.ts'

/** Records that have reached the later stage. */
export function reached(db: Database): Reached {
  return {
    async find(company, { system, name }, ids) {
      if (ids.length === 0) return new Set()
      const { rows } = await sql<{ id: string }>`
        SELECT id FROM bridge.reached
        WHERE company = ${company} AND system = ${system} AND name = ${name} AND id = ANY(${[...ids]}::text[])`.execute(
        db,
      )
      return new Set(rows.map(({ id }) => id))
    },

    async add(company, { system, name }, ids, at) {
      if (ids.length === 0) return []
      const added = await db
        .insertInto('bridge.reached')
        .values([...new Set(ids)].sort().map((id) => ({ company, system, name, id, at })))
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .execute()
      return added.map(({ id }) => id)
    },
  }
}

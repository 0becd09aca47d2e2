import type { Intents } from '../engine/store.ts'
import type { Database } from './connection.ts'
import { distinct, isOneOf } from './keys.ts'

/** What we are about to create. */
export function intents(db: Database): Intents {
  return {
    async find(keys) {
      if (keys.length === 0) return []
      const rows = await db.selectFrom('bridge.intents').selectAll().where(isOneOf(keys)).execute()
      return rows.map(({ marks, at, ...row }) => ({
        ...row,
        marks: marks ?? undefined,
        at: at.toISOString(),
      }))
    },

    async save(intended) {
      if (intended.length === 0) return
      await db
        .insertInto('bridge.intents')
        .values(
          distinct(intended).map(({ flow, company, record, marks, known, at }) => ({
            ...{ flow, company, record, at },
            marks: marks ? JSON.stringify(marks) : null,
            known: [...known],
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(['flow', 'company', 'record']).doUpdateSet((row) => ({
            marks: row.ref('excluded.marks'),
            known: row.ref('excluded.known'),
            at: row.ref('excluded.at'),
          })),
        )
        .execute()
    },

    async remove(keys) {
      if (keys.length > 0) await db.deleteFrom('bridge.intents').where(isOneOf(keys)).execute()
    },
  }
}

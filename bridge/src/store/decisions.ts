import type { Decisions } from '../engine/store.ts'
import type { Database } from './connection.ts'
import { distinct, isOneOf } from './keys.ts'

/** What people have chosen for parked records. */
export function decisions(db: Database): Decisions {
  return {
    async find(keys) {
      if (keys.length === 0) return []
      return db
        .selectFrom('bridge.decisions')
        .select(['flow', 'company', 'record', 'choice'])
        .where(isOneOf(keys))
        .execute()
    },

    async save(chosen) {
      if (chosen.length === 0) return
      await db
        .insertInto('bridge.decisions')
        .values(
          distinct(chosen).map(({ flow, company, record, choice, at }) => ({ flow, company, record, choice, at })),
        )
        .onConflict((conflict) =>
          conflict.columns(['flow', 'company', 'record']).doUpdateSet((row) => ({
            choice: row.ref('excluded.choice'),
            at: row.ref('excluded.at'),
          })),
        )
        .execute()
    },

    async remove(keys) {
      if (keys.length > 0) await db.deleteFrom('bridge.decisions').where(isOneOf(keys)).execute()
    },
  }
}

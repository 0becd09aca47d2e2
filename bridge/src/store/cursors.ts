import type { Cursors } from '../engine/store.ts'
import type { Database } from './connection.ts'

/** How far each source has been read. */
export function cursors(db: Database): Cursors {
  return {
    async get(name) {
      const row = await db.selectFrom('bridge.cursors').select('value').where('name', '=', name).executeTakeFirst()
      return row?.value
    },

    async set({ name, value }) {
      await db
        .insertInto('bridge.cursors')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute()
    },
  }
}

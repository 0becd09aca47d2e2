import type { DocumentMakers } from '../engine/store.ts'
import type { Database } from './connection.ts'
import { isOneOf } from './keys.ts'

/** Who makes the document of each deal. */
export function documentMakers(db: Database): DocumentMakers {
  return {
    async take({ flow, company, record }, deal) {
      await db
        .insertInto('bridge.document_makers')
        .values({ company, deal, flow, record })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      // Whoever was first: one row per deal, and it is there now.
      const row = await db
        .selectFrom('bridge.document_makers')
        .select(['flow', 'company', 'record'])
        .where('deal', '=', deal)
        .executeTakeFirst()
      return row ?? { flow, company, record }
    },

    async find(deals) {
      if (deals.length === 0) return new Map()
      const rows = await db.selectFrom('bridge.document_makers').selectAll().where('deal', 'in', deals).execute()
      return new Map(rows.map(({ deal, ...key }) => [deal, key]))
    },

    async give({ flow, company, record }, deal) {
      await db
        .insertInto('bridge.document_makers')
        .values({ company, deal, flow, record })
        .onConflict((conflict) => conflict.column('deal').doUpdateSet({ company, flow, record }))
        .execute()
    },

    async release(keys) {
      if (keys.length > 0) await db.deleteFrom('bridge.document_makers').where(isOneOf(keys)).execute()
    },
  }
}

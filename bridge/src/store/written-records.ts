import type { WrittenRecords } from '../engine/store.ts'
import type { Database } from './connection.ts'
import { distinct, isOneOf } from './keys.ts'

/** What each flow wrote last. */
export function writtenRecords(db: Database): WrittenRecords {
  return {
    async find(flow, company, records) {
      if (records.length === 0) return new Map()
      const keys = records.map((record) => ({ flow, company, record }))
      const rows = await db.selectFrom('bridge.written_records').selectAll().where(isOneOf(keys)).execute()
      return new Map(
        rows.map(({ target_id: targetId, at, lines, ...row }) => [
          row.record,
          { ...row, targetId, at: at.toISOString(), lines: lines ?? undefined },
        ]),
      )
    },

    async save(written) {
      if (written.length === 0) return
      await db
        .insertInto('bridge.written_records')
        .values(
          distinct(written).map(({ flow, company, record, hash, targetId, at, lines }) => ({
            ...{ flow, company, record, hash, at },
            target_id: targetId,
            lines: lines ? JSON.stringify(lines) : null,
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(['flow', 'company', 'record']).doUpdateSet((row) => ({
            hash: row.ref('excluded.hash'),
            target_id: row.ref('excluded.target_id'),
            at: row.ref('excluded.at'),
            lines: row.ref('excluded.lines'),
          })),
        )
        .execute()
    },

    async forget(keys) {
      if (keys.length > 0) await db.deleteFrom('bridge.written_records').where(isOneOf(keys)).execute()
    },
  }
}

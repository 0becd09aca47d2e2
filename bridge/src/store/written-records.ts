import { sql } from 'kysely'
import type { JobKey, WrittenRecords } from '../engine/store.ts'
import { whatBecame } from '../engine/what-became.ts'
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
        rows.map(({ target_id: targetId, at, lines, fields, held, ...row }) => [
          row.record,
          {
            ...{ ...row, targetId, at: at.toISOString(), lines: lines ?? undefined },
            ...(fields ? { agreed: { fields, held: held ?? {} } } : {}),
          },
        ]),
      )
    },

    async save(written) {
      if (written.length === 0) return
      await db
        .insertInto('bridge.written_records')
        .values(
          distinct(written).map(({ flow, company, record, hash, targetId, at, lines, agreed, looked }) => ({
            ...{ flow, company, record, hash, at, looked: looked ?? 0 },
            target_id: targetId,
            fields: agreed ? JSON.stringify(agreed.fields) : null,
            held: agreed ? JSON.stringify(agreed.held) : null,
            lines: lines ? JSON.stringify(lines) : null,
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(['flow', 'company', 'record']).doUpdateSet((row) => ({
            hash: row.ref('excluded.hash'),
            target_id: row.ref('excluded.target_id'),
            at: row.ref('excluded.at'),
            lines: row.ref('excluded.lines'),
            fields: row.ref('excluded.fields'),
            held: row.ref('excluded.held'),
            looked: row.ref('excluded.looked'),
          })),
        )
        .execute()
    },

    async touch(flows, company, targetIds) {
      if (flows.length === 0 || targetIds.length === 0) return []
      // Sorted, so that two bridges that touch the same rows wait for each other instead of deadlocking.
      const { rows } = await sql<JobKey>`
        WITH found AS (
          SELECT flow, company, record FROM bridge.written_records
          WHERE target_id = ANY(${[...targetIds]}::text[]) AND flow = ANY(${[...flows]}::text[])
            AND (${company} = '' OR company = ${company})
          ORDER BY flow, company, record FOR UPDATE
        )
        UPDATE bridge.written_records AS written SET touches = written.touches + 1
        FROM found
        WHERE (written.flow, written.company, written.record) = (found.flow, found.company, found.record)
        RETURNING written.flow, written.company, written.record`.execute(db)
      return rows
    },

    async distrust(keys) {
      if (keys.length === 0) return
      // What has become of a record is no hash to forget.
      await db
        .updateTable('bridge.written_records')
        .set({ hash: '' })
        .where(isOneOf(keys))
        .where(sql<boolean>`NOT hash ^@ ANY(${[...whatBecame]}::text[])`)
        .execute()
    },

    async forget(keys) {
      if (keys.length > 0) await db.deleteFrom('bridge.written_records').where(isOneOf(keys)).execute()
    },
  }
}

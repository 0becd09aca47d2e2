import { sql } from 'kysely'
import { plain, unplain } from '../engine/hash-of.ts'
import type { IntendedLine, LineIntents } from '../engine/store.ts'
import type { FieldValues } from '../engine/ports.ts'
import type { Database } from './connection.ts'
import { distinct, isOneOf } from './keys.ts'

/** What is about to be added to documents. */
export function lineIntents(db: Database): LineIntents {
  return {
    async find(flow, company, records) {
      if (records.length === 0) return new Map()
      const keys = records.map((record) => ({ flow, company, record }))
      const rows = await db.selectFrom('bridge.line_intents').selectAll().where(isOneOf(keys)).execute()
      const read = ({ key, fields }: IntendedLine) => ({ key, fields: unplain(fields) as FieldValues })
      return new Map(rows.map(({ record, lines }) => [record, lines.map(read)]))
    },

    async add(intended) {
      if (intended.length === 0) return
      await db
        .insertInto('bridge.line_intents')
        .values(
          distinct(intended).map(({ flow, company, record, lines }) => ({
            ...{ flow, company, record },
            lines: JSON.stringify(lines.map(({ key, fields }) => ({ key, fields: plain(fields) }))),
          })),
        )
        .onConflict((conflict) =>
          conflict
            .columns(['flow', 'company', 'record'])
            .doUpdateSet({ lines: sql`line_intents.lines || excluded.lines` }),
        )
        .execute()
    },

    async remove(keys) {
      if (keys.length > 0) await db.deleteFrom('bridge.line_intents').where(isOneOf(keys)).execute()
    },
  }
}

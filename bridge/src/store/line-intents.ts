import { sql } from 'kysely'
import { plain, unplain } from '../engine/hash-of.ts'
import type { FieldValues } from '../engine/ports.ts'
import type { IntendedLine, JobKey, LineIntents } from '../engine/store.ts'
import type { Database } from './connection.ts'
import { distinct, isOneOf } from './keys.ts'

const asRow = ({ flow, company, record, lines }: JobKey & { readonly lines: readonly IntendedLine[] }) => ({
  ...{ flow, company, record },
  lines: JSON.stringify(lines.map(({ fields, ...line }) => ({ ...line, fields: plain(fields) }))),
})

/** What is about to be added to documents. */
export function lineIntents(db: Database): LineIntents {
  return {
    async find(flow, company, records) {
      if (records.length === 0) return new Map()
      const keys = records.map((record) => ({ flow, company, record }))
      const rows = await db.selectFrom('bridge.line_intents').selectAll().where(isOneOf(keys)).execute()
      const read = ({ fields, ...line }: IntendedLine) => ({ ...line, fields: unplain(fields) as FieldValues })
      return new Map(rows.map(({ record, lines }) => [record, lines.map(read)]))
    },

    async add(intended) {
      if (intended.length === 0) return
      await db
        .insertInto('bridge.line_intents')
        .values(distinct(intended).map(asRow))
        .onConflict((conflict) =>
          conflict
            .columns(['flow', 'company', 'record'])
            .doUpdateSet({ lines: sql`line_intents.lines || excluded.lines` }),
        )
        .execute()
    },

    async replace(intended) {
      if (intended.length === 0) return
      await db.deleteFrom('bridge.line_intents').where(isOneOf(intended)).execute()
      const left = distinct(intended).filter(({ lines }) => lines.length > 0)
      if (left.length > 0) await db.insertInto('bridge.line_intents').values(left.map(asRow)).execute()
    },
  }
}

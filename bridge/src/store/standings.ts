import { sql } from 'kysely'
import type { JobKey, Standing, Standings } from '../engine/store.ts'
import type { Database } from './connection.ts'
import { columns, distinct, isOneOf } from './keys.ts'

/** How each record stands in each flow. */
export function standings(db: Database): Standings {
  return {
    async find(keys) {
      if (keys.length === 0) return []
      const rows = await db.selectFrom('bridge.standings').selectAll().where(isOneOf(keys)).execute()
      return rows.map(({ title, told, at, status, ...row }) => ({
        ...row,
        status: status as Standing['status'],
        title: title ?? undefined,
        told: told ?? undefined,
        at: at.toISOString(),
      }))
    },

    async save(saved) {
      if (saved.length === 0) return
      await db
        .insertInto('bridge.standings')
        .values(
          distinct(saved).map(({ flow, company, record, title, status, message, at }) => ({
            ...{ flow, company, record, status, message, at },
            title: title ?? null,
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(['flow', 'company', 'record']).doUpdateSet((row) => ({
            // A record that could not be read has no title; the one it had still tells a person which it is.
            title: sql`coalesce(excluded.title, standings.title)`,
            status: row.ref('excluded.status'),
            message: row.ref('excluded.message'),
            at: row.ref('excluded.at'),
          })),
        )
        .execute()
    },

    async untold(flows, words, limit) {
      if (flows.length === 0) return []
      const { rows } = await sql<JobKey>`
        SELECT flow, company, record FROM bridge.standings
        WHERE flow = ANY(${[...flows]}::text[]) AND ${JSON.stringify(words)}::jsonb ? status
          AND told IS DISTINCT FROM (${JSON.stringify(words)}::jsonb ->> status) || ': ' || message
        ORDER BY at LIMIT ${limit}`.execute(db)
      return rows
    },

    async told(told) {
      if (told.length === 0) return
      const sorted = distinct(told)
      const { flows, companies, records } = columns(sorted)
      await sql`
        UPDATE bridge.standings AS standing SET told = said.told
        FROM unnest(${flows}::text[], ${companies}::text[], ${records}::text[], ${sorted.map((each) => each.told)}::text[])
          AS said (flow, company, record, told)
        WHERE (standing.flow, standing.company, standing.record) = (said.flow, said.company, said.record)`.execute(db)
    },
  }
}

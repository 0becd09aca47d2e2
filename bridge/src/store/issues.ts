import { sql, type Selectable } from 'kysely'
import type { Issue, Issues, NewIssue } from '../engine/store.ts'
import type { Database } from './connection.ts'
import { isOneOf } from './keys.ts'
import type { Schema } from './schema.ts'

type Row = Selectable<Schema['bridge.issues']>

const issueOf = ({
  id,
  flow,
  company,
  record,
  at,
  opened,
  attempts,
  message,
  advice,
  vendor,
  choices,
}: Row): Issue => ({
  ...{ id, flow, company, record, attempts, message, advice },
  vendor: vendor ?? undefined,
  at: at.toISOString(),
  opened: opened.toISOString(),
  ...(choices ? { choices } : {}),
})

/** Fingerprint of what a person reads. A try in vain that nobody asked for is no news, whatever its number. */
const saying = sql<string>`md5(concat_ws('|', issue.message, issue.advice, issue.vendor, issue.choices::text, issue.answered))`

/** The number of this database stands before that of the issue. */
const keyFor = (id: string) => sql<string>`(SELECT id FROM bridge.installation) || ':' || ${sql.ref(id)}`

/** Parked records. */
export function issues(db: Database): Issues {
  const open = async (issue: NewIssue): Promise<void> => {
    const { flow, company, record, at, message, advice, vendor, concerns = [], choices = [] } = issue
    const offered = choices.length === 0 ? null : JSON.stringify(choices)
    const said = { at, message, advice, vendor: vendor ?? null, choices: offered }
    const { id } = await db
      .insertInto('bridge.issues')
      .values({ flow, company, record, opened: at, ...said })
      .onConflict((conflict) =>
        conflict.columns(['flow', 'company', 'record']).doUpdateSet({
          ...said,
          attempts: sql`issues.attempts + 1`,
          answered: sql`CASE WHEN issues.asked THEN issues.attempts + 1 ELSE issues.answered END`,
          asked: false,
        }),
      )
      .returning('id')
      .executeTakeFirstOrThrow()
    await db.deleteFrom('bridge.issue_records').where('issue', '=', id).execute()
    if (concerns.length === 0) return
    await db
      .insertInto('bridge.issue_records')
      .values(concerns.map(({ entity, id: one }) => ({ issue: id, system: entity.system, name: entity.name, id: one })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }

  return {
    async open(opened) {
      for (const issue of opened) await open(issue)
    },

    async close(keys) {
      if (keys.length === 0) return 0
      const { numDeletedRows } = await db.deleteFrom('bridge.issues').where(isOneOf(keys)).executeTakeFirstOrThrow()
      return Number(numDeletedRows)
    },

    async list(limit) {
      const rows = await db.selectFrom('bridge.issues').selectAll().orderBy('id', 'desc').limit(limit).execute()
      return rows.map(issueOf)
    },

    async get(id) {
      const isKey = id.includes(':')
      if (!isKey && !/^\d{1,18}$/.test(id)) return undefined
      const row = await db
        .selectFrom('bridge.issues')
        .selectAll()
        .where(isKey ? keyFor('id') : 'id', '=', id.toLowerCase())
        .executeTakeFirst()
      return row && issueOf(row)
    },

    async ask(keys) {
      if (keys.length > 0) await db.updateTable('bridge.issues').set({ asked: true }).where(isOneOf(keys)).execute()
    },

    async parked(flow) {
      const parked = db.selectFrom('bridge.issues').select(['flow', 'company', 'record']).orderBy('id')
      return (flow === undefined ? parked : parked.where('flow', '=', flow)).execute()
    },

    async of(keys) {
      if (keys.length === 0) return []
      return (await db.selectFrom('bridge.issues').selectAll().where(isOneOf(keys)).execute()).map(issueOf)
    },

    async parkedUnder(prefix) {
      const parked = db.selectFrom('bridge.issues').select(['flow', 'company', 'record']).orderBy('id')
      return parked.where(sql<boolean>`starts_with(flow, ${prefix})`).execute()
    },

    async news(limit) {
      const { rows: open } = await sql<Row & { key: string; title: string | null; said: string }>`
        SELECT issue.*, ${keyFor('issue.id')} AS key, standing.title, ${saying} AS said
        FROM bridge.issues AS issue
        LEFT JOIN bridge.shown_issues AS shown ON shown.issue = issue.id
        LEFT JOIN bridge.standings AS standing USING (flow, company, record)
        WHERE shown.said IS DISTINCT FROM ${saying}
        ORDER BY issue.id LIMIT ${limit}`.execute(db)
      const { rows: closed } = await sql<{ id: string; key: string }>`
        SELECT issue AS id, ${keyFor('issue')} AS key FROM bridge.shown_issues AS shown
        WHERE NOT EXISTS (SELECT FROM bridge.issues WHERE id = shown.issue)
        ORDER BY issue LIMIT ${limit}`.execute(db)
      return {
        open: open.map(({ key, title, said, ...row }) => ({ ...issueOf(row), key, title: title ?? undefined, said })),
        closed,
      }
    },

    async shown(open, closed) {
      if (open.length > 0) {
        await db
          .insertInto('bridge.shown_issues')
          .values(open.map(({ id, said }) => ({ issue: id, said })))
          .onConflict((conflict) => conflict.column('issue').doUpdateSet((row) => ({ said: row.ref('excluded.said') })))
          .execute()
      }
      if (closed.length > 0) await db.deleteFrom('bridge.shown_issues').where('issue', 'in', closed).execute()
    },

    async count() {
      const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM bridge.issues`.execute(db)
      return rows[0]?.count ?? 0
    },

    async concerning(records) {
      if (records.length === 0) return []
      const { rows } = await sql<{ flow: string; company: string; record: string }>`
        SELECT DISTINCT issue.flow, issue.company, issue.record
        FROM unnest(
          ${records.map((each) => each.entity.system)}::text[], ${records.map((each) => each.entity.name)}::text[],
          ${records.map((each) => each.id)}::text[], ${records.map((each) => each.company)}::text[]
        ) AS changed (system, name, id, company)
        JOIN bridge.issue_records AS concern USING (system, name, id)
        JOIN bridge.issues AS issue ON issue.id = concern.issue
        WHERE changed.company IN ('', issue.company)`.execute(db)
      return rows
    },
  }
}

import { sql } from 'kysely'
import { linkKey, type JobKey, type WaitingRoom } from '../engine/store.ts'
import type { EntityRef } from '../mapping/index.ts'
import type { Database } from './connection.ts'
import { isOneOf } from './keys.ts'
import { links } from './links.ts'

type Wanted = readonly { entity: EntityRef; id: string; partner: EntityRef }[]

/** The advisory lock between those who begin to wait and those who link. */
const doorLock = 7_164_202

const matches = (company: string, wanted: Wanted) => sql<boolean>`
  company = ${company} AND (system, name, id, partner_system, partner_name) IN (
    SELECT * FROM unnest(
      ${wanted.map((each) => each.entity.system)}::text[], ${wanted.map((each) => each.entity.name)}::text[],
      ${wanted.map((each) => each.id)}::text[], ${wanted.map((each) => each.partner.system)}::text[],
      ${wanted.map((each) => each.partner.name)}::text[]))`

/** Jobs that wait for a link. */
export function waitingRoom(db: Database): WaitingRoom {
  const leave: WaitingRoom['leave'] = async (keys) => {
    if (keys.length > 0) await db.deleteFrom('bridge.waiting').where(isOneOf(keys)).execute()
  }
  const waitingFor: WaitingRoom['waitingFor'] = async (company, records) => {
    if (records.length === 0) return []
    return db
      .selectFrom('bridge.waiting')
      .select(['flow', 'company', 'record'])
      .distinct()
      .where(matches(company, records))
      .execute()
  }

  return {
    leave,
    waitingFor,

    async wait({ flow, company, record }, missing, at) {
      // The link may be saved in this moment by a transaction that does not see us waiting, while we do not see its link:
      // the job would sleep for ever. Whoever waits therefore looks again with the door held; who links holds it too, and
      // those do not disturb each other.
      await sql`SELECT pg_advisory_xact_lock(${doorLock})`.execute(db)
      await leave([{ flow, company, record }])
      const found = await links(db).find(company, missing)
      if (missing.some((each) => found.has(linkKey(each)))) return false
      await db
        .insertInto('bridge.waiting')
        .values(
          missing.map((each) => ({
            ...{ flow, company, record, since: at, id: each.id },
            system: each.entity.system,
            name: each.entity.name,
            partner_system: each.partner.system,
            partner_name: each.partner.name,
          })),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      return true
    },

    async wake(company, appeared) {
      if (appeared.length === 0) return []
      await sql`SELECT pg_advisory_xact_lock_shared(${doorLock})`.execute(db)
      const woken: JobKey[] = [...(await waitingFor(company, appeared))]
      await leave(woken)
      return woken
    },

    async list(limit) {
      const rows = await db.selectFrom('bridge.waiting').selectAll().orderBy('since').limit(limit).execute()
      return rows.map((row) => ({
        flow: row.flow,
        company: row.company,
        record: row.record,
        missing: `the ${row.partner_name} of ${row.name} ${row.id}`,
        since: row.since.toISOString(),
      }))
    },

    async count() {
      const { rows } = await sql<{ count: number }>`
        SELECT count(*)::int AS count FROM (SELECT DISTINCT flow, company, record FROM bridge.waiting)`.execute(db)
      return rows[0]?.count ?? 0
    },
  }
}

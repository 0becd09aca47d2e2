import { sql } from 'kysely'
import { linkKey, type JobKey, type WaitingRoom } from '../engine/store.ts'
import type { EntityRef } from '../mapping/index.ts'
import type { Database } from './connection.ts'
import { isOneOf } from './keys.ts'
import { links } from './links.ts'

type Wanted = readonly { entity: EntityRef; id: string; partner: EntityRef }[]

/** The advisory lock between those who begin to wait and those who link. */
const doorLock = 7_164_202

/** The rows that wait for one of these: by kind, so that the index serves it whatever the statistics. */
function matches(company: string, wanted: Wanted) {
  const kinds = Map.groupBy(wanted, (each) => linkKey({ ...each, id: '' }))
  const conditions = [...kinds.values()].flatMap(([first, ...others]) => {
    if (!first) return []
    const { entity, partner } = first
    const ids = [first, ...others].map((each) => each.id)
    return [
      sql`(company = ${company} AND system = ${entity.system} AND name = ${entity.name} AND id = ANY(${ids}::text[])
        AND partner_system = ${partner.system} AND partner_name = ${partner.name})`,
    ]
  })
  return sql<boolean>`(${sql.join(conditions, sql` OR `)})`
}

/** Jobs that wait for a link. */
export function waitingRoom(db: Database): WaitingRoom {
  const leave: WaitingRoom['leave'] = async (keys) => {
    if (keys.length === 0) return
    await db.deleteFrom('bridge.waiting').where(isOneOf(keys)).where('hopes', '=', false).execute()
  }
  const thoseWho = async (
    company: string,
    records: Wanted,
    how: 'wait' | 'wait or hope',
  ): Promise<readonly JobKey[]> => {
    if (records.length === 0) return []
    return db
      .selectFrom('bridge.waiting')
      .select(['flow', 'company', 'record'])
      .distinct()
      .where(matches(company, records))
      .where('hopes', 'in', how === 'wait' ? [false] : [false, true])
      .execute()
  }

  const waitedFor: WaitingRoom['waitedFor'] = async (keys) => {
    if (keys.length === 0) return []
    const rows = await db
      .selectFrom('bridge.waiting')
      .selectAll()
      .where(isOneOf(keys))
      .where('hopes', '=', false)
      .orderBy('since')
      .execute()
    return rows.map(({ flow, company, record, ...row }) => ({
      ...{ flow, company, record, id: row.id, since: row.since.toISOString() },
      entity: { system: row.system, name: row.name },
      partner: { system: row.partner_system, name: row.partner_name },
    }))
  }

  return {
    leave,
    waitedFor,

    async waitingFor(company, records) {
      if (records.length === 0) return []
      // As with links: who begins to wait in this moment must either be seen here or see what is being told.
      await sql`SELECT pg_advisory_xact_lock_shared(${doorLock})`.execute(db)
      return thoseWho(company, records, 'wait')
    },

    async wait({ flow, company, record }, missing, at) {
      // The link may be saved in this moment by a transaction that does not see us waiting, while we do not see its link:
      // the job would sleep for ever. Whoever waits therefore looks again with the door held; who links holds it too, and
      // those do not disturb each other.
      await sql`SELECT pg_advisory_xact_lock(${doorLock})`.execute(db)
      const [before] = await waitedFor([{ flow, company, record }])
      await leave([{ flow, company, record }])
      const found = await links(db).find(company, missing)
      if (missing.some((each) => found.has(linkKey(each)))) return false
      await db
        .insertInto('bridge.waiting')
        .values(
          missing.map((each) => ({
            ...{ flow, company, record, since: before?.since ?? at, id: each.id },
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

    async hope(jobs, at) {
      if (jobs.length === 0) return []
      const keys = jobs.map(({ job }) => job)
      const hoping = jobs.filter(({ missing }) => missing.length > 0)
      // As with those who wait. Those who hope for nothing (any more) hold the door as those who link do. Either way before any
      // row is touched, which somebody behind the door may be about to touch.
      if (hoping.length > 0) await sql`SELECT pg_advisory_xact_lock(${doorLock})`.execute(db)
      else await sql`SELECT pg_advisory_xact_lock_shared(${doorLock})`.execute(db)
      await db.deleteFrom('bridge.waiting').where(isOneOf(keys)).where('hopes', '=', true).execute()
      const woken: JobKey[] = []
      for (const [company, own] of Map.groupBy(hoping, ({ job }) => job.company)) {
        const found = await links(db).find(
          company,
          own.flatMap(({ missing }) => missing),
        )
        const lucky = own.filter(({ missing }) => missing.some((each) => found.has(linkKey(each))))
        woken.push(...lucky.map(({ job }) => job))
        const rows = own
          .filter((each) => !lucky.includes(each))
          .flatMap(({ job: { flow, record }, missing }) =>
            missing.map((each) => ({
              ...{ flow, company, record, since: at, id: each.id, hopes: true },
              system: each.entity.system,
              name: each.entity.name,
              partner_system: each.partner.system,
              partner_name: each.partner.name,
            })),
          )
        if (rows.length > 0)
          await db
            .insertInto('bridge.waiting')
            .values(rows)
            .onConflict((conflict) => conflict.doNothing())
            .execute()
      }
      return woken
    },

    async wake(company, appeared) {
      if (appeared.length === 0) return []
      await sql`SELECT pg_advisory_xact_lock_shared(${doorLock})`.execute(db)
      const woken = await thoseWho(company, appeared, 'wait or hope')
      if (woken.length > 0) await db.deleteFrom('bridge.waiting').where(isOneOf(woken)).execute()
      return woken
    },

    async list(limit) {
      const rows = await db
        .selectFrom('bridge.waiting')
        .selectAll()
        .where('hopes', '=', false)
        .orderBy('since')
        .limit(limit)
        .execute()
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
        SELECT count(*)::int AS count FROM (SELECT DISTINCT flow, company, record FROM bridge.waiting WHERE NOT hopes)`.execute(
        db,
      )
      return rows[0]?.count ?? 0
    },
  }
}

import { sql } from 'kysely'
import { isoNow, type Clock } from '../engine/clock.ts'
import { ClaimLost, type JobKey, type Jobs } from '../engine/store.ts'
import type { Database } from './connection.ts'
import { columns, distinct } from './keys.ts'
import { presenceLock, type Presence } from './presence.ts'

interface Claimed extends JobKey {
  claim: string
  attempts: number
}

/** Gives back what dead bridges had claimed. A number that is dead once is dead for good, so this can come late, never wrong. */
async function freeClaimsOfTheDead(db: Database, clock: Pick<Clock, 'now'>): Promise<void> {
  const { rows } = await sql<{ number: string }>`
    SELECT claimed_by AS number FROM bridge.jobs WHERE claimed_by IS NOT NULL
    EXCEPT
    SELECT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND classid = ${presenceLock} AND objsubid = 2 AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`.execute(db)
  if (rows.length === 0) return
  const dead = rows.map((row) => row.number)
  await sql`
    UPDATE bridge.jobs SET claimed_by = NULL, claim = NULL, again = false,
      ready_at = least(ready_at, ${isoNow(clock)}::timestamptz)
    WHERE claimed_by = ANY(${dead}::bigint[])`.execute(db)
}

/**
 * The queue: one row per (flow, company, record). That row is the coalescing, and the lock that lets only one bridge run a
 * record at a time. Why it is not pg-boss: `decisions/0002-a-queue-table-of-our-own.md`.
 */
export function jobs(db: Database, clock: Pick<Clock, 'now'>, presence: Presence): Jobs {
  return {
    async put(asked, { after } = {}) {
      if (asked.length === 0) return
      const readyAt = after ?? isoNow(clock)
      const keys = columns(distinct(asked))
      // A row is locked by whoever claims it only for that statement; here the change either finds it waiting (and is the
      // same job) or running (and asks for one more run): there is no moment in between.
      await sql`
        INSERT INTO bridge.jobs AS job (flow, company, record, ready_at)
        SELECT flow, company, record, ${readyAt}::timestamptz
        FROM unnest(${keys.flows}::text[], ${keys.companies}::text[], ${keys.records}::text[]) AS asked (flow, company, record)
        ON CONFLICT (flow, company, record) DO UPDATE SET
          again = job.claimed_by IS NOT NULL,
          ready_at = CASE
            WHEN job.claimed_by IS NOT NULL AND NOT job.again THEN excluded.ready_at
            ELSE least(job.ready_at, excluded.ready_at) END`.execute(db)
    },

    async claim(flow, limit) {
      const number = await presence.number()
      await freeClaimsOfTheDead(db, clock)
      // The arrays are worked out first and then looked up by index: a join would read the whole backlog while the
      // statistics are young.
      const { rows } = await sql<Claimed>`
        WITH picked AS (
          SELECT position FROM bridge.jobs
          WHERE flow = ${flow} AND claimed_by IS NULL AND ready_at <= ${isoNow(clock)}::timestamptz
          ORDER BY ready_at, position LIMIT ${limit} FOR UPDATE SKIP LOCKED
        ), claimed AS (
          UPDATE bridge.jobs SET claimed_by = ${number}::bigint, claim = nextval('bridge.claims'), again = false
          WHERE position = ANY(ARRAY(SELECT position FROM picked))
          RETURNING flow, company, record, claim, attempts, ready_at, position
        )
        SELECT flow, company, record, claim, attempts FROM claimed ORDER BY ready_at, position`.execute(db)
      return rows.map(({ claim, ...job }) => ({ ...job, id: claim }))
    },

    async done(finished) {
      if (finished.length === 0) return
      const claims = finished.map((job) => job.id)
      const { rows } = await sql<{ claim: string }>`
        WITH ours AS (
          SELECT claim, again FROM bridge.jobs WHERE claim = ANY(${claims}::bigint[])
          ORDER BY flow, company, record FOR UPDATE
        ), over AS (
          DELETE FROM bridge.jobs WHERE claim = ANY(ARRAY(SELECT claim FROM ours WHERE NOT again)) RETURNING claim
        ), once_more AS (
          UPDATE bridge.jobs SET claimed_by = NULL, claim = NULL, again = false, attempts = 0
          WHERE claim = ANY(ARRAY(SELECT claim FROM ours WHERE again)) RETURNING position
        )
        SELECT claim FROM ours WHERE (SELECT count(*) FROM over) + (SELECT count(*) FROM once_more) >= 0`.execute(db)
      if (rows.length === claims.length) return
      const ours = new Set(rows.map((row) => row.claim))
      throw new ClaimLost(finished.filter((job) => !ours.has(job.id)))
    },

    async retry(failed, after) {
      if (failed.length === 0) return
      await sql`
        UPDATE bridge.jobs SET
          claimed_by = NULL, claim = NULL, again = false, attempts = attempts + 1, ready_at = ${after}::timestamptz
        WHERE claim = ANY(${failed.map((job) => job.id)}::bigint[])`.execute(db)
    },

    async ready(flows) {
      await freeClaimsOfTheDead(db, clock)
      const { rows } = await sql<{ flow: string }>`
        SELECT flow FROM unnest(${[...flows]}::text[]) AS asked (flow)
        WHERE EXISTS (
          SELECT 1 FROM bridge.jobs AS job
          WHERE job.flow = asked.flow AND job.claimed_by IS NULL AND job.ready_at <= ${isoNow(clock)}::timestamptz)`.execute(
        db,
      )
      return new Set(rows.map((row) => row.flow))
    },

    async counts() {
      const { rows } = await sql<{ flow: string; ready: number; running: number; postponed: number }>`
        SELECT flow,
          (count(*) FILTER (WHERE claimed_by IS NULL AND ready_at <= ${isoNow(clock)}::timestamptz))::int AS ready,
          (count(*) FILTER (WHERE claimed_by IS NOT NULL))::int AS running,
          (count(*) FILTER (WHERE claimed_by IS NULL AND ready_at > ${isoNow(clock)}::timestamptz))::int AS postponed
        FROM bridge.jobs GROUP BY flow`.execute(db)
      return new Map(rows.map(({ flow, ...counts }) => [flow, counts]))
    },

    async nextReadyAt() {
      const { rows } = await sql<{ at: Date | null }>`
        SELECT min(ready_at) AS at FROM bridge.jobs
        WHERE claimed_by IS NULL AND ready_at > ${isoNow(clock)}::timestamptz`.execute(db)
      return rows[0]?.at?.toISOString()
    },
  }
}

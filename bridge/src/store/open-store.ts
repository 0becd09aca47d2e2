import { sql } from 'kysely'
import type { Clock } from '../engine/clock.ts'
import { silentLog, type EngineLog } from '../engine/log.ts'
import { StoreUnavailable, type Store, type Tables } from '../engine/store.ts'
import { approvals } from './approvals.ts'
import { auditLog } from './audit-log.ts'
import { connectDatabase, type Database, type Server } from './connection.ts'
import { cursors } from './cursors.ts'
import { decisions } from './decisions.ts'
import { documentMakers } from './document-makers.ts'
import { isDatabaseGone, isDeadlock, tellingWhenGone } from './database-gone.ts'
import { openEmbedded } from './embedded/embedded-server.ts'
import { flowRuns } from './flow-runs.ts'
import { intents } from './intents.ts'
import { issues } from './issues.ts'
import { jobs } from './jobs.ts'
import { lineIntents } from './line-intents.ts'
import { links } from './links.ts'
import { openPresence, type Presence } from './presence.ts'
import { reached } from './reached.ts'
import { standings } from './standings.ts'
import { waitingRoom } from './waiting-room.ts'
import { writtenRecords } from './written-records.ts'

/** The store with its database, for `migrate`. */
export interface PostgresStore extends Store {
  readonly db: Database
}

export interface StoreOptions {
  /** `postgres://user:password@host:port/database`; left out: the embedded database in `dataDir`. */
  readonly databaseUrl?: string | undefined
  readonly dataDir: string
  readonly clock: Pick<Clock, 'now'>
  readonly log?: EngineLog
}

function tablesOf(db: Database, clock: Pick<Clock, 'now'>, presence: Presence): Tables {
  return {
    jobs: tellingWhenGone(jobs(db, clock, presence)),
    links: tellingWhenGone(links(db)),
    intents: tellingWhenGone(intents(db)),
    lineIntents: tellingWhenGone(lineIntents(db)),
    waiting: tellingWhenGone(waitingRoom(db)),
    written: tellingWhenGone(writtenRecords(db)),
    makers: tellingWhenGone(documentMakers(db)),
    cursors: tellingWhenGone(cursors(db)),
    audit: tellingWhenGone(auditLog(db)),
    issues: tellingWhenGone(issues(db)),
    standings: tellingWhenGone(standings(db)),
    decisions: tellingWhenGone(decisions(db)),
    reached: tellingWhenGone(reached(db)),
    approvals: tellingWhenGone(approvals(db)),
    flowRuns: tellingWhenGone(flowRuns(db)),
  }
}

/**
 * Opens the database: the embedded one (made at the first start, adopted from a killed bridge, shared with a second one) or
 * the one of `databaseUrl`, which must be a direct connection: a pooler that shares sessions cannot hold our locks. Throws
 * with what to do when it cannot be reached. The tables are `migrate`'s business.
 */
export async function openStore({
  databaseUrl,
  dataDir,
  clock,
  log = silentLog,
}: StoreOptions): Promise<PostgresStore> {
  const embedded = databaseUrl === undefined ? await openEmbedded(dataDir) : undefined
  const server: Server = embedded ?? { url: () => databaseUrl ?? '' }
  const db = connectDatabase(server, log)
  const presence = openPresence(server)

  const ping = async () => {
    await sql`SELECT 1`.execute(db)
  }
  const close = async () => {
    await presence.close()
    await db.destroy()
    await embedded?.leave()
  }
  const transaction: Store['transaction'] = async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await db.transaction().execute((bound) => work(tablesOf(bound, clock, presence)))
      } catch (error) {
        if (isDeadlock(error) && attempt < 5) continue
        throw isDatabaseGone(error) ? new StoreUnavailable(error) : error
      }
    }
  }

  try {
    await ping()
  } catch (cause) {
    await close()
    if (embedded) throw cause
    throw new Error(
      `DATABASE_URL: the database cannot be reached (${cause instanceof Error ? cause.message : String(cause)}). Example: postgres://user:password@host:5432/bridge`,
      { cause },
    )
  }
  return { ...tablesOf(db, clock, presence), db, transaction, ping: () => tellingWhenGone({ ping }).ping(), close }
}

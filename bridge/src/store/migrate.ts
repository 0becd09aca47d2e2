import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Misconfigured } from '../engine/errors.ts'
import type { Store } from '../engine/store.ts'
import type { Database } from './connection.ts'

const folder = join(import.meta.dirname, '../../migrations')

/** The advisory lock of whoever migrates. */
const migrationLock = 7_164_203

function databaseOf(store: Store): Database {
  if ('db' in store) return store.db as Database
  throw new Error('Only a store that openStore has opened has tables to migrate.')
}

async function migrationFiles(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort()
}

async function applied(db: Database): Promise<string[]> {
  const { rows } = await sql<{ there: boolean }>`SELECT to_regclass('bridge.migrations') IS NOT NULL AS there`.execute(
    db,
  )
  if (rows[0]?.there !== true) return []
  const done = await db.selectFrom('bridge.migrations').select('name').orderBy('name').execute()
  return done.map((row) => row.name)
}

async function checkNotNewer(db: Database, files: readonly string[]): Promise<string[]> {
  const done = await applied(db)
  const unknown = done.filter((name) => !files.includes(name))
  if (unknown.length === 0) return done
  throw new Misconfigured(`The database was made by a newer version of the bridge (it has ${unknown.join(', ')}).`, {
    advice: 'Start the newer version, or point DATABASE_URL or BRIDGE_DATA_DIR at another database.',
  })
}

/**
 * Brings the database to this version's tables: each file of `migrations/` once, in order, all in one transaction. Two
 * bridges that start together wait for each other. Returns the names of the files that were applied.
 */
export async function migrate(store: Store): Promise<readonly string[]> {
  const db = databaseOf(store)
  const files = await migrationFiles()
  return db.transaction().execute(async (transaction) => {
    await sql`SELECT pg_advisory_xact_lock(${migrationLock})`.execute(transaction)
    await sql`CREATE SCHEMA IF NOT EXISTS bridge`.execute(transaction)
    await sql`CREATE TABLE IF NOT EXISTS bridge.migrations (
      name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())`.execute(transaction)
    const done = await checkNotNewer(transaction, files)
    const open = files.filter((name) => !done.includes(name))
    for (const name of open) {
      await sql.raw(await readFile(join(folder, name), 'utf8')).execute(transaction)
      await transaction.insertInto('bridge.migrations').values({ name }).execute()
    }
    return open
  })
}

/** Throws `Misconfigured` when the tables are older or newer than this version needs. */
export async function checkMigrations(store: Store): Promise<void> {
  const db = databaseOf(store)
  const files = await migrationFiles()
  const done = await checkNotNewer(db, files)
  const open = files.filter((name) => !done.includes(name))
  if (open.length === 0) return
  throw new Misconfigured(`The database lacks ${open.join(', ')}.`, { advice: 'Run: npm run bridge -- migrate' })
}

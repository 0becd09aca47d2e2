import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { EngineLog } from '../engine/log.ts'
import { isDatabaseGone } from './database-gone.ts'
import type { Schema } from './schema.ts'

/** The database, or a transaction of it. */
export type Database = Kysely<Schema>

/** Where the database is. */
export interface Server {
  url(): string
  /** Brings it back, when that is in our hands; the address may be another one afterwards. */
  ensure?(): Promise<void>
}

const nothing = () => undefined

/** A connection of its own, outside the pool. */
export async function connectClient(server: Server, name: string): Promise<pg.Client> {
  const open = async () => {
    const client = new pg.Client({
      connectionString: server.url(),
      application_name: name,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    })
    // A connection that breaks while nobody asks anything must not end the process.
    client.on('error', nothing)
    await client.connect()
    return client
  }
  try {
    return await open()
  } catch (error) {
    if (!server.ensure || !isDatabaseGone(error)) throw error
    await server.ensure()
    return open()
  }
}

/** Connections that come back by themselves after the database was away. */
export function connectDatabase(server: Server, log: EngineLog): Database {
  let address = server.url()
  const makePool = () => {
    const pool = new pg.Pool({
      connectionString: address,
      application_name: 'bridge',
      max: 10,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    })
    pool.on('error', (error) => log.debug({ err: error }, 'an idle database connection broke'))
    // Between two statements of a transaction nobody else listens for the break.
    pool.on('connect', (client) => client.on('error', nothing))
    return pool
  }
  let pool = makePool()
  const connect = async (): Promise<pg.PoolClient> => {
    try {
      return await pool.connect()
    } catch (error) {
      if (!server.ensure || !isDatabaseGone(error)) throw error
      await server.ensure()
      if (server.url() !== address) {
        address = server.url()
        void pool.end().catch(nothing)
        pool = makePool()
      }
      return pool.connect()
    }
  }
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: { connect, end: () => pool.end(), options: {} } }) })
}

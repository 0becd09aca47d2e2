import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Clock } from '../../engine/clock.ts'
import type { EngineLog } from '../../engine/log.ts'
import { openEmbedded, type EmbeddedServer } from '../embedded/embedded-server.ts'
import { migrate } from '../migrate.ts'
import { openStore, type PostgresStore } from '../open-store.ts'

/** A PostgreSQL server for one test file, with a fresh database per test. */
export interface ScratchServer {
  readonly server: EmbeddedServer
  /** Address of a new database with all tables. */
  freshUrl(): Promise<string>
  /** A store on a new database, or on the given one. */
  freshStore(clock: Pick<Clock, 'now'>, options?: { url?: string; log?: EngineLog }): Promise<PostgresStore>
  stop(): Promise<void>
}

const template = 'with_tables'

/** Starts a real server in a temporary folder (about a second); call `stop` in `afterAll`. */
export async function scratchServer(): Promise<ScratchServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bridge-test-'))
  const server = await openEmbedded(dataDir, { scratch: true })
  const clock = { now: () => 0 }

  const admin = async (statement: string) => {
    const client = new pg.Client({ connectionString: server.url() })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  await admin(`CREATE DATABASE ${template}`)
  const first = await openStore({ databaseUrl: server.url(template), dataDir, clock })
  await migrate(first)
  await first.close()

  const freshUrl = async () => {
    const name = `test_${randomUUID().replaceAll('-', '')}`
    await admin(`CREATE DATABASE ${name} TEMPLATE ${template}`)
    return server.url(name)
  }
  return {
    server,
    freshUrl,
    freshStore: async (at, { url, ...options } = {}) =>
      openStore({ databaseUrl: url ?? (await freshUrl()), dataDir, clock: at, ...options }),
    async stop() {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

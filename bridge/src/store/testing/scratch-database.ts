import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import type { Clock } from '../../engine/clock.ts'
import type { EngineLog } from '../../engine/log.ts'
import { openEmbedded, type EmbeddedServer } from '../embedded/embedded-server.ts'
import { migrate } from '../migrate.ts'
import { openStore, type PostgresStore } from '../open-store.ts'

/** A PostgreSQL server for tests, with a fresh database for each that wants one. */
export interface ScratchServer {
  readonly server: EmbeddedServer
  /** Address of a new database with all tables. */
  freshUrl(): Promise<string>
  /** A store on a new database, or on the given one. */
  freshStore(clock: Pick<Clock, 'now'>, options?: { url?: string; log?: EngineLog }): Promise<PostgresStore>
  /** Takes away what this file has made. */
  stop(): Promise<void>
}

const template = 'with_tables'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the server that the test files of one run share. */
    readonly scratchDatabase: string
  }
}

const clock = { now: () => 0 }

async function query(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Starts a server whose databases are made by copying one that has all tables. */
async function startServer(dataDir: string): Promise<EmbeddedServer> {
  const server = await openEmbedded(dataDir, { scratch: true })
  await query(server.url(), `CREATE DATABASE ${template}`)
  const first = await openStore({ databaseUrl: server.url(template), dataDir, clock })
  await migrate(first)
  await first.close()
  return server
}

const newFolder = () => mkdtemp(join(tmpdir(), 'bridge-test-'))

/** For the runner, before the first test file: starts the server that all of them share; returns what ends it. */
export async function shareServer(project: {
  provide(name: 'scratchDatabase', value: string): void
}): Promise<() => Promise<void>> {
  const dataDir = await newFolder()
  const server = await startServer(dataDir)
  project.provide('scratchDatabase', dataDir)
  return async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/**
 * A real server in a temporary folder; call `stop` in `afterAll`.
 *
 * @param own one that this file may stop and start (it takes seconds to make); otherwise the one that all files share
 */
export async function scratchServer({ own = false } = {}): Promise<ScratchServer> {
  const common = own ? undefined : inject('scratchDatabase')
  const dataDir = common ?? (await newFolder())
  const server = common === undefined ? await startServer(dataDir) : await openEmbedded(dataDir, { scratch: true })
  const made: string[] = []
  const freshUrl = async () => {
    const name = `test_${randomUUID().replaceAll('-', '')}`
    await query(server.url(), `CREATE DATABASE ${name} TEMPLATE ${template}`)
    made.push(name)
    return server.url(name)
  }
  return {
    server,
    freshUrl,
    freshStore: async (at, { url, ...options } = {}) =>
      openStore({ databaseUrl: url ?? (await freshUrl()), dataDir, clock: at, ...options }),
    async stop() {
      if (common !== undefined) {
        for (const name of made.splice(0)) await query(server.url(), `DROP DATABASE ${name} WITH (FORCE)`)
        return
      }
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

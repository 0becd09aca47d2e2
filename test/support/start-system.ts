import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { readConfig, type Config } from '../../bridge/src/config.ts'
import { fakeClock, type FakeClock } from '../../bridge/src/engine/testing/fake-clock.ts'
import { scratchServer, type ScratchServer } from '../../bridge/src/store/testing/scratch-database.ts'
import { createSystem, type System } from '../../bridge/src/system.ts'
import { trustAuthority } from '../emulators/entra/trust.ts'
import { listen, type Listening } from '../emulators/kit/listen.ts'
import { startSandboxes, type SandboxOptions, type Sandboxes } from '../emulators/start.ts'
import { environmentFor } from './environment.ts'
import { settle } from './settle.ts'

/** The instant at which every test begins, for both sandboxes and the bridge. */
export const start = '2026-11-21T08:00:00.000Z'

/** Sandboxes with the package deployed, and a bridge on a database of its own; nothing moves until a test says so. */
export interface TestSystem {
  readonly sandboxes: Sandboxes
  readonly system: System
  readonly clock: FakeClock
  readonly config: Config
  /** The bridge's database server: with `ownDatabase` it can be stopped and started. */
  readonly database: ScratchServer
  /** One more bridge on the same database; close it before the system. */
  another(): Promise<System>
  readonly environment: Record<string, string>
  /** The bridge hears and does everything there is. */
  settle(): Promise<void>
  /** Moves every clock. */
  advance(seconds: number): Promise<void>
  close(): Promise<void>
}

export async function startSystem(
  options: {
    environment?: Record<string, string>
    salesforce?: SandboxOptions['salesforce']
    /** A database server that the test stops and starts. */
    ownDatabase?: boolean
  } = {},
): Promise<TestSystem> {
  const sandboxes = await startSandboxes({
    standStillAt: new Date(start).getTime(),
    ...(options.salesforce ? { salesforce: options.salesforce } : {}),
  })
  const distrust = trustAuthority(sandboxes.entra.caCertificate)
  const database = await scratchServer({ own: options.ownDatabase === true })
  const databaseUrl = await database.freshUrl()
  const dataDir = await mkdtemp(join(tmpdir(), 'bridge-data-'))
  const clock = fakeClock(start)

  // The webhooks' address must be known before the bridge exists.
  const late: { system?: System } = {}
  const http: Listening = await listen(
    (request) => late.system?.app.fetch(request) ?? new Response('starting', { status: 503 }),
  )
  const environment = {
    ...environmentFor(sandboxes),
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    DATABASE_URL: databaseUrl,
    BRIDGE_DATA_DIR: dataDir,
    BRIDGE_PUBLIC_URL: http.url,
    ...options.environment,
  }
  const config = readConfig(environment)
  const log = pino({ level: config.LOG_LEVEL })
  const another = async () =>
    createSystem(config, { clock, log, store: await database.freshStore(clock, { url: databaseUrl, log }) })
  const running = await another()
  late.system = running
  const advance = async (seconds: number) => {
    clock.advance(seconds * 1000)
    await Promise.all(
      [sandboxes.entra, sandboxes.businessCentral, sandboxes.salesforce].map((each) =>
        each.clock.advance(seconds * 1000),
      ),
    )
  }
  return {
    sandboxes,
    system: running,
    clock,
    config,
    database,
    another,
    environment,
    async settle() {
      await settle(running, sandboxes)
      // What people do next must not carry the stamp of what has been read.
      await advance(1)
    },
    advance,
    async close() {
      await running.close()
      await http.close()
      await sandboxes.close()
      await database.stop()
      await rm(dataDir, { recursive: true, force: true })
      distrust()
    },
  }
}

import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { isDatabaseGone } from '../database-gone.ts'
import { databaseUser, openDataDir, prepareDataDirectory, type DataDirectory } from './data-directory.ts'
import { freePort } from './free-port.ts'
import { readPostmaster } from './postmaster.ts'
import { findPrograms, type Programs } from './programs.ts'
import { programsFor } from './programs-for.ts'
import { ProgramFailed, runProgram } from './run-program.ts'
import { serverUser, type ServerUser } from './server-user.ts'

/** A PostgreSQL server in a folder, shared by every bridge on that folder. */
export interface EmbeddedServer {
  /** Where it listens now. */
  url(database?: string): string
  /** Starts it when it does not run, and waits until it answers. Repeatable. */
  ensure(): Promise<void>
  /** Stops it unless other programs are still connected. */
  leave(): Promise<void>
  /** Stops it whoever is connected: for tests, and the power switch of demos. */
  stop(): Promise<void>
}

interface Here {
  readonly programs: Programs
  readonly user: ServerUser | undefined
  readonly directory: DataDirectory
  readonly options: EmbeddedOptions
}

export interface EmbeddedOptions {
  /** Faster, and lost with the next power cut: for tests. */
  readonly scratch?: boolean
}

function address(port: number, password: string, database: string): string {
  return `postgres://${databaseUser}:${password}@127.0.0.1:${port}/${database}`
}

/** Whether the server on this port is ours and answers; undefined while it starts or stops. */
async function answers(port: number, { directory }: Here): Promise<boolean | undefined> {
  const client = new pg.Client({
    connectionString: address(port, directory.password, 'postgres'),
    connectionTimeoutMillis: 5000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch (error) {
    return isDatabaseGone(error) ? undefined : false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function checkVersion(directory: DataDirectory): Promise<void> {
  const made = (await readFile(join(directory.cluster, 'PG_VERSION'), 'utf8')).trim()
  if (made === '18') return
  throw new Error(
    `The database in ${directory.cluster} was made by PostgreSQL ${made}; this version of the bridge brings 18. Dump it with the version that made it, or set BRIDGE_DATA_DIR to a new folder.`,
  )
}

async function start({ programs, user, directory, options: { scratch } }: Here): Promise<void> {
  const wished = Number(await readFile(directory.port, 'utf8').catch(() => '0')) || undefined
  const port = await freePort(wished)
  await truncate(directory.log, 0).catch(() => undefined)
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=${scratch === true ? 200 : 60}`
  const careless = scratch === true ? ' -c fsync=off -c full_page_writes=off -c synchronous_commit=off' : ''
  // When it takes longer it goes on starting; the next round finds it.
  const args = [
    'start',
    '--wait',
    '--timeout=15',
    '--silent',
    `--pgdata=${directory.cluster}`,
    `--log=${directory.log}`,
  ]
  await runProgram(programs.pg_ctl, [...args, `--options=${options}${careless}`], user)
  await writeFile(directory.port, String(port), { mode: 0o644 })
}

/**
 * One round of making it run: adopts the server that a killed bridge left, or that another bridge started; clears away
 * what a dead one left; starts it. True with the port when it answers.
 */
async function makeItRun(here: Here): Promise<number | undefined> {
  const { cluster, log } = here.directory
  const found = await readPostmaster(cluster)
  if (found?.state === 'alive') {
    const ours = found.port === 0 ? undefined : await answers(found.port, here)
    if (ours === false)
      throw new Error(`The server on ${cluster} (process ${found.pid}) refuses our password. Stop it and start again.`)
    return ours === true ? found.port : undefined
  }
  // PostgreSQL will not start while the pid in a file left behind belongs to any living process of its user. The file of a
  // dead server stays: by it PostgreSQL knows whether backends of that server are still at work.
  if (found?.state === 'stranger') await rm(join(cluster, 'postmaster.pid'), { force: true })
  try {
    await start(here)
  } catch (error) {
    // Another bridge was faster: the next round adopts its server.
    if ((await readPostmaster(cluster))?.state === 'alive') return undefined
    if (!(error instanceof ProgramFailed)) throw error
    const said = await readFile(log, 'utf8').catch(() => '')
    // The backends of a server that was killed need a moment to notice; or somebody else took the port just now.
    if (/pre-existing shared memory block|could not bind/.test(said)) return undefined
    throw new Error(
      `The embedded database in ${cluster} does not start: ${[error.message, said.trim()].join('\n')}\nMend that, or set DATABASE_URL to a PostgreSQL server of your own.`,
      { cause: error },
    )
  }
  return undefined
}

/** Opens (at the first start: makes) the embedded database in `dataDir`. */
export async function openEmbedded(dataDir: string, options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const folder = resolve(dataDir)
  await openDataDir(folder)
  const user = await serverUser(folder)
  const programs = await programsFor(user, await findPrograms())
  const directory = await prepareDataDirectory(folder, programs, user, options.scratch === true)
  const here: Here = { programs, user, directory, options }
  await checkVersion(here.directory)
  const { cluster, password } = here.directory
  let port = 0
  let making: Promise<void> | undefined

  const make = async () => {
    for (let round = 0; round < 600; round += 1) {
      const found = await makeItRun(here)
      if (found !== undefined) {
        port = found
        return
      }
      await pause(100)
    }
    throw new Error(`The embedded database in ${cluster} does not answer; its log is ${here.directory.log}.`)
  }
  const stop = async () => {
    const found = await readPostmaster(cluster)
    if (found?.state !== 'alive') return
    const how = ['stop', '--no-wait', '--silent', '--mode=fast', `--pgdata=${cluster}`]
    await runProgram(programs.pg_ctl, how, user)
    // Not by pg_ctl: when another bridge starts the server again at once, it would wait for that one to stop.
    for (let round = 0; round < 600; round += 1) {
      const now = await readPostmaster(cluster)
      if (now?.state !== 'alive' || now.pid !== found.pid) return
      await pause(50)
    }
    throw new Error(`The embedded database in ${cluster} (process ${found.pid}) does not stop.`)
  }
  const others = async () => {
    const client = new pg.Client({ connectionString: address(port, password, 'postgres') })
    client.on('error', () => undefined)
    await client.connect()
    try {
      const { rows } = await client.query<{ others: string }>(
        "SELECT count(*) AS others FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
      )
      return Number(rows[0]?.others)
    } finally {
      await client.end()
    }
  }
  const server: EmbeddedServer = {
    url: (database = 'postgres') => address(port, password, database),
    ensure: () => (making ??= make().finally(() => (making = undefined))),
    stop,
    async leave() {
      // Our own connections may take a moment to be gone from the server's list.
      for (let round = 0; round < 10; round += 1) {
        const left = await others().catch(() => undefined)
        if (left === undefined) return
        if (left === 0) return stop()
        await pause(50)
      }
    },
  }
  await server.ensure()
  return server
}

import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Programs } from './programs.ts'
import { runProgram } from './run-program.ts'
import type { ServerUser } from './server-user.ts'

/** Where the embedded database keeps its files: `{BRIDGE_DATA_DIR}/postgres`, which belongs to the server's user alone. */
export interface DataDirectory {
  readonly cluster: string
  readonly log: string
  /** The port of last time: kept when it is free, so that a restart changes nothing for whoever is connected. */
  readonly port: string
  readonly password: string
}

export const databaseUser = 'bridge'

const beginning = (pid: number) => `postgres-beginning-${pid}-`

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The folder itself; made when it is not there. Only root shares it with another user, the server's. */
export async function openDataDir(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  // That user must be able to pass through; what lies inside is closed to others by its own modes.
  if (process.getuid?.() === 0) await chmod(dataDir, 0o711)
}

/** Removes what bridges left behind that died while they made the database. */
async function sweep(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const pid = /^postgres-beginning-(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(dataDir, name), { recursive: true, force: true })
  }
}

/** Made aside and moved into place whole: a bridge that is killed meanwhile leaves nothing half made. */
async function create(
  dataDir: string,
  place: string,
  programs: Programs,
  user: ServerUser | undefined,
  scratch: boolean,
): Promise<void> {
  const aside = await mkdtemp(join(dataDir, beginning(process.pid)))
  const password = join(aside, 'password')
  try {
    await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600 })
    if (user) {
      await chown(aside, user.uid, user.gid)
      await chown(password, user.uid, user.gid)
    }
    const options = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--no-instructions']
    if (scratch) options.push('--no-sync')
    const where = [`--pgdata=${join(aside, 'cluster')}`, `--username=${databaseUser}`, `--pwfile=${password}`]
    await runProgram(programs.initdb, [...where, ...options], user)
    await rename(aside, place)
  } catch (error) {
    await rm(aside, { recursive: true, force: true })
    // Another bridge was faster: theirs is used.
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return
    throw error
  }
}

/** The data directory, made at the first start. */
export async function prepareDataDirectory(
  dataDir: string,
  programs: Programs,
  user: ServerUser | undefined,
  scratch = false,
): Promise<DataDirectory> {
  await sweep(dataDir)
  const place = join(dataDir, 'postgres')
  const passwordFile = join(place, 'password')
  if ((await readIfThere(passwordFile)) === undefined) await create(dataDir, place, programs, user, scratch)
  const password = await readIfThere(passwordFile)
  if (password === undefined) {
    throw new Error(
      `${place} is there but is not a database of the bridge: it has no password file. Move it away, or set BRIDGE_DATA_DIR to another folder.`,
    )
  }
  const cluster = join(place, 'cluster')
  return { cluster, log: join(place, 'server.log'), port: join(place, 'port'), password: password.trim() }
}

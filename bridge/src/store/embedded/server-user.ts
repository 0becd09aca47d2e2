import { execFile } from 'node:child_process'
import { access, constants, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** The operating system's user that the database server runs as. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
  /** A folder above the data is closed to this user. */
  readonly isShutOut: boolean
}

type Ids = Pick<ServerUser, 'uid' | 'gid'>

async function postgresUser(): Promise<Ids | undefined> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((each) => each.startsWith('postgres:'))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

async function firstThatExists(...paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const there = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (there) return path
  }
  return undefined
}

async function createPostgresUser(): Promise<void> {
  const useradd = await firstThatExists('/usr/sbin/useradd', '/sbin/useradd', '/usr/bin/useradd')
  if (useradd !== undefined) {
    await execute(useradd, ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres'])
    return
  }
  const adduser = await firstThatExists('/usr/sbin/adduser', '/bin/adduser')
  if (adduser === undefined) throw new Error('neither useradd nor adduser is installed')
  await execute(adduser, ['-S', '-D', '-H', 'postgres'])
}

async function findOrCreate(): Promise<Ids> {
  try {
    const existing = await postgresUser()
    if (existing) return existing
    await createPostgresUser()
    const created = await postgresUser()
    if (created) return created
    throw new Error('it was created but is not in /etc/passwd')
  } catch (cause) {
    throw new Error(
      `PostgreSQL refuses to run as root and the user "postgres" could not be made (${String(cause)}). Create it, run the bridge as an ordinary user, or set DATABASE_URL.`,
      { cause },
    )
  }
}

/** Whether this user can pass through all folders above the path. */
export async function canReach({ uid, gid }: Ids, path: string): Promise<boolean> {
  return execute('test', ['-x', path], { uid, gid, cwd: '/' }).then(
    () => true,
    () => false,
  )
}

/**
 * Whom the server runs as: ourselves, unless we are root. PostgreSQL refuses root, so root uses the user `postgres` and
 * makes it where it does not exist (containers).
 */
export async function serverUser(dataDir: string): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const ids = await findOrCreate()
  return { ...ids, isShutOut: !(await canReach(ids, dataDir)) }
}

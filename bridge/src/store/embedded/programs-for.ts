import { cp, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Programs } from './programs.ts'
import { canReach, type ServerUser } from './server-user.ts'

async function isRoots(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined)
  if (!found) return false
  // Whoever can put a folder into the temporary one must not choose what we run.
  if (found.uid === 0 && (found.mode & 0o022) === 0) return true
  throw new Error(`${folder} is not root's alone. Remove it.`)
}

/**
 * The programs where the server's user can run them. PostgreSQL looks for its own files next to its binary and may not pass
 * a closed folder (a checkout below `/root`): root then keeps a copy (60 MB) in the temporary folder.
 */
export async function programsFor(user: ServerUser | undefined, programs: Programs): Promise<Programs> {
  if (!user || (await canReach(user, programs.postgres))) return programs
  const native = dirname(dirname(programs.postgres))
  const { mtimeMs } = await stat(programs.postgres)
  const copy = join(tmpdir(), `bridge-postgresql-${Math.trunc(mtimeMs).toString(36)}`)
  if (!(await isRoots(copy))) {
    const aside = await mkdtemp(join(tmpdir(), 'bridge-postgresql-copy-'))
    await cp(native, join(aside, 'native'), { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
    await rename(join(aside, 'native'), copy).catch(async () => rm(aside, { recursive: true }))
    await rm(aside, { recursive: true, force: true })
  }
  const moved = (path: string) => join(copy, 'bin', basename(path))
  return { initdb: moved(programs.initdb), pg_ctl: moved(programs.pg_ctl), postgres: moved(programs.postgres) }
}

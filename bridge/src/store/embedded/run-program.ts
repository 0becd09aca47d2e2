import { spawn } from 'node:child_process'
import type { ServerUser } from './server-user.ts'

/** What a program said when it failed. */
export class ProgramFailed extends Error {
  override readonly name = 'ProgramFailed'
  readonly output: string
  constructor(message: string, output: string) {
    super(output === '' ? message : `${message}\n${output}`)
    this.output = output
  }
}

/**
 * What to start so that it runs as the given user. Where that user may not even pass through a folder above the files (a
 * checkout below `/root`), it is given the one capability to do so: [capabilities(7)] CAP_DAC_OVERRIDE, kept by setpriv.
 */
function asUser(program: string, args: readonly string[], user: ServerUser | undefined) {
  if (user?.isShutOut !== true) return { program, args, ids: user ? { uid: user.uid, gid: user.gid } : {} }
  const drop = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups']
  const keep = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  return { program: 'setpriv', args: [...drop, ...keep, program, ...args], ids: {} }
}

/** Runs a program to its end as the given user; throws `ProgramFailed` with what it printed. */
export function runProgram(program: string, args: readonly string[], user: ServerUser | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const start = asUser(program, args, user)
    const child = spawn(start.program, start.args, {
      ...start.ids,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    let output = ''
    const listen = (chunk: Buffer) => (output += chunk.toString())
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('error', (error) => reject(new ProgramFailed(`${program} did not start: ${error.message}`, output)))
    // Not 'close': the server inherits nothing from us, but a stray descriptor must never hold up the bridge.
    child.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new ProgramFailed(`${program} ended with ${code ?? 'a signal'}`, output.trim()))
    })
  })
}

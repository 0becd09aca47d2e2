import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestSystem } from '../support/start-system.ts'

/** A bridge in a process of its own that is up and waits for its change. */
export interface MortalBridge {
  /** Hands it the change. Resolves when it has ended, by itself or by SIGKILL. */
  go(entity: string, id: string): Promise<{ readonly killed: boolean }>
  /** It is not needed any more. */
  end(): Promise<void>
}

/** Starts one that will die at the given step; left out: it lives to the end. */
export async function mortalBridge(
  { environment, sandboxes, clock }: Pick<TestSystem, 'environment' | 'sandboxes' | 'clock'>,
  killAt?: number,
): Promise<MortalBridge> {
  const here = import.meta.dirname
  const child = spawn(process.execPath, ['--import', `${here}/kill-at.ts`, `${here}/bridge-child.ts`], {
    env: {
      PATH: process.env.PATH,
      ...environment,
      LOG_LEVEL: 'error',
      NODE_COMPILE_CACHE: join(tmpdir(), 'bridge-compile-cache'),
      NODE_EXTRA_CA_CERTS: sandboxes.entra.caCertificate,
      CLOCK_BEHIND: String(Date.now() - clock.now()),
      ...(killAt === undefined ? {} : { KILL_AT: String(killAt) }),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const lines: string[] = []
  const output = createInterface({ input: child.stdout })
  output.on('line', (line) => lines.push(line))
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  await Promise.race([once(output, 'line'), ended])
  if (lines[0] !== 'ready') throw new Error(`The bridge did not come up:\n${complaints}`)
  return {
    async go(entity, id) {
      child.stdin.end(`${entity} ${id}\n`)
      const [code, signal] = await ended
      if (signal !== 'SIGKILL' && code !== 0) throw new Error(`The bridge failed (${String(code)}):\n${complaints}`)
      return { killed: signal === 'SIGKILL' }
    },
    async end() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

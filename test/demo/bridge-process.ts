import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'

export interface BridgeProcess {
  readonly url: string
  readonly child: ChildProcess
  /** Asks it to stop and waits until it has; running work is finished first. */
  stop(): Promise<void>
}

/** A port that was free a moment ago: the bridge must know its public address before it listens. */
async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/**
 * Starts `bridge start` as an operator would: a process of its own, configured by the environment only.
 *
 * @param environment made from the address that the bridge will have
 * @throws Error with what the bridge printed, when it ends before it is up
 */
export async function startBridge(
  environment: (url: string) => NodeJS.ProcessEnv,
  wanted?: number,
): Promise<BridgeProcess> {
  const port = wanted ?? (await freePort())
  const child = spawn(process.execPath, ['bridge/src/main.ts', 'start', '--json'], {
    cwd: `${import.meta.dirname}/../..`,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: String(port),
      ...environment(`http://127.0.0.1:${port}`),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const complaints: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    complaints.push(line)
    if (complaints.length > 200) complaints.shift()
    if (process.env.DEMO_VERBOSE !== undefined) console.error(line)
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve)
  })
  const first = await Promise.race([ready, ended])
  if (typeof first !== 'string') throw new Error(`The bridge ended (${String(first)}):\n${complaints.join('\n')}`)
  return {
    url: (JSON.parse(first) as { url: string }).url,
    child,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

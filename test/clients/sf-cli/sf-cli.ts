import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

const binaries = join(import.meta.dirname, '../../../node_modules/.bin')

export interface SfAnswer {
  readonly code: number
  /** What `--json` printed. */
  readonly json: { status: number; message?: string; result: Record<string, unknown> }
}

export interface SfCli extends AsyncDisposable {
  /** A folder of its own for everything the test writes. */
  readonly folder: string
  run(args: readonly string[], options?: { cwd?: string; env?: Record<string, string> }): Promise<SfAnswer>
}

/** The real sf CLI with a home folder of its own, offline and without telemetry. */
export async function startSfCli(): Promise<SfCli> {
  // No folder above a project may be called like a metadata folder, or the CLI takes all of it for one component.
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-cli-'))
  const quiet = [
    'SF_DISABLE_TELEMETRY',
    'SF_AUTOUPDATE_DISABLE',
    'SF_DISABLE_AUTOUPDATE',
    'SF_SKIP_NEW_VERSION_CHECK',
    'SF_USE_GENERIC_UNIX_KEYCHAIN',
    'SF_DISABLE_LOG_FILE',
    'CI',
  ]
  const env = {
    ...process.env,
    ...Object.fromEntries(quiet.map((name) => [name, 'true'])),
    HOME: folder,
    // Most of a command's time goes into loading the CLI; what Node compiled of it is kept from run to run.
    NODE_COMPILE_CACHE: join(binaries, '../.cache/sf-cli'),
    PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}`,
  }
  return {
    folder,
    run: (args, options = {}) =>
      new Promise((resolve, reject) => {
        execFile(
          join(binaries, 'sf'),
          [...args, '--json'],
          { cwd: options.cwd ?? folder, env: { ...env, ...options.env }, maxBuffer: 64 * 2 ** 20 },
          (error, stdout, stderr) => {
            try {
              resolve({
                code: typeof error?.code === 'number' ? error.code : 0,
                json: JSON.parse(stdout) as SfAnswer['json'],
              })
            } catch {
              reject(new Error(`sf ${args.join(' ')}: ${stdout}${stderr}`))
            }
          },
        )
      }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

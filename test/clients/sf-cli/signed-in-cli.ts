import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  createSalesforceEmulator,
  type SalesforceEmulator,
  type SalesforceEmulatorOptions,
} from '../../emulators/salesforce/index.ts'
import { writeSampleProject } from './sample-project.ts'
import { type SfAnswer, type SfCli, startSfCli } from './sf-cli.ts'

/** A sandbox, and the sf CLI signed in to it as its administrator under the alias `sandbox`. */
export interface SignedInCli extends AsyncDisposable {
  readonly org: SalesforceEmulator
  readonly cli: SfCli
  /** Folder of the sample project. */
  readonly project: string
  /** `sf … --target-org sandbox --json` in the sample project. */
  sf(command: string, ...args: readonly string[]): Promise<SfAnswer>
}

/** @param more files of the sample project, added or replaced */
export async function signInCli(
  options: SalesforceEmulatorOptions = {},
  more: Readonly<Record<string, string>> = {},
): Promise<SignedInCli> {
  const [org, cli] = await Promise.all([createSalesforceEmulator(options), startSfCli()])
  const project = join(cli.folder, 'project')
  await mkdir(project)
  await writeSampleProject(project, more)
  const login = ['org', 'login', 'access-token', '--instance-url', org.instanceUrl, '--no-prompt', '--alias', 'sandbox']
  const { code, json } = await cli.run(login, { env: { SF_ACCESS_TOKEN: org.accessToken } })
  if (code !== 0) throw new Error(json.message)
  return {
    org,
    cli,
    project,
    sf: (command, ...args) => cli.run([...command.split(' '), ...args, '--target-org', 'sandbox'], { cwd: project }),
    async [Symbol.asyncDispose]() {
      await cli[Symbol.asyncDispose]()
      await org.close()
    },
  }
}

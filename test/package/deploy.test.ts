import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSalesforceEmulator, type SalesforceEmulator } from '../emulators/salesforce/index.ts'
import { projectRoot } from './package-source.ts'

/** Runs a command as a person would, with a home directory of its own, so that no sign-in of the machine is touched. */
async function run(
  home: string,
  command: string,
  ...options: string[]
): Promise<{ code: number | null; output: string }> {
  const child = spawn(command, options, {
    cwd: projectRoot,
    env: {
      PATH: [join(projectRoot, 'node_modules/.bin'), process.env.PATH].join(delimiter),
      HOME: home,
      USERPROFILE: home,
      CI: 'true',
      SF_ACCESS_TOKEN: salesforce.accessToken,
      SF_DISABLE_TELEMETRY: 'true',
      SF_DISABLE_AUTOUPDATE: 'true',
      SF_SKIP_NEW_VERSION_CHECK: 'true',
      SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
      SF_DISABLE_LOG_FILE: 'true',
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, output }
}

let salesforce: SalesforceEmulator
const home = mkdtempSync(join(tmpdir(), 'deploy-'))

describe('npm run deploy, with the real sf CLI', () => {
  beforeAll(async () => {
    salesforce = await createSalesforceEmulator()
    const url = salesforce.loginUrl
    const login = await run(
      home,
      'sf',
      'org',
      'login',
      'access-token',
      '--instance-url',
      url,
      '--no-prompt',
      '--alias',
      'sandbox',
    )
    expect(login).toMatchObject({ code: 0 })
  })

  afterAll(async () => {
    await salesforce.close()
    rmSync(home, { recursive: true, force: true })
  })

  it('checks without changing anything', async () => {
    const { code, output } = await run(
      home,
      'node',
      'scripts/deploy-package.ts',
      '--target-org',
      'sandbox',
      '--dry-run',
    )
    expect(output).toContain('Everything would deploy.')
    expect(code).toBe(0)
    expect(salesforce.schema.object('BC_Invoice__c')).toBeUndefined()
  })

  it('deploys the package and the channel and assigns a permission set', async () => {
    const options = ['--target-org', 'sandbox', '--with-cdc', '--assign', 'BC_Billing_User']
    const { code, output } = await run(home, 'node', 'scripts/deploy-package.ts', ...options)
    expect(output).toContain('Done.')
    expect(code).toBe(0)
    expect(salesforce.schema.object('BC_Invoice__c')?.fields.map(({ name }) => name)).toContain('BC_Remaining__c')
    const [set] = salesforce.records.all('PermissionSet').filter(({ Name }) => Name === 'BC_Billing_User')
    const assigned = salesforce.records.all('PermissionSetAssignment').map(({ PermissionSetId }) => PermissionSetId)
    expect(assigned).toContain(set?.Id)
  })

  it('says what to do when the org is not there', async () => {
    const { code, output } = await run(home, 'node', 'scripts/deploy-package.ts', '--target-org', 'nowhere')
    expect(code).toBe(1)
    expect(output).toContain('✗ Deploy the package: failed.')
    expect(output).toContain('sf org list')
  })
})

import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { file } from '../../emulators/salesforce/testing/sample-package.ts'
import { writeSampleProject } from './sample-project.ts'
import { type SignedInCli, signInCli } from './signed-in-cli.ts'

/** The real sf CLI signs in, deploys, makes records and queries. */
const repository = join(import.meta.dirname, '../../..')
let at: SignedInCli
beforeAll(async () => {
  at = await signInCli()
})
afterAll(() => at[Symbol.asyncDispose]())

const deploy = 'project deploy start --source-dir source'

interface Failed {
  details: { componentFailures: { fullName: string; problem: string } | { fullName: string; problem: string }[] }
}
const failuresOf = (result: unknown): string[] =>
  [(result as Failed).details.componentFailures].flat().map((one) => `${one.fullName}: ${one.problem}`)

test('a failing deploy exits 1 with the component and its problem, and changes nothing', async () => {
  const broken = join(at.cli.folder, 'broken')
  await writeSampleProject(broken, {
    'source/permissionsets/Bridge.permissionset-meta.xml': file(
      'PermissionSet',
      '<fieldPermissions><editable>true</editable><field>Account.Nope__c</field><readable>true</readable></fieldPermissions><label>Bridge</label>',
    ),
  })
  const { code, json } = await at.cli.run([...deploy.split(' '), '--target-org', 'sandbox'], { cwd: broken })
  expect(code).toBe(1)
  expect(failuresOf(json.result)).toEqual(['Bridge: In field: field - no CustomField named Account.Nope__c found'])
  expect(at.org.schema.object('Bill__c')).toBeUndefined()
})

test('a dry run checks and changes nothing', async () => {
  const { code, json } = await at.sf(deploy, '--dry-run')
  expect(code).toBe(0)
  expect(json.result).toMatchObject({ status: 'Succeeded', checkOnly: true })
  expect(at.org.schema.object('Bill__c')).toBeUndefined()
})

test('a deploy over REST succeeds', async () => {
  const { code, json } = await at.cli.run([...deploy.split(' '), '--target-org', 'sandbox'], {
    cwd: at.project,
    env: { SF_ORG_METADATA_REST_DEPLOY: 'true' },
  })
  expect(code).toBe(0)
  expect(json.result).toMatchObject({ status: 'Succeeded', numberComponentErrors: 0, numberComponentsDeployed: 4 })
  expect(at.org.schema.object('Bill__c')?.fields.some((field) => field.name === 'Key__c')).toBe(true)
})

test('records are created and queried', async () => {
  const made = await at.sf('data create record --sobject Account', '--values', "Name='Acme Corp'")
  expect(made.code).toBe(0)
  const { json } = await at.sf('data query', '--query', 'SELECT Name, Owner.Username FROM Account')
  expect(json.result).toMatchObject({
    totalSize: 1,
    records: [{ Name: 'Acme Corp', Owner: { Username: 'admin@sandbox.example' } }],
  })
})

test('the package of this repository deploys, over SOAP', async () => {
  const deployAll = ['project', 'deploy', 'start', '--source-dir', 'force-app', '--target-org', 'sandbox']
  const { code, json } = await at.cli.run(deployAll, { cwd: repository })
  expect(code === 0 ? [] : failuresOf(json.result)).toEqual([])
  expect(json.result).toMatchObject({ status: 'Succeeded' })
})

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSalesforceEmulator, type SalesforceEmulator } from '../../emulators/salesforce/index.ts'
import { file } from '../../emulators/salesforce/testing/sample-package.ts'
import { writeSampleProject } from './sample-project.ts'
import { type SfCli, startSfCli } from './sf-cli.ts'

/** The real sf CLI signs in, deploys, assigns, queries. */
const repository = join(import.meta.dirname, '../../..')
let org: SalesforceEmulator
let cli: SfCli
let project: string
beforeAll(async () => {
  org = await createSalesforceEmulator()
  cli = await startSfCli()
  project = join(cli.folder, 'project')
  await mkdir(project)
  await writeSampleProject(project)
  const login = ['org', 'login', 'access-token', '--instance-url', org.instanceUrl, '--no-prompt', '--alias', 'sandbox']
  const { code, json } = await cli.run(login, { env: { SF_ACCESS_TOKEN: org.accessToken } })
  if (code !== 0) throw new Error(json.message)
})
afterAll(async () => {
  await cli[Symbol.asyncDispose]()
  await org.close()
})

const target = ['--target-org', 'sandbox']
const deploy = ['project', 'deploy', 'start', '--source-dir', 'source', ...target]

interface Failed {
  details: { componentFailures: { fullName: string; problem: string } | { fullName: string; problem: string }[] }
}
const failuresOf = (result: unknown): string[] =>
  [(result as Failed).details.componentFailures].flat().map((one) => `${one.fullName}: ${one.problem}`)

test('a failing deploy exits 1 with the component and its problem, and changes nothing', async () => {
  const broken = join(cli.folder, 'broken')
  await writeSampleProject(broken, {
    'source/permissionsets/Bridge.permissionset-meta.xml': file(
      'PermissionSet',
      '<fieldPermissions><editable>true</editable><field>Account.Nope__c</field><readable>true</readable></fieldPermissions><label>Bridge</label>',
    ),
  })
  const { code, json } = await cli.run(deploy, { cwd: broken })
  expect(code).toBe(1)
  expect(failuresOf(json.result)).toEqual(['Bridge: In field: field - no CustomField named Account.Nope__c found'])
  expect(org.schema.object('Bill__c')).toBeUndefined()
})

test('a dry run checks and changes nothing', async () => {
  const { code, json } = await cli.run([...deploy, '--dry-run'], { cwd: project })
  expect(code).toBe(0)
  expect(json.result).toMatchObject({ status: 'Succeeded', checkOnly: true })
  expect(org.schema.object('Bill__c')).toBeUndefined()
})

test.each([
  ['SOAP', {}],
  ['REST', { SF_ORG_METADATA_REST_DEPLOY: 'true' }],
])('a deploy over %s succeeds', async (_name, env) => {
  const { code, json } = await cli.run(deploy, { cwd: project, env })
  expect(code).toBe(0)
  expect(json.result).toMatchObject({ status: 'Succeeded', numberComponentErrors: 0, numberComponentsDeployed: 4 })
  expect(org.schema.object('Bill__c')?.fields.some((field) => field.name === 'Key__c')).toBe(true)
})

test('a permission set is assigned, once', async () => {
  const assign = [
    'org',
    'assign',
    'permset',
    '--name',
    'Bridge',
    '--on-behalf-of',
    'integration@sandbox.example',
    ...target,
  ]
  expect((await cli.run(assign)).json.result).toMatchObject({ successes: [{ value: 'Bridge' }], failures: [] })
  expect((await cli.run(assign)).json.result).toMatchObject({
    failures: [{ message: expect.stringContaining('duplicate value found') as string }],
  })
  expect(org.context.access(org.userId).readableField('Account', 'Key__c')).toBe(false)
  expect(org.records.all('PermissionSetAssignment')).toHaveLength(1)
})

test('records are created and queried', async () => {
  expect(
    (await cli.run(['data', 'create', 'record', '--sobject', 'Account', '--values', "Name='Acme Corp'", ...target]))
      .code,
  ).toBe(0)
  const { json } = await cli.run(['data', 'query', '--query', 'SELECT Name, Owner.Username FROM Account', ...target])
  expect(json.result).toMatchObject({
    totalSize: 1,
    records: [{ Name: 'Acme Corp', Owner: { Username: 'admin@sandbox.example' } }],
  })
})

test('the package of this repository deploys', async () => {
  const { code, json } = await cli.run(['project', 'deploy', 'start', '--source-dir', 'force-app', ...target], {
    cwd: repository,
  })
  expect(code === 0 ? [] : failuresOf(json.result)).toEqual([])
  expect(json.result).toMatchObject({ status: 'Succeeded' })
})

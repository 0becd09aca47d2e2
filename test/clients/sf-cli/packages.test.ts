import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPackageRegistry } from '../../emulators/salesforce/index.ts'
import type { SfAnswer } from './sf-cli.ts'
import { type SignedInCli, signInCli } from './signed-in-cli.ts'

/** The real sf CLI makes an unlocked package of this repository in a Dev Hub and installs it in another org. */
const repository = join(import.meta.dirname, '../../..')
const packages = createPackageRegistry()
let at: SignedInCli
// Another home folder: the users of both orgs have the same names, and the CLI keeps sign-ins by name.
let customer: SignedInCli
beforeAll(async () => {
  ;[at, customer] = await Promise.all([signInCli({ packages, switches: { devHub: true } }), signInCli({ packages })])
  await cp(join(repository, 'force-app'), join(at.project, 'force-app'), { recursive: true })
})
afterAll(async () => {
  await at[Symbol.asyncDispose]()
  await customer[Symbol.asyncDispose]()
})

const hub = (command: string, ...args: readonly string[]): Promise<SfAnswer> =>
  at.cli.run([...command.split(' '), ...args, '--target-dev-hub', 'sandbox'], { cwd: at.project })
const project = async (): Promise<{ packageAliases?: Record<string, string> }> =>
  JSON.parse(await readFile(join(at.project, 'sfdx-project.json'), 'utf8')) as {
    packageAliases?: Record<string, string>
  }

test('a package is made, versioned, released and installed', { timeout: 180_000 }, async () => {
  const created = await hub('package create --name Billing --package-type Unlocked --no-namespace --path force-app')
  expect(created.code, created.json.message).toBe(0)
  expect(created.json.result).toEqual({ Id: expect.stringMatching(/^0Ho/) as string })

  const version = await hub(
    'package version create --package Billing --installation-key secret1 --code-coverage --wait 5',
  )
  expect(version.code, JSON.stringify(version.json)).toBe(0)
  expect(version.json.result).toMatchObject({
    Status: 'Success',
    VersionNumber: '0.1.0.1',
    HasPassedCodeCoverageCheck: true,
  })
  const alias = 'Billing@0.1.0-1'
  const id = (await project()).packageAliases?.[alias] ?? ''
  expect(id).toMatch(/^04t/)

  const promoted = await hub('package version promote --no-prompt --package', id)
  expect(promoted.code, promoted.json.message).toBe(0)
  const list = await hub('package version list --packages Billing')
  expect(list.json.result).toMatchObject([
    { Alias: alias, Version: '0.1.0.1', IsReleased: true, IsPasswordProtected: true },
  ])

  const install = (...args: readonly string[]): Promise<SfAnswer> =>
    customer.sf('package install --wait 5 --no-prompt --package', id, ...args)
  const refused = await install()
  expect(refused.code).toBe(1)
  expect(refused.json.message).toContain('Please provide installationkey')
  const done = await install('--installation-key', 'secret1', '--publish-wait', '5')
  expect(done.code, done.json.message).toBe(0)
  expect(done.json.result).toMatchObject({ Status: 'SUCCESS', SubscriberPackageVersionKey: id })
  expect(customer.org.schema.object('BC_Invoice__c')).toBeDefined()
  expect(at.org.schema.object('BC_Invoice__c')).toBeUndefined()

  const installed = await customer.sf('package installed list')
  expect(installed.json.result).toMatchObject([
    { SubscriberPackageName: 'Billing', SubscriberPackageVersionNumber: '0.1.0.1' },
  ])

  const gone = await customer.sf('package uninstall --wait 5 --package', id)
  expect(gone.code, gone.json.message).toBe(0)
  expect(customer.org.schema.object('BC_Invoice__c')).toBeUndefined()
})

test('a version that does not stand alone fails with its reasons', async () => {
  await writeFile(
    join(at.project, 'force-app/main/default/permissionsets/Broken.permissionset-meta.xml'),
    '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>Broken</label><objectPermissions><allowRead>true</allowRead><object>Nope__c</object></objectPermissions></PermissionSet>',
  )
  const { code, json } = await hub('package version create --package Billing --installation-key-bypass --wait 5')
  expect(code).toBe(1)
  expect(json.message).toContain('Broken: In field: object - no CustomObject named Nope__c found')
  const report = await hub('package list')
  expect(report.json.result).toMatchObject([{ Name: 'Billing', ContainerOptions: 'Unlocked' }])
})

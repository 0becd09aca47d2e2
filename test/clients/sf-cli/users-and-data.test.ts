import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { file } from '../../emulators/salesforce/testing/sample-package.ts'
import { type SignedInCli, signInCli } from './signed-in-cli.ts'

/** The real sf CLI signs in by certificate, assigns permission sets and moves records in bulk. */
let at: SignedInCli
beforeAll(async () => {
  at = await signInCli(
    {},
    {
      'source/permissionsetgroups/Bridges.permissionsetgroup-meta.xml': file(
        'PermissionSetGroup',
        '<label>Bridges</label><permissionSets>Bridge</permissionSets>',
      ),
      'source/objects/Account/fields/Key__c.field-meta.xml': file(
        'CustomField',
        '<fullName>Key__c</fullName><externalId>true</externalId><label>Key</label><length>80</length><type>Text</type><unique>true</unique>',
      ),
    },
  )
  const { code, json } = await at.sf('project deploy start', '--source-dir', 'source')
  if (code !== 0) throw new Error(JSON.stringify(json))
})
afterAll(() => at[Symbol.asyncDispose]())

test('a certificate signs a user in', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'bridge' }], { algorithm: 'sha256' })
  const keyFile = join(at.cli.folder, 'key.pem')
  await writeFile(keyFile, key)
  const login = (username: string): ReturnType<SignedInCli['cli']['run']> =>
    at.cli.run([
      ...['org', 'login', 'jwt', '--client-id', at.org.clientId, '--jwt-key-file', keyFile],
      ...['--username', username, '--instance-url', at.org.loginUrl],
    ])
  const refused = await login('rep@sandbox.example')
  expect(refused.code).toBe(1)
  expect(refused.json.message).toContain('invalid assertion')
  at.org.connectedApp.certificate = cert
  const { code, json } = await login('rep@sandbox.example')
  expect(code, json.message).toBe(0)
  expect(json.result).toMatchObject({ username: 'rep@sandbox.example', orgId: at.org.organizationId })
})

test('permission sets and groups are assigned; what is not there is told in the words of the CLI', async () => {
  const { code, json } = await at.sf(
    'org assign permset --name Bridges --name Bridges --name Nope --on-behalf-of integration@sandbox.example',
  )
  expect(code).toBe(68)
  expect(json.result).toMatchObject({
    successes: [{ name: 'integration@sandbox.example', value: 'Bridges' }],
    failures: [
      { message: expect.stringContaining('duplicate value found') as string },
      { message: 'Permission set "Nope" not found in target org. Do you need to push source?' },
    ],
  })
  expect(at.org.context.access(at.org.userId).editableField('Account', 'Key__c')).toBe(false)
  expect(at.org.records.all('PermissionSetAssignment')).toMatchObject([
    { PermissionSetGroupId: expect.stringMatching(/^0PG/) as string },
  ])
  const license = await at.sf('org assign permsetlicense --name SomeLicense')
  expect(license.code).toBe(1)
  expect(license.json.result).toMatchObject({ failures: [{ message: 'PermissionSetLicense not found: SomeLicense' }] })
})

test('records are upserted and exported in bulk', async () => {
  const csv = join(at.project, 'accounts.csv')
  await writeFile(csv, 'Key__c,Name,NumberOfEmployees\nA1,Acme,5\nA2,Borg,6\n')
  const upsert = await at.sf(
    'data upsert bulk --sobject Account --external-id Key__c --wait 5 --line-ending LF',
    '--file',
    csv,
  )
  expect(upsert.code, upsert.json.message).toBe(0)
  expect(upsert.json.result).toMatchObject({
    jobInfo: { state: 'JobComplete', numberRecordsProcessed: 2, numberRecordsFailed: 0 },
  })
  const out = join(at.project, 'out.csv')
  const query = 'SELECT Key__c, Name FROM Account ORDER BY Key__c'
  const exported = await at.sf('data export bulk --wait 5', '--query', query, '--output-file', out)
  expect(exported.code, exported.json.message).toBe(0)
  expect(await readFile(out, 'utf8')).toBe('"Key__c","Name"\n"A1","Acme"\n"A2","Borg"\n')
})

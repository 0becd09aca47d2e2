import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { VirtualClock } from '../../emulators/kit/clock.ts'
import { file } from '../../emulators/salesforce/testing/sample-package.ts'
import { type SignedInCli, signInCli } from './signed-in-cli.ts'

/** The real sf CLI validates, deploys quickly, retrieves, deletes, reports and cancels. */
let at: SignedInCli
const clock = new VirtualClock()
beforeAll(async () => {
  at = await signInCli(
    { clock },
    {
      'destructive/package.xml': file('Package', '<version>67.0</version>'),
      'destructive/destructiveChangesPost.xml': file(
        'Package',
        '<types><members>Bridge</members><name>PermissionSet</name></types><version>67.0</version>',
      ),
    },
  )
})
afterAll(() => at[Symbol.asyncDispose]())

const field = (object: string, name: string): boolean =>
  at.org.schema.object(object)?.fields.some((one) => one.name === name) ?? false

test('a validation is deployed quickly', async () => {
  const validated = await at.sf('project deploy validate --test-level RunLocalTests', '--source-dir', 'source')
  expect(validated.code, validated.json.message).toBe(0)
  const id = String(validated.json.result.id)
  expect(field('Account', 'Key__c')).toBe(false)
  const quick = await at.sf('project deploy quick --wait 5 --job-id', id)
  expect(quick.code, quick.json.message).toBe(0)
  expect(quick.json.result).toMatchObject({ status: 'Succeeded', checkOnly: false, numberComponentsDeployed: 4 })
  expect(field('Account', 'Key__c')).toBe(true)
  const again = await at.sf('project deploy quick --wait 5 --job-id', id)
  expect(again.code).not.toBe(0)
})

test('what was deployed is retrieved in source format', async () => {
  const path = join(at.project, 'source/objects/Account/fields/Key__c.field-meta.xml')
  const before = await readFile(path, 'utf8')
  await writeFile(path, before.replace('<label>Key</label>', '<label>Changed here</label>'))
  const { code, json } = await at.sf(
    'project retrieve start --metadata CustomObject:Account PermissionSet:Bridge CustomField:Account.Nope__c',
  )
  expect(code, json.message).toBe(0)
  expect(json.result).toMatchObject({
    success: true,
    messages: expect.arrayContaining([
      expect.objectContaining({ problem: "Entity of type 'CustomField' named 'Account.Nope__c' cannot be found" }),
    ]) as unknown,
  })
  expect(await readFile(path, 'utf8')).toContain('<label>Key</label>')
})

test('components are deleted, by manifest and by name', async () => {
  const post = await at.sf(
    'project deploy start --manifest destructive/package.xml --post-destructive-changes destructive/destructiveChangesPost.xml',
  )
  expect(post.code, JSON.stringify(post.json)).toBe(0)
  expect(at.org.records.all('PermissionSet')).toEqual([])
  const { code, json } = await at.sf('project delete source --no-prompt --metadata CustomField:Account.Key__c')
  expect(code, json.message).toBe(0)
  expect(json.result).toMatchObject({
    status: 'Succeeded',
    deletedSource: [{ fullName: 'Account.Key__c', state: 'Deleted' }],
  })
  expect(field('Account', 'Key__c')).toBe(false)
  const report = await at.sf('project deploy report --job-id', String(post.json.result.id))
  expect(report.json.result).toMatchObject({ status: 'Succeeded' })
})

test('a deploy that is not done is cancelled', async () => {
  at.org.switches.deploySeconds = 3600
  const { json } = await at.sf('project deploy start --async', '--source-dir', 'source')
  const id = String(json.result.id)
  const canceled = await at.sf('project deploy cancel --wait 5 --job-id', id)
  expect(canceled.json.result, canceled.json.message).toMatchObject({ status: 'Canceled' })
})

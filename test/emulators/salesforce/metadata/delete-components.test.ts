import { strToU8, unzipSync, zipSync } from 'fflate'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { packageZip } from '../testing/package-zip.ts'
import { billWith, file, samplePackage } from '../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
beforeEach(async () => {
  started = await startOrg()
})
afterEach(() => started[Symbol.asyncDispose]())

interface Message {
  readonly fullName: string
  readonly deleted: boolean
  readonly problem?: string
  readonly problemType?: string
}
interface Result {
  readonly status: string
  readonly success: boolean
  readonly id: string
  readonly details: { componentSuccesses: readonly Message[]; componentFailures: readonly Message[] }
}

/** A deploy of `files` with deletions: file → type → members. */
async function deploy(
  deletions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
  { files = {}, options = {} }: { files?: Readonly<Record<string, string>>; options?: object } = {},
): Promise<Result> {
  const manifests = Object.entries(deletions).map(([name, types]) => {
    const list = Object.entries(types).map(
      ([type, members]) =>
        `<types>${members.map((one) => `<members>${one}</members>`).join('')}<name>${type}</name></types>`,
    )
    return [name, strToU8(file('Package', list.join('')))] as const
  })
  const zip = zipSync({ ...unzipSync(packageZip(files)), ...Object.fromEntries(manifests) })
  const form = new FormData()
  form.append('file', new Blob([zip], { type: 'application/zip' }), 'package.xml')
  form.append(
    'entity_content',
    new Blob([JSON.stringify({ deployOptions: { rollbackOnError: true, ...options } })], { type: 'application/json' }),
  )
  const url = `${started.org.instanceUrl}/services/data/v67.0/metadata/deployRequest`
  const headers = { authorization: `Bearer ${started.org.accessToken}` }
  const { id } = (await (await fetch(url, { method: 'POST', headers, body: form })).json()) as { id: string }
  const { deployResult } = (await (await fetch(`${url}/${id}?includeDetails=true`, { headers })).json()) as {
    deployResult: Result
  }
  return deployResult
}
const problems = (result: Result): unknown =>
  result.details.componentFailures.map((one) => `${one.fullName}: ${one.problem ?? ''}`)
const fieldNames = (object: string): readonly string[] =>
  started.org.schema.object(object)?.fields.map((one) => one.name) ?? []

test('a field goes with its permissions, its place in views and its values', async () => {
  await started.admin.sobject('Account').create({ Name: 'Acme', Key__c: 'K1' })
  const result = await deploy({ 'destructiveChanges.xml': { CustomField: ['Account.Key__c'] } })
  expect(problems(result)).toEqual([])
  expect(result.details.componentSuccesses).toContainEqual(
    expect.objectContaining({ fullName: 'Account.Key__c', deleted: true }),
  )
  expect(fieldNames('Account')).not.toContain('Key__c')
  expect(started.org.records.all('FieldPermissions').map((row) => row.Field)).not.toContain('Account.Key__c')
  await started.deploy({ 'objects/Account.object': samplePackage['objects/Account.object'] ?? '' })
  const { records } = await started.admin.query('SELECT Key__c FROM Account')
  expect(records).toMatchObject([{ Key__c: null }])
})

test('a field that a formula reads stays, with the name of the formula', async () => {
  const formula =
    '<fields><fullName>Twice__c</fullName><label>Twice</label><type>Number</type><precision>18</precision><scale>2</scale><formula>Total__c * 2</formula></fields>'
  expect(await started.deploy(billWith(formula))).toMatchObject({ failures: [] })
  const pre = await deploy({ 'destructiveChangesPre.xml': { CustomField: ['Bill__c.Total__c'] } })
  expect(pre.status).toBe('Failed')
  expect(problems(pre)).toEqual([
    'Bill__c.Total__c: This custom field is referenced elsewhere in salesforce.com. : Custom Formula Field - Bill__c.Twice__c.',
  ])
  expect(fieldNames('Bill__c')).toContain('Total__c')
  const both = await deploy({ 'destructiveChanges.xml': { CustomField: ['Bill__c.Total__c', 'Bill__c.Twice__c'] } })
  expect(problems(both)).toEqual([])
})

test('an object goes with its parts and rows, unless another object leads to it', async () => {
  await started.admin.sobject('Bill__c').create({ Name: 'B1' })
  const used = await deploy({ 'destructiveChanges.xml': { CustomObject: ['Bill__c'] } })
  expect(problems(used)).toEqual([
    'Bill__c: This custom object is used by another feature. Remove the usage and try again. : Custom Field Definition - Bill_Line__c.Bill__c.',
  ])
  const result = await deploy({ 'destructiveChangesPost.xml': { CustomObject: ['Bill__c', 'Bill_Line__c'] } })
  expect(problems(result)).toEqual([])
  expect(started.org.schema.object('Bill__c')).toBeUndefined()
  expect(started.org.records.all('ObjectPermissions').map((row) => row.SobjectType)).toEqual(['Account'])
  await expect(started.admin.query('SELECT Id FROM Bill__c')).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' })
})

test('Pre goes before what is deployed, Post after it', async () => {
  const field = (type: string): Record<string, string> => ({
    'objects/Account.object': file(
      'CustomObject',
      `<fields><fullName>Secret__c</fullName><label>S</label>${type}</fields>`,
    ),
  })
  const again = await deploy(
    { 'destructiveChangesPre.xml': { CustomField: ['Account.Secret__c'] } },
    { files: field('<type>Date</type>') },
  )
  expect(problems(again)).toEqual([])
  expect(started.org.schema.object('Account')?.fields.find((one) => one.name === 'Secret__c')?.type).toBe('date')
  const gone = await deploy(
    { 'destructiveChangesPost.xml': { CustomField: ['Account.Secret__c'] } },
    { files: field('<type>Date</type>') },
  )
  expect(problems(gone)).toEqual([])
  expect(fieldNames('Account')).not.toContain('Secret__c')
})

test('what is not there is a warning: an error unless warnings are ignored', async () => {
  const deletions = { 'destructiveChanges.xml': { CustomField: ['Account.Nope__c', 'Account.Key__c'] } }
  const strict = await deploy(deletions)
  expect(strict).toMatchObject({ success: false, status: 'Failed' })
  expect(problems(strict)).toEqual(['Account.Nope__c: No CustomField named: Account.Nope__c found'])
  expect(fieldNames('Account')).toContain('Key__c')
  const easy = await deploy(deletions, { options: { ignoreWarnings: true } })
  expect(easy).toMatchObject({ success: true, status: 'Succeeded' })
  expect(easy.details.componentSuccesses).toContainEqual(
    expect.objectContaining({ problemType: 'Warning', fullName: 'Account.Nope__c' }),
  )
  expect(fieldNames('Account')).not.toContain('Key__c')
})

test.each([
  [{ CustomObject: ['Account'] }, "Account: The CustomObject called 'Account' is standard and cannot be deleted"],
  [{ CustomField: ['*'] }, '*: The wildcard * cannot be used to delete components'],
  [{ ApexClass: ['A'] }, 'A: NOT_SUPPORTED_BY_SANDBOX: Metadata of type ApexClass is not supported by this sandbox'],
  [{ PermissionSet: ['Bridge'] }, 'Bridge: Bridge is assigned to users. Remove the assignments and try again.'],
])('%j is refused', async (types, problem) => {
  started.org.assign('integration@sandbox.example', 'Bridge')
  expect(problems(await deploy({ 'destructiveChanges.xml': types }))).toEqual([problem])
})

test('a permission set goes with its rows once nobody has it', async () => {
  expect(problems(await deploy({ 'destructiveChanges.xml': { PermissionSet: ['Bridge'] } }))).toEqual([])
  for (const object of ['PermissionSet', 'ObjectPermissions', 'FieldPermissions'])
    expect(started.org.records.all(object)).toEqual([])
})

test('a check deletes nothing; a torn file is told', async () => {
  const checked = await deploy(
    { 'destructiveChanges.xml': { CustomField: ['Account.Key__c'] } },
    { options: { checkOnly: true } },
  )
  expect(checked.status).toBe('Succeeded')
  expect(fieldNames('Account')).toContain('Key__c')
})

interface Answer {
  readonly status: number
  readonly body: unknown
}
async function quick(id: string): Promise<Answer> {
  const { status, body } = await started.call('POST', '/metadata/deployRequest', { validatedDeployRequestId: id })
  return { status, body }
}
const validate = async (): Promise<string> =>
  (
    await deploy(
      { 'destructiveChanges.xml': { CustomField: ['Account.Key__c'] } },
      { options: { checkOnly: true, testLevel: 'RunLocalTests' } },
    )
  ).id

test('a validation is deployed quickly, once', async () => {
  const id = await validate()
  const { status, body } = await quick(id)
  expect(status).toBe(201)
  expect(body).toMatchObject({ validatedDeployRequestId: id, id: expect.stringMatching(/^0Af/) as string })
  expect(fieldNames('Account')).not.toContain('Key__c')
  expect(await quick(id)).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_ID_FIELD' }] })
})

test('not after another deploy, nor after ten days, nor a deploy that was none', async () => {
  const first = await validate()
  await started.deploy({ 'labels/CustomLabels.labels': file('CustomLabels', '') })
  expect((await quick(first)).status).toBe(400)
  const second = await validate()
  await started.org.clock.advance(11 * 86_400_000)
  expect((await quick(second)).status).toBe(400)
  expect((await quick('0Af000000000001AAA')).status).toBe(400)
  expect(await started.call('POST', '/metadata/deployRequest', {})).toMatchObject({
    status: 400,
    body: [{ errorCode: 'INVALID_INPUT' }],
  })
})

test('over SOAP too', async () => {
  const validation = await validate()
  const id = await started.admin.metadata.deployRecentValidation({ id: validation })
  expect(id).toMatch(/^0Af/)
  await expect(started.admin.metadata.deployRecentValidation({ id: validation })).rejects.toThrow('INVALID_ID_FIELD')
})

test('a deploy in progress is cancelled; a finished one is not', async () => {
  started.org.switches.deploySeconds = 30
  const { id } = await deploy({ 'destructiveChanges.xml': { CustomField: ['Account.Key__c'] } })
  const cancel = (): ReturnType<TestOrg['call']> =>
    started.call('PATCH', `/metadata/deployRequest/${id}`, { deployResult: { status: 'Canceling' } })
  expect(await cancel()).toMatchObject({
    status: 202,
    body: { deployResult: { status: 'Canceled', done: true, canceledByName: 'Ada Admin' } },
  })
  expect((await cancel()).status).toBe(400)
  await started.org.clock.advance(60_000)
  expect(fieldNames('Account')).toContain('Key__c')
})

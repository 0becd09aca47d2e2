import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { channelFile, memberFile } from '../testing/event-channel.ts'
import { file, samplePackage, textField } from '../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'
import { deploy } from './deploy.ts'

let started: TestOrg
beforeEach(async () => {
  started = await startOrg({ bare: true })
})
afterEach(() => started[Symbol.asyncDispose]())

const channel = channelFile('X')

test('a deploy makes objects, fields and permission sets, and only then', async () => {
  expect(started.org.schema.object('Bill__c')).toBeUndefined()
  const version = started.org.schema.version
  expect(await started.deploy(samplePackage)).toMatchObject({ success: true, status: 'Succeeded', failures: [] })
  expect(started.org.schema.version).toBeGreaterThan(version)
  expect(started.org.schema.object('bill__c')?.fields.find((one) => one.name === 'Total__c')).toMatchObject({
    type: 'double',
    precision: 18,
    scale: 2,
  })
  expect(started.org.records.all('PermissionSet').map((row) => row.Name)).toEqual(['Bridge'])
  expect(started.org.records.all('ObjectPermissions')).toHaveLength(2)
})

test('deployed twice, nothing is doubled and rows stay', async () => {
  await started.deploy(samplePackage)
  const { id } = await started.admin.sobject('Bill__c').create({ Key__c: 'k' })
  await started.deploy(samplePackage)
  expect(started.org.records.all('FieldPermissions')).toHaveLength(5)
  expect(started.org.records.get('Bill__c', id ?? '')).toMatchObject({ Key__c: 'k' })
})

test('a new unique field is found by its index at once, old rows have it empty', async () => {
  await started.deploy(samplePackage)
  const { id } = await started.admin.sobject('Account').create({ Name: 'A' })
  await started.deploy({
    'objects/Account.object': file(
      'CustomObject',
      textField('New__c', '<externalId>true</externalId><unique>true</unique>'),
    ),
  })
  expect((await started.call('GET', `/sobjects/Account/${id ?? ''}?fields=New__c`)).body).toMatchObject({
    New__c: null,
  })
  expect(await started.call('PATCH', '/sobjects/Account/New__c/x', { Name: 'B' })).toMatchObject({ status: 201 })
})

test('channels are what the bridge subscribes to', async () => {
  await started.deploy({ ...channel, ...memberFile('X', 'AccountChangeEvent') })
  expect(started.org.context.channels()).toEqual([
    { name: 'ChangeEvents', members: [] },
    { name: 'X__chn', members: [{ entity: 'Account', enrichedFields: [] }] },
  ])
})

test('deploySeconds keeps a deploy in progress on the clock', async () => {
  started.org.switches.deploySeconds = 5
  expect(await started.deploy(samplePackage)).toMatchObject({ status: 'InProgress', success: false })
  expect(started.org.schema.object('Bill__c')).toBeUndefined()
  await started.org.clock.advance(5000)
  expect(started.org.schema.object('Bill__c')).toBeDefined()
})

test('reset forgets what was deployed, unless told to keep it', async () => {
  await started.deploy(samplePackage)
  await started.admin.sobject('Bill__c').create({})
  started.org.reset({ keepMetadata: true })
  expect(started.org.schema.object('Bill__c')).toBeDefined()
  expect(started.org.records.all('Bill__c')).toEqual([])
  expect(started.org.records.all('PermissionSet')).toHaveLength(1)
  started.org.reset()
  expect(started.org.schema.object('Bill__c')).toBeUndefined()
  expect(started.org.records.all('PermissionSet')).toEqual([])
})

describe('over SOAP', () => {
  const soap = async (body: string, session = started.org.accessToken): Promise<{ status: number; text: string }> => {
    const envelope = `<?xml version="1.0"?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header><SessionHeader xmlns="http://soap.sforce.com/2006/04/metadata"><sessionId>${session}</sessionId></SessionHeader></env:Header><env:Body>${body}</env:Body></env:Envelope>`
    const response = await fetch(`${started.org.instanceUrl}/services/Soap/m/67.0`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml', soapaction: '""' },
      body: envelope,
    })
    return { status: response.status, text: await response.text() }
  }

  test('jsforce deploys', async () => {
    const { packageZip } = await import('../testing/package-zip.ts')
    const zip = Buffer.from(packageZip(samplePackage)).toString('base64')
    const result = await started.admin.metadata.deploy(zip, { rollbackOnError: true }).complete(true)
    expect(result).toMatchObject({ success: true, done: true })
    expect(started.org.schema.object('Bill__c')).toBeDefined()
  })

  test('an expired session is a fault with HTTP 500', async () => {
    const { status, text } = await soap('<describeMetadata/>', 'nope')
    expect(status).toBe(500)
    expect(text).toContain('<faultcode>sf:INVALID_SESSION_ID</faultcode>')
  })

  test('only administrators deploy, and unknown operations say so', async () => {
    expect((await soap('<describeMetadata/>', started.org.signIn('rep@sandbox.example'))).text).toContain(
      'sf:INSUFFICIENT_ACCESS',
    )
    const odd = '<deploy><ZipFile/><DeployOptions><rollBack>true</rollBack></DeployOptions></deploy>'
    expect((await soap(odd)).text).toContain('rollBack invalid at this location in type DeployOptions')
    expect((await soap('<listMetadata><queries><type>Feld</type></queries></listMetadata>')).text).toContain(
      'INVALID_TYPE: Unknown type: Feld',
    )
    expect((await soap('<renameMetadata/>')).text).toContain('sf:NOT_SUPPORTED_BY_SANDBOX')
    expect((await soap('<checkDeployStatus><asyncProcessId>0Af</asyncProcessId></checkDeployStatus>')).text).toContain(
      'sf:INVALID_CROSS_REFERENCE_KEY',
    )
    expect((await soap('<describeMetadata/>')).text).toContain('<xmlName>PermissionSet</xmlName>')
  })
})

describe('the options of a deploy', () => {
  const send = async (files: Readonly<Record<string, string>>, deployOptions: object) => {
    const { packageZip } = await import('../testing/package-zip.ts')
    const form = new FormData()
    form.append('file', new Blob([packageZip(files)], { type: 'application/zip' }), 'package.xml')
    form.append('entity_content', new Blob([JSON.stringify({ deployOptions })], { type: 'application/json' }))
    const url = `${started.org.instanceUrl}/services/data/v67.0/metadata/deployRequest`
    const headers = { authorization: `Bearer ${started.org.accessToken}` }
    const posted = await fetch(url, { method: 'POST', headers, body: form })
    const body = (await posted.json()) as { id?: string }
    if (posted.status !== 201) return { refused: posted.status, body }
    const { deployResult } = (await (await fetch(`${url}/${body.id ?? ''}`, { headers })).json()) as {
      deployResult: { status: string }
    }
    return { status: deployResult.status }
  }
  const twoNames =
    '<types><members>P</members><members>Q</members><name>PermissionSet</name></types><version>67.0</version>'
  const missing = {
    'permissionsets/P.permissionset': file('PermissionSet', '<label>P</label>'),
    'package.xml': file('Package', twoNames),
  }

  test('a failure undoes the others when rollbackOnError says so; allowMissingFiles is content with what there is', async () => {
    expect(await send(missing, { rollbackOnError: true })).toEqual({ status: 'Failed' })
    expect(started.org.records.all('PermissionSet')).toEqual([])
    expect(await send(missing, {})).toEqual({ status: 'SucceededPartial' })
    expect(started.org.records.all('PermissionSet')).toHaveLength(1)
    expect(await send(missing, { rollbackOnError: true, allowMissingFiles: true })).toEqual({ status: 'Succeeded' })
  })

  test('a zip of more than 39 MB is not looked into', () => {
    const outcome = deploy(
      new Uint8Array(39 * 1024 * 1024 + 1),
      { checkOnly: true, rollbackOnError: true, ignoreWarnings: false },
      new Map(),
    )
    expect(outcome.failures[0]?.problem.problem).toMatch(/^LIMIT_EXCEEDED: .* 40894464 bytes$/)
  })

  test.each([
    [{ rollBack: true }, 400, 'rollBack invalid at this location in type DeployOptions'],
    [{ checkOnly: 'maybe' }, 400, "'maybe' is not valid for type xsd:boolean"],
    [{ testLevel: 'Some' }, 400, "'Some' is not a valid value for the enum 'TestLevel'"],
    [{ performRetrieve: true }, 501, 'The deploy option performRetrieve is not supported by this sandbox'],
  ])('%j is refused', async (options, refused, says) => {
    const message = expect.stringContaining(says) as string
    expect(await send({}, options)).toMatchObject({ refused, body: [{ message }] })
  })
})

test('managed subscriptions are deployed, changed and deleted', async () => {
  const subscription = (content: string): Record<string, string> => ({
    'managedEventSubscriptions/M.managedEventSubscription': file('ManagedEventSubscription', content),
  })
  const content = (topic: string, state = 'RUN'): string =>
    `<defaultReplay>EARLIEST</defaultReplay><errorRecoveryReplay>LATEST</errorRecoveryReplay><label>M</label><state>${state}</state><topicName>${topic}</topicName><version>67.0</version>`
  const { managedSubscriptions } = started.org.pubSub
  managedSubscriptions.push({
    id: '18xByHand',
    developerName: 'H',
    topicName: '/data/X',
    defaultReplay: 'LATEST',
    errorRecoveryReplay: 'LATEST',
    state: 'RUN',
  })
  expect(await started.deploy({ ...channel, ...subscription(content('/data/X__chn')) })).toMatchObject({ failures: [] })
  expect(managedSubscriptions).toMatchObject([
    { developerName: 'H' },
    {
      id: expect.stringMatching(/^18x/) as string,
      developerName: 'M',
      topicName: '/data/X__chn',
      defaultReplay: 'EARLIEST',
      errorRecoveryReplay: 'LATEST',
      state: 'RUN',
    },
  ])
  await started.deploy(subscription(content('/data/AccountChangeEvent', 'STOP')))
  expect(managedSubscriptions[1]).toMatchObject({ state: 'STOP', topicName: '/data/AccountChangeEvent' })
  for (const [wrong, problem] of [
    [content('/data/Nope__chn'), /no PlatformEventChannel named Nope__chn/],
    [content('/data/NopeChangeEvent'), /isn't valid/],
    [content('/event/X__e'), /NOT_SUPPORTED_BY_SANDBOX/],
    [content('/data/ChangeEvents', 'PAUSE'), /'PAUSE' is not a valid value for state/],
  ] as const)
    expect((await started.deploy(subscription(wrong))).failures.join()).toMatch(problem)
  started.org.reset()
  expect(managedSubscriptions).toMatchObject([{ developerName: 'H' }])
})

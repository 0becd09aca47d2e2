import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { file, samplePackage } from '../testing/sample-package.ts'
import { type Answer, type DevHub, idOf, startDevHub } from './testing/dev-hub.ts'

let hub: DevHub
beforeEach(async () => {
  hub = await startDevHub()
})
afterEach(() => hub[Symbol.asyncDispose]())

const stateOf = async (id: string): Promise<unknown> =>
  (await hub.query(`SELECT Status FROM Package2VersionCreateRequest WHERE Id = '${id}'`))[0]?.Status

test('an org that is no Dev Hub has no packages to make', async () => {
  hub.started.org.switches.devHub = false
  expect(await hub.call('POST', '/sobjects/Package2', { Name: 'X' })).toMatchObject({
    status: 404,
    body: [{ errorCode: 'NOT_FOUND' }],
  })
  expect(await hub.call('GET', '/query?q=SELECT+Id+FROM+Package2')).toMatchObject({
    status: 400,
    body: [{ errorCode: 'INVALID_TYPE' }],
  })
  expect((await hub.started.call('GET', '/query?q=SELECT+Id+FROM+ScratchOrgInfo')).status).toBe(400)
  expect((await hub.call('GET', '/query?q=SELECT+Id+FROM+SandboxProcess')).body).toMatchObject({ totalSize: 0 })
  expect(await hub.call('GET', '/sobjects/SourceMember/describe')).toMatchObject({ status: 404 })
  expect(await hub.call('GET', '/runTestsAsynchronous')).toMatchObject({
    status: 501,
    body: [{ errorCode: 'NOT_SUPPORTED_BY_SANDBOX' }],
  })
})

describe('a package', () => {
  test.each([
    [{}, 400, 'REQUIRED_FIELD_MISSING'],
    [{ Name: 'billing', ContainerOptions: 'Unlocked' }, 400, 'DUPLICATE_VALUE'],
    [{ Name: 'M', ContainerOptions: 'Managed' }, 501, 'NOT_SUPPORTED_BY_SANDBOX'],
    [{ Name: 'M', ContainerOptions: 'Unlocked', NamespacePrefix: 'acme' }, 501, 'NOT_SUPPORTED_BY_SANDBOX'],
  ])('%j is refused', async (fields, status, errorCode) => {
    await hub.makePackage()
    expect(await hub.call('POST', '/sobjects/Package2', fields)).toMatchObject({ status, body: [{ errorCode }] })
  })

  test('keeps its type, and lets its texts be changed', async () => {
    const id = await hub.makePackage()
    expect((await hub.call('PATCH', `/sobjects/Package2/${id}`, { Description: 'D' })).status).toBe(204)
    expect((await hub.call('GET', `/sobjects/Package2/${id}`)).body).toMatchObject({
      Description: 'D',
      ContainerOptions: 'Unlocked',
    })
    expect(await hub.call('PATCH', `/sobjects/Package2/${id}`, { ContainerOptions: 'Managed' })).toMatchObject({
      status: 400,
    })
  })

  test('is made by administrators only', async () => {
    const headers = { authorization: `Bearer ${hub.started.org.signIn('rep@sandbox.example')}` }
    const answer = await hub.started.call(
      'POST',
      '/tooling/sobjects/Package2',
      { Name: 'X', ContainerOptions: 'Unlocked' },
      headers,
    )
    expect(answer).toMatchObject({ status: 403, body: [{ errorCode: 'INSUFFICIENT_ACCESS' }] })
  })
})

describe('a version', () => {
  test('goes through its states by the clock', async () => {
    hub.started.org.switches.packageVersionSeconds = 60
    const id = idOf(await hub.request(await hub.makePackage()))
    const seen: unknown[] = []
    for (let at = 0; at <= 60; at += 10) {
      seen.push(await stateOf(id))
      await hub.started.org.clock.advance(10_000)
    }
    expect(seen).toEqual([
      'Queued',
      'Initializing',
      'VerifyingFeaturesAndSettings',
      'VerifyingDependencies',
      'VerifyingMetadata',
      'FinalizingPackageVersion',
      'Success',
    ])
  })

  test('counts its builds; an explicit build is taken once', async () => {
    const id = await hub.makePackage()
    await hub.request(id)
    await hub.request(id)
    const taken = idOf(await hub.request(id, {}, samplePackage, { versionNumber: '0.1.0.2' }))
    expect(await stateOf(taken)).toBe('Error')
    const versions = await hub.query(
      'SELECT BuildNumber, Name, IsReleased, HasPassedCodeCoverageCheck FROM Package2Version ORDER BY BuildNumber',
    )
    expect(versions).toMatchObject([
      { BuildNumber: 1, Name: 'v0.1', IsReleased: false, HasPassedCodeCoverageCheck: true },
      { BuildNumber: 2 },
    ])
  })

  test.each([
    [
      'metadata that is wrong',
      {
        'permissionsets/P.permissionset': file(
          'PermissionSet',
          '<label>P</label><tabSettings><tab>T</tab><visibility>Visible</visibility></tabSettings>',
        ),
      },
      {},
      /^P: In field: tab - no CustomTab named T found$/,
    ],
    [
      'a dependency nobody knows',
      samplePackage,
      { dependencies: [{ subscriberPackageVersionId: '04t000000000001AAA' }] },
      /04t000000000001AAA is invalid/,
    ],
    ['a number that is none', samplePackage, { versionNumber: '1.0' }, /not of the form MAJOR.MINOR.PATCH.BUILD/],
  ])('with %s ends in Error, with the reason', async (_what, files, descriptor, reason) => {
    const id = idOf(await hub.request(await hub.makePackage(), {}, files, descriptor))
    expect(await stateOf(id)).toBe('Error')
    const errors = await hub.query(
      `SELECT Message FROM Package2VersionCreateRequestError WHERE ParentRequest.Id = '${id}'`,
    )
    expect(errors.map(({ Message }) => Message)).toEqual([expect.stringMatching(reason)])
    expect(await hub.query('SELECT Id FROM Package2Version')).toEqual([])
  })

  test.each([
    [{ Package2Id: '0Ho000000000001AAA', VersionInfo: 'UEs=' }, 'INVALID_CROSS_REFERENCE_KEY'],
    [{ VersionInfo: 'UEs=' }, 'REQUIRED_FIELD_MISSING'],
  ])('is not even begun for %j', async (fields, errorCode) => {
    expect(await hub.call('POST', '/sobjects/Package2VersionCreateRequest', fields)).toMatchObject({
      status: 400,
      body: [{ errorCode }],
    })
  })

  test('of bytes that are no zip ends in Error', async () => {
    const id = idOf(
      await hub.call('POST', '/sobjects/Package2VersionCreateRequest', {
        Package2Id: await hub.makePackage(),
        VersionInfo: 'AAAA',
      }),
    )
    expect(await stateOf(id)).toBe('Error')
  })

  test('is released once, and only when it was checked', async () => {
    const { own } = await hub.version()
    const release = (id: string): Promise<Answer> =>
      hub.call('PATCH', `/sobjects/Package2Version/${id}`, { IsReleased: true })
    expect((await release(own)).status).toBe(204)
    expect(await release(own)).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_INPUT' }] })
    const uncovered = await hub.version('Other', { CalculateCodeCoverage: false })
    expect(await release(uncovered.own)).toMatchObject({
      status: 400,
      body: [{ message: expect.stringContaining('code coverage') as string }],
    })
    const skipped = await hub.version('Third', { SkipValidation: true })
    expect(await release(skipped.own)).toMatchObject({
      status: 400,
      body: [{ message: expect.stringContaining('validation') as string }],
    })
    expect(await hub.call('PATCH', `/sobjects/Package2Version/${own}`, { MajorVersion: 2 })).toMatchObject({
      status: 400,
    })
  })
})

test('a reset forgets packages; what is made elsewhere through the Tooling API is told apart', async () => {
  await hub.version()
  hub.started.org.reset()
  expect(await hub.query('SELECT Id FROM Package2')).toEqual([])
  expect(await hub.query('SELECT Id FROM SubscriberPackageVersion')).toEqual([])
  expect(await hub.call('POST', '/sobjects/ApexClass', { Name: 'A' })).toMatchObject({ status: 404 })
  expect(await hub.call('POST', '/sobjects/SandboxProcess', {})).toMatchObject({ status: 501 })
})

import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { packageZip } from '../testing/package-zip.ts'
import { file, samplePackage } from '../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
beforeEach(async () => {
  started = await startOrg({ bare: true, switches: { devHub: true } })
})
afterEach(() => started[Symbol.asyncDispose]())

type Json = Record<string, unknown>
const call = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: Json & Json[] }> => {
  const { status, body: json } = await started.call(method, `/tooling${path}`, body)
  return { status, body: json as Json & Json[] }
}
const query = async (soql: string): Promise<readonly Json[]> =>
  (await call('GET', `/query?q=${encodeURIComponent(soql)}`)).body.records as Json[]
const idOf = ({ body }: { body: Json }): string => String(body.id)

const makePackage = async (name = 'Billing'): Promise<string> =>
  idOf(await call('POST', '/sobjects/Package2', { Name: name, ContainerOptions: 'Unlocked', NamespacePrefix: '' }))

/** What the sf CLI sends: a zip of a descriptor and of the metadata. */
function versionInfo(files: Readonly<Record<string, string>>, descriptor: object = {}): string {
  const about = { versionName: 'v0.1', versionNumber: '0.1.0.NEXT', ...descriptor }
  const zip = zipSync({ 'package2-descriptor.json': strToU8(JSON.stringify(about)), 'package.zip': packageZip(files) })
  return Buffer.from(zip).toString('base64')
}
const request = (
  Package2Id: string,
  fields: object = {},
  files = samplePackage,
  descriptor: object = {},
): ReturnType<typeof call> =>
  call('POST', '/sobjects/Package2VersionCreateRequest', {
    Package2Id,
    VersionInfo: versionInfo(files, descriptor),
    CalculateCodeCoverage: true,
    ...fields,
  })
const stateOf = async (id: string): Promise<unknown> =>
  (await query(`SELECT Status FROM Package2VersionCreateRequest WHERE Id = '${id}'`))[0]?.Status

/** Makes a version of a new package, optionally released; its 05i and 04t ids. */
async function version(
  name = 'Billing',
  fields: object = {},
  files = samplePackage,
  descriptor: object = {},
): Promise<{ own: string; installs: string }> {
  const id = idOf(await request(await makePackage(name), fields, files, descriptor))
  const [row] = await query(
    `SELECT Status, Package2VersionId, Package2Version.SubscriberPackageVersionId FROM Package2VersionCreateRequest WHERE Id = '${id}'`,
  )
  expect(row).toMatchObject({ Status: 'Success' })
  const made = row as { Package2VersionId: string; Package2Version: { SubscriberPackageVersionId: string } }
  return { own: made.Package2VersionId, installs: made.Package2Version.SubscriberPackageVersionId }
}
const install = (key: string, more: object = {}): ReturnType<typeof call> =>
  call('POST', '/sobjects/PackageInstallRequest', {
    SubscriberPackageVersionKey: key,
    NameConflictResolution: 'Block',
    ...more,
  })
const installState = async (id: string): Promise<Json> =>
  (await call('GET', `/sobjects/PackageInstallRequest/${id}`)).body

test('an org that is no Dev Hub has no packages to make', async () => {
  started.org.switches.devHub = false
  expect(await call('POST', '/sobjects/Package2', { Name: 'X' })).toMatchObject({
    status: 404,
    body: [{ errorCode: 'NOT_FOUND' }],
  })
  expect(await call('GET', '/query?q=SELECT+Id+FROM+Package2')).toMatchObject({
    status: 400,
    body: [{ errorCode: 'INVALID_TYPE' }],
  })
  expect((await started.call('GET', '/query?q=SELECT+Id+FROM+ScratchOrgInfo')).status).toBe(400)
  expect((await call('GET', '/query?q=SELECT+Id+FROM+SandboxProcess')).body).toMatchObject({ totalSize: 0 })
  expect(await call('GET', '/sobjects/SourceMember/describe')).toMatchObject({ status: 404 })
  expect(await call('GET', '/runTestsAsynchronous')).toMatchObject({
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
    await makePackage()
    expect(await call('POST', '/sobjects/Package2', fields)).toMatchObject({ status, body: [{ errorCode }] })
  })

  test('keeps its type, and lets its texts be changed', async () => {
    const id = await makePackage()
    expect((await call('PATCH', `/sobjects/Package2/${id}`, { Description: 'D' })).status).toBe(204)
    expect((await call('GET', `/sobjects/Package2/${id}`)).body).toMatchObject({
      Description: 'D',
      ContainerOptions: 'Unlocked',
    })
    expect(await call('PATCH', `/sobjects/Package2/${id}`, { ContainerOptions: 'Managed' })).toMatchObject({
      status: 400,
    })
  })

  test('is made by administrators only', async () => {
    const headers = { authorization: `Bearer ${started.org.signIn('rep@sandbox.example')}` }
    const answer = await started.call(
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
    started.org.switches.packageVersionSeconds = 60
    const id = idOf(await request(await makePackage()))
    const seen: unknown[] = []
    for (let at = 0; at <= 60; at += 10) {
      seen.push(await stateOf(id))
      await started.org.clock.advance(10_000)
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
    const id = await makePackage()
    await request(id)
    await request(id)
    const taken = idOf(await request(id, {}, samplePackage, { versionNumber: '0.1.0.2' }))
    expect(await stateOf(taken)).toBe('Error')
    const versions = await query(
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
    const id = idOf(await request(await makePackage(), {}, files, descriptor))
    expect(await stateOf(id)).toBe('Error')
    const errors = await query(`SELECT Message FROM Package2VersionCreateRequestError WHERE ParentRequest.Id = '${id}'`)
    expect(errors.map(({ Message }) => Message)).toEqual([expect.stringMatching(reason)])
    expect(await query('SELECT Id FROM Package2Version')).toEqual([])
  })

  test.each([
    [{ Package2Id: '0Ho000000000001AAA', VersionInfo: 'UEs=' }, 'INVALID_CROSS_REFERENCE_KEY'],
    [{ VersionInfo: 'UEs=' }, 'REQUIRED_FIELD_MISSING'],
  ])('is not even begun for %j', async (fields, errorCode) => {
    expect(await call('POST', '/sobjects/Package2VersionCreateRequest', fields)).toMatchObject({
      status: 400,
      body: [{ errorCode }],
    })
  })

  test('of bytes that are no zip ends in Error', async () => {
    const id = idOf(
      await call('POST', '/sobjects/Package2VersionCreateRequest', {
        Package2Id: await makePackage(),
        VersionInfo: 'AAAA',
      }),
    )
    expect(await stateOf(id)).toBe('Error')
  })

  test('is released once, and only when it was checked', async () => {
    const { own } = await version()
    const release = (id: string): ReturnType<typeof call> =>
      call('PATCH', `/sobjects/Package2Version/${id}`, { IsReleased: true })
    expect((await release(own)).status).toBe(204)
    expect(await release(own)).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_INPUT' }] })
    const uncovered = await version('Other', { CalculateCodeCoverage: false })
    expect(await release(uncovered.own)).toMatchObject({
      status: 400,
      body: [{ message: expect.stringContaining('code coverage') as string }],
    })
    const skipped = await version('Third', { SkipValidation: true })
    expect(await release(skipped.own)).toMatchObject({
      status: 400,
      body: [{ message: expect.stringContaining('validation') as string }],
    })
    expect(await call('PATCH', `/sobjects/Package2Version/${own}`, { MajorVersion: 2 })).toMatchObject({ status: 400 })
  })
})

describe('an installation', () => {
  test('deploys the metadata, by the clock', async () => {
    started.org.switches.packageInstallSeconds = 30
    const { installs } = await version()
    const id = idOf(await install(installs))
    expect(id).toMatch(/^0Hf/)
    expect(await installState(id)).toMatchObject({ Status: 'IN_PROGRESS' })
    expect(started.org.schema.object('Bill__c')).toBeUndefined()
    await started.org.clock.advance(30_000)
    expect(await installState(id)).toMatchObject({ Status: 'SUCCESS', Errors: null })
    expect(started.org.schema.object('Bill__c')).toBeDefined()
    const installed = await query(
      'SELECT SubscriberPackage.Name, SubscriberPackageVersion.BuildNumber FROM InstalledSubscriberPackage',
    )
    expect(installed).toMatchObject([
      { SubscriberPackage: { Name: 'Billing' }, SubscriberPackageVersion: { BuildNumber: 1 } },
    ])
  })

  test('fails with the problems of the components, and leaves nothing', async () => {
    await started.deploy({
      'objects/Account.object': file(
        'CustomObject',
        '<fields><fullName>Key__c</fullName><label>K</label><type>Date</type></fields>',
      ),
    })
    const { installs } = await version()
    const state = await installState(idOf(await install(installs)))
    expect(state).toMatchObject({
      Status: 'ERROR',
      Errors: { errors: [{ message: expect.stringContaining('Account.Key__c') as string }] },
    })
    expect(started.org.schema.object('Bill__c')).toBeUndefined()
  })

  test('asks for the installation key', async () => {
    const { installs } = await version('Billing', { InstallKey: "it's" })
    const seen = (condition: string): ReturnType<typeof call> =>
      call(
        'GET',
        `/query?q=${encodeURIComponent(`SELECT Id, InstallValidationStatus FROM SubscriberPackageVersion WHERE Id = '${installs}'${condition}`)}`,
      )
    expect(await seen('')).toMatchObject({ status: 400, body: [{ errorCode: 'INSTALL_KEY_REQUIRED' }] })
    expect(await seen(" AND InstallationKey = 'no'")).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INSTALL_KEY_INVALID' }],
    })
    expect(await seen(" AND InstallationKey = 'it\\'s'")).toMatchObject({
      body: { records: [{ InstallValidationStatus: 'NO_ERRORS_DETECTED' }] },
    })
    expect(await install(installs)).toMatchObject({ status: 400, body: [{ errorCode: 'INSTALL_KEY_INVALID' }] })
    const done = await installState(idOf(await install(installs, { Password: "it's" })))
    expect(done).toMatchObject({ Status: 'SUCCESS', Password: null })
    const open = await version('Open', {}, { 'labels/CustomLabels.labels': file('CustomLabels', '') })
    expect(await install(open.installs, { Password: 'x' })).toMatchObject({
      status: 400,
      body: [{ fields: ['Password'] }],
    })
  })

  test('of a beta is refused by a production org', async () => {
    started.org.switches.betaPackages = false
    const { own, installs } = await version()
    expect(
      await query(`SELECT InstallValidationStatus, IsBeta FROM SubscriberPackageVersion WHERE Id = '${installs}'`),
    ).toMatchObject([{ IsBeta: true, InstallValidationStatus: 'BETA_INSTALL_INTO_PRODUCTION_ORG' }])
    expect(await installState(idOf(await install(installs)))).toMatchObject({ Status: 'ERROR' })
    await call('PATCH', `/sobjects/Package2Version/${own}`, { IsReleased: true })
    expect(await installState(idOf(await install(installs)))).toMatchObject({ Status: 'SUCCESS' })
  })

  test('comes after those it depends on', async () => {
    const base = await version('Base')
    const files = {
      'objects/Account.object': file(
        'CustomObject',
        '<fields><fullName>Bill__c</fullName><label>B</label><type>Lookup</type><referenceTo>Bill__c</referenceTo><relationshipName>Accounts</relationshipName></fields>',
      ),
    }
    const top = await version('Top', {}, files, {
      dependencies: [{ subscriberPackageVersionId: base.installs }],
    })
    const early = await installState(idOf(await install(top.installs)))
    expect(early).toMatchObject({
      Errors: {
        errors: [
          { message: 'A required package is missing: Package "Base", Version 0.1 or later must be installed first.' },
        ],
      },
    })
    await install(base.installs)
    expect(await installState(idOf(await install(top.installs)))).toMatchObject({ Status: 'SUCCESS' })
  })

  test.each([
    [{}, 'REQUIRED_FIELD_MISSING'],
    [{ SubscriberPackageVersionKey: '04t000000000001AAA' }, 'INVALID_CROSS_REFERENCE_KEY'],
  ])('of %j is refused', async (fields, errorCode) => {
    expect(await call('POST', '/sobjects/PackageInstallRequest', fields)).toMatchObject({
      status: 400,
      body: [{ errorCode }],
    })
  })

  test('of a version that was deleted is refused', async () => {
    const { own, installs } = await version()
    expect((await call('PATCH', `/sobjects/Package2Version/${own}`, { IsDeprecated: true })).status).toBe(204)
    expect(await install(installs)).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_CROSS_REFERENCE_KEY' }] })
  })
})

describe('an upgrade', () => {
  const label = (...names: readonly string[]): typeof samplePackage => ({
    'labels/CustomLabels.labels': file(
      'CustomLabels',
      names
        .map(
          (name) =>
            `<labels><fullName>${name}</fullName><language>en_US</language><protected>false</protected><shortDescription>S</shortDescription><value>V</value></labels>`,
        )
        .join(''),
    ),
  })
  /** Installs a version with two labels, then one with a single label. */
  async function upgrade(UpgradeType: string): Promise<readonly string[]> {
    const id = await makePackage()
    for (const files of [label('One', 'Two'), label('One')]) {
      await request(id, {}, files)
      const versions = await query('SELECT SubscriberPackageVersionId FROM Package2Version ORDER BY BuildNumber DESC')
      const done = await installState(
        idOf(await install(String(versions[0]?.SubscriberPackageVersionId), { UpgradeType })),
      )
      expect(done).toMatchObject({ Status: 'SUCCESS' })
    }
    const { body } = await retrieveLabels()
    return body
  }
  const retrieveLabels = async (): Promise<{ body: readonly string[] }> => {
    const listed = await started.admin.metadata.list({ type: 'CustomLabel' })
    return { body: listed.map(({ fullName }) => fullName).toSorted() }
  }

  test('deletes what the new version has no more', async () => {
    expect(await upgrade('mixed-mode')).toEqual(['One'])
  })

  test('that only deprecates leaves it', async () => {
    expect(await upgrade('deprecate-only')).toEqual(['One', 'Two'])
  })
})

describe('an uninstallation', () => {
  const uninstall = (id: string): ReturnType<typeof call> =>
    call('POST', '/sobjects/SubscriberPackageVersionUninstallRequest', { SubscriberPackageVersionId: id })
  const state = async (id: string): Promise<unknown> =>
    (await call('GET', `/sobjects/SubscriberPackageVersionUninstallRequest/${id}`)).body.Status

  test('takes everything away that came with the package', async () => {
    const { installs } = await version()
    expect(await uninstall(installs)).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_CROSS_REFERENCE_KEY' }],
    })
    await install(installs)
    const id = idOf(await uninstall(installs))
    expect(id).toMatch(/^06y/)
    expect(await state(id)).toBe('Success')
    expect(started.org.schema.object('Bill__c')).toBeUndefined()
    expect(started.org.schema.object('Account')?.fields.some((field) => field.name === 'Key__c')).toBe(false)
    expect(await query('SELECT Id FROM InstalledSubscriberPackage')).toEqual([])
  })

  test('takes nothing away while somebody needs a part of it', async () => {
    const { installs } = await version()
    await install(installs)
    started.org.assign('integration@sandbox.example', 'Bridge')
    const id = idOf(await uninstall(installs))
    expect(await state(id)).toBe('Error')
    const errors = await query(
      `SELECT Message FROM PackageVersionUninstallRequestError WHERE ParentRequest.Id = '${id}'`,
    )
    expect(errors).toMatchObject([{ Message: expect.stringContaining('assigned to users') as string }])
    expect(started.org.schema.object('Bill__c')).toBeDefined()
  })
})

test('a reset forgets packages; what is made elsewhere through the Tooling API is told apart', async () => {
  await version()
  started.org.reset()
  expect(await query('SELECT Id FROM Package2')).toEqual([])
  expect(await query('SELECT Id FROM SubscriberPackageVersion')).toEqual([])
  expect(await call('POST', '/sobjects/ApexClass', { Name: 'A' })).toMatchObject({ status: 404 })
  expect(await call('POST', '/sobjects/SandboxProcess', {})).toMatchObject({ status: 501 })
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { file, samplePackage } from '../testing/sample-package.ts'
import { type Answer, type DevHub, idOf, type Json, startDevHub } from './testing/dev-hub.ts'

let hub: DevHub
beforeEach(async () => {
  hub = await startDevHub()
})
afterEach(() => hub[Symbol.asyncDispose]())

const install = (key: string, more: object = {}): Promise<Answer> =>
  hub.call('POST', '/sobjects/PackageInstallRequest', {
    SubscriberPackageVersionKey: key,
    NameConflictResolution: 'Block',
    ...more,
  })
const installState = async (id: string): Promise<Json> =>
  (await hub.call('GET', `/sobjects/PackageInstallRequest/${id}`)).body

describe('an installation', () => {
  test('deploys the metadata, by the clock', async () => {
    hub.started.org.switches.packageInstallSeconds = 30
    const { installs } = await hub.version()
    const id = idOf(await install(installs))
    expect(id).toMatch(/^0Hf/)
    expect(await installState(id)).toMatchObject({ Status: 'IN_PROGRESS' })
    expect(hub.started.org.schema.object('Bill__c')).toBeUndefined()
    await hub.started.org.clock.advance(30_000)
    expect(await installState(id)).toMatchObject({ Status: 'SUCCESS', Errors: null })
    expect(hub.started.org.schema.object('Bill__c')).toBeDefined()
    const installed = await hub.query(
      'SELECT SubscriberPackage.Name, SubscriberPackageVersion.BuildNumber FROM InstalledSubscriberPackage',
    )
    expect(installed).toMatchObject([
      { SubscriberPackage: { Name: 'Billing' }, SubscriberPackageVersion: { BuildNumber: 1 } },
    ])
  })

  test('fails with the problems of the components, and leaves nothing', async () => {
    await hub.started.deploy({
      'objects/Account.object': file(
        'CustomObject',
        '<fields><fullName>Key__c</fullName><label>K</label><type>Date</type></fields>',
      ),
    })
    const { installs } = await hub.version()
    const state = await installState(idOf(await install(installs)))
    expect(state).toMatchObject({
      Status: 'ERROR',
      Errors: { errors: [{ message: expect.stringContaining('Account.Key__c') as string }] },
    })
    expect(hub.started.org.schema.object('Bill__c')).toBeUndefined()
  })

  test('asks for the installation key', async () => {
    const { installs } = await hub.version('Billing', { InstallKey: "it's" })
    const seen = (condition: string): Promise<Answer> =>
      hub.call(
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
    const open = await hub.version('Open', {}, { 'labels/CustomLabels.labels': file('CustomLabels', '') })
    expect(await install(open.installs, { Password: 'x' })).toMatchObject({
      status: 400,
      body: [{ fields: ['Password'] }],
    })
  })

  test('of a beta is refused by a production org', async () => {
    hub.started.org.switches.betaPackages = false
    const { own, installs } = await hub.version()
    expect(
      await hub.query(`SELECT InstallValidationStatus, IsBeta FROM SubscriberPackageVersion WHERE Id = '${installs}'`),
    ).toMatchObject([{ IsBeta: true, InstallValidationStatus: 'BETA_INSTALL_INTO_PRODUCTION_ORG' }])
    expect(await installState(idOf(await install(installs)))).toMatchObject({ Status: 'ERROR' })
    await hub.call('PATCH', `/sobjects/Package2Version/${own}`, { IsReleased: true })
    expect(await installState(idOf(await install(installs)))).toMatchObject({ Status: 'SUCCESS' })
  })

  test('comes after those it depends on', async () => {
    const base = await hub.version('Base')
    const files = {
      'objects/Account.object': file(
        'CustomObject',
        '<fields><fullName>Bill__c</fullName><label>B</label><type>Lookup</type><referenceTo>Bill__c</referenceTo><relationshipName>Accounts</relationshipName></fields>',
      ),
    }
    const top = await hub.version('Top', {}, files, {
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
    expect(await hub.call('POST', '/sobjects/PackageInstallRequest', fields)).toMatchObject({
      status: 400,
      body: [{ errorCode }],
    })
  })

  test('of a version that was deleted is refused', async () => {
    const { own, installs } = await hub.version()
    expect((await hub.call('PATCH', `/sobjects/Package2Version/${own}`, { IsDeprecated: true })).status).toBe(204)
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
    const id = await hub.makePackage()
    for (const files of [label('One', 'Two'), label('One')]) {
      await hub.request(id, {}, files)
      const versions = await hub.query(
        'SELECT SubscriberPackageVersionId FROM Package2Version ORDER BY BuildNumber DESC',
      )
      const done = await installState(
        idOf(await install(String(versions[0]?.SubscriberPackageVersionId), { UpgradeType })),
      )
      expect(done).toMatchObject({ Status: 'SUCCESS' })
    }
    const { body } = await retrieveLabels()
    return body
  }
  const retrieveLabels = async (): Promise<{ body: readonly string[] }> => {
    const listed = await hub.started.admin.metadata.list({ type: 'CustomLabel' })
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
  const uninstall = (id: string): Promise<Answer> =>
    hub.call('POST', '/sobjects/SubscriberPackageVersionUninstallRequest', { SubscriberPackageVersionId: id })
  const state = async (id: string): Promise<unknown> =>
    (await hub.call('GET', `/sobjects/SubscriberPackageVersionUninstallRequest/${id}`)).body.Status

  test('takes everything away that came with the package', async () => {
    const { installs } = await hub.version()
    expect(await uninstall(installs)).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_CROSS_REFERENCE_KEY' }],
    })
    await install(installs)
    const id = idOf(await uninstall(installs))
    expect(id).toMatch(/^06y/)
    expect(await state(id)).toBe('Success')
    expect(hub.started.org.schema.object('Bill__c')).toBeUndefined()
    expect(hub.started.org.schema.object('Account')?.fields.some((field) => field.name === 'Key__c')).toBe(false)
    expect(await hub.query('SELECT Id FROM InstalledSubscriberPackage')).toEqual([])
  })

  test('takes nothing away while somebody needs a part of it', async () => {
    const { installs } = await hub.version()
    await install(installs)
    hub.started.org.assign('integration@sandbox.example', 'Bridge')
    const id = idOf(await uninstall(installs))
    expect(await state(id)).toBe('Error')
    const errors = await hub.query(
      `SELECT Message FROM PackageVersionUninstallRequestError WHERE ParentRequest.Id = '${id}'`,
    )
    expect(errors).toMatchObject([{ Message: expect.stringContaining('assigned to users') as string }])
    expect(hub.started.org.schema.object('Bill__c')).toBeDefined()
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Check } from '../../../bridge/src/engine/ports.ts'
import { listen } from '../../emulators/kit/listen.ts'
import { startOrg, type Org } from './org.ts'

let org: Org

beforeAll(async () => {
  org = await startOrg()
})
beforeEach(() => org.reset())
afterAll(() => org.close())

const wrong = (checks: readonly Check[]) => checks.filter(({ ok }) => !ok)

describe('check', () => {
  it('finds nothing wrong with an org that has the package', async () => {
    const checks = await (await org.connect()).check()
    expect(wrong(checks)).toEqual([])
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Salesforce sign-in', 'Salesforce API version 67.0', 'Salesforce object BC_Invoice__c']),
    )
  })

  it('names the object and the field that the bridge may not use', async () => {
    for (const permission of org.rows('FieldPermissions')) {
      const id = String(permission.Id)
      if (permission.Field === 'Account.BC_Number__c') org.change('FieldPermissions', id, { PermissionsEdit: false })
      if (permission.Field === 'BC_Invoice__c.BC_Total__c') org.remove('FieldPermissions', id)
    }
    const found = wrong(await (await org.connect()).check())
    expect(found.map(({ name, detail }) => `${name}: ${detail}`)).toEqual([
      'Salesforce object Account: BC_Number__c may not be written',
      'Salesforce object BC_Invoice__c: BC_Total__c is missing or hidden',
    ])
    expect(found[0]?.advice).toMatch(/BC_Integration/)
  })

  it('says that without a sign-in nothing else can be looked at', async () => {
    const checks = await (await org.connect({ clientId: 'unknown' })).check()
    expect(checks).toHaveLength(1)
    expect(checks[0]).toMatchObject({ ok: false, advice: expect.stringMatching(/SF_CLIENT_ID/) as string })
  })

  it('says when the channel is not there', async () => {
    const found = wrong(await (await org.connect({ channel: '/data/Typo__chn' })).check())
    expect(found).toMatchObject([{ detail: expect.stringMatching(/Typo__chn does not exist/) as string }])
  })

  it('says when Salesforce cannot be reached at all', async () => {
    const nobody = await listen(() => new Response())
    await nobody.close()
    const found = wrong(await (await org.connect({ loginUrl: nobody.url })).check())
    expect(found).toMatchObject([{ detail: expect.stringMatching(/cannot be reached.*ECONNREFUSED/) as string }])
  })

  it('warns before the limits are used up', async () => {
    org.emulator.switches.dailyApiRequests = 3
    const found = wrong(
      await (await org.connect()).check().finally(() => (org.emulator.switches.dailyApiRequests = 15_000)),
    )
    expect(found.length).toBeGreaterThan(0)
  })
})

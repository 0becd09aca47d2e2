import { join } from 'node:path'
import { ComponentSet, MetadataConverter } from '@salesforce/source-deploy-retrieve'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { projectRoot } from './package-source.ts'

/** What `sf project deploy start` would send: the names and contents of its zip. */
async function convert(directory: string): Promise<Readonly<Record<string, string>>> {
  const components = ComponentSet.fromSource(join(projectRoot, directory))
  // Without these two it asks the network for the newest version.
  components.apiVersion = '67.0'
  components.sourceApiVersion = '67.0'
  const { zipBuffer } = await new MetadataConverter().convert(components, 'metadata', { type: 'zip' })
  if (!zipBuffer) throw new Error(`${directory} gave no zip`)
  return Object.fromEntries(Object.entries(unzipSync(zipBuffer)).map(([name, bytes]) => [name, strFromU8(bytes)]))
}

const members = (manifest: string, type: string): readonly string[] => {
  const block = manifest.split('<types>').find((each) => each.includes(`<name>${type}</name>`)) ?? ''
  return [...block.matchAll(/<members>(.*?)<\/members>/g)].map(([, name = '']) => name)
}

describe('what a deploy sends', () => {
  it('of the package', async () => {
    const files = await convert('force-app/main')
    const manifest = files['package.xml'] ?? ''
    expect(manifest).toContain('<version>67.0</version>')
    expect(members(manifest, 'PermissionSet')).toEqual(['BC_Billing_User', 'BC_Integration', 'BC_Sync_Admin'])
    expect(members(manifest, 'CustomTab')).toEqual(
      ['Command', 'Customer', 'Flow', 'Invoice', 'Issue', 'Payment'].map((name) => `BC_${name}__c`),
    )
    expect(members(manifest, 'CustomField')).toContain('Account.BC_Key__c')
    expect(members(manifest, 'LightningComponentBundle')).toContain('bcBillingPanel')
    expect(files['objects/BC_Invoice__c.object']).toContain('<fullName>BC_Remaining__c</fullName>')
    expect(files['layouts/BC_Invoice__c-BC Invoice Layout.layout']).toBeDefined()
    expect(files['flexipages/BC_Account_Record_Page.flexipage']).toBeDefined()
  })

  it('without the tests of its components', async () => {
    const files = await convert('force-app/main')
    expect(Object.keys(files).filter((name) => name.includes('__tests__') || name.endsWith('.json'))).toEqual([])
  })

  it('of the change event channel', async () => {
    const files = await convert('force-app/cdc')
    const manifest = files['package.xml'] ?? ''
    expect(members(manifest, 'PlatformEventChannel')).toEqual(['BC_Sync__chn'])
    expect(members(manifest, 'PlatformEventChannelMember')).toEqual([
      'BC_Sync_chn_AccountChangeEvent',
      'BC_Sync_chn_BC_Command_ChangeEvent',
      'BC_Sync_chn_ContactChangeEvent',
      'BC_Sync_chn_OpportunityChangeEvent',
      'BC_Sync_chn_OrderChangeEvent',
    ])
  })
})

import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { file } from '../../emulators/salesforce/testing/sample-package.ts'

const files: Readonly<Record<string, string>> = {
  'sfdx-project.json': JSON.stringify({
    packageDirectories: [{ path: 'source', default: true }],
    namespace: '',
    sourceApiVersion: '67.0',
  }),
  'source/objects/Bill__c/Bill__c.object-meta.xml': file(
    'CustomObject',
    '<deploymentStatus>Deployed</deploymentStatus><label>Bill</label><nameField><label>Bill Name</label><type>Text</type></nameField><pluralLabel>Bills</pluralLabel><sharingModel>ReadWrite</sharingModel>',
  ),
  'source/objects/Bill__c/fields/Key__c.field-meta.xml': file(
    'CustomField',
    '<fullName>Key__c</fullName><externalId>true</externalId><label>Key</label><length>80</length><type>Text</type><unique>true</unique>',
  ),
  'source/objects/Account/fields/Key__c.field-meta.xml': file(
    'CustomField',
    '<fullName>Key__c</fullName><label>Key</label><length>80</length><type>Text</type>',
  ),
  'source/permissionsets/Bridge.permissionset-meta.xml': file(
    'PermissionSet',
    '<fieldPermissions><editable>true</editable><field>Account.Key__c</field><readable>true</readable></fieldPermissions><hasActivationRequired>false</hasActivationRequired><label>Bridge</label>',
  ),
}

/** Writes a small project in source format, with `more` files added or replaced. */
export async function writeSampleProject(folder: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const [path, text] of Object.entries({ ...files, ...more })) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

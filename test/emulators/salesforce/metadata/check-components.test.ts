import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { channelFile, memberFile } from '../testing/event-channel.ts'
import { file, samplePackage, textField } from '../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
beforeEach(async () => {
  started = await startOrg({ bare: true })
})
afterEach(() => started[Symbol.asyncDispose]())

const field = (content: string): Record<string, string> => ({
  'objects/Account.object': file(
    'CustomObject',
    `<fields><fullName>F__c</fullName><label>F</label>${content}</fields>`,
  ),
})
const object = (content: string): Record<string, string> => ({
  'objects/T__c.object': file(
    'CustomObject',
    `<label>T</label><pluralLabel>Ts</pluralLabel><deploymentStatus>Deployed</deploymentStatus><nameField><label>N</label><type>Text</type></nameField>${content}`,
  ),
})
const lwc = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`lwc/panel/${name}`, text]))
const lwcMeta = file(
  'LightningComponentBundle',
  '<apiVersion>67.0</apiVersion><isExposed>true</isExposed><targets><target>lightning__RecordPage</target></targets>',
)
const grants = (content: string): Record<string, string> => ({
  'permissionsets/P.permissionset': file('PermissionSet', `<label>P</label>${content}`),
})
const grantField = (name: string): Record<string, string> =>
  grants(
    `<fieldPermissions><editable>true</editable><field>${name}</field><readable>true</readable></fieldPermissions>`,
  )
const grantObject = (name: string, rights: readonly string[]): string =>
  `<objectPermissions>${['Create', 'Delete', 'Edit', 'Read'].map((right) => `<allow${right}>${rights.includes(right)}</allow${right}>`).join('')}<modifyAllRecords>false</modifyAllRecords><object>${name}</object><viewAllRecords>false</viewAllRecords></objectPermissions>`

const channel = channelFile('X')
const member = (entity: string, more = '') => memberFile('X', entity, more)

test('one bad component rolls everything back', async () => {
  const { success, failures } = await started.deploy({ ...samplePackage, ...grantField('Account.Nope__c') })
  expect(success).toBe(false)
  expect(failures).toEqual(['PermissionSet:P: In field: field - no CustomField named Account.Nope__c found'])
  expect(started.org.schema.object('Bill__c')).toBeUndefined()
})

describe('a planted error is found', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['text without length', field('<type>Text</type>'), /Must specify 'length' for a CustomField of type Text/],
    ['text too long', field('<type>Text</type><length>256</length>'), /length: 1 to 255/],
    ['number without scale', field('<type>Number</type><precision>18</precision>'), /Must specify 'scale'/],
    ['precision beyond 18', field('<type>Number</type><precision>19</precision><scale>2</scale>'), /between 1 and 18/],
    ['checkbox without default', field('<type>Checkbox</type>'), /Must specify 'defaultValue'/],
    ['unknown type', field('<type>Txt</type>'), /'Txt' is not a valid value for the enum 'FieldType'/],
    [
      'unknown element',
      field('<type>Date</type><lenght>3</lenght>'),
      /Element .*lenght invalid at this location in type CustomField/,
    ],
    ['external id on a date', field('<type>Date</type><externalId>true</externalId>'), /Can not specify 'externalId'/],
    ['picklist without values', field('<type>Picklist</type>'), /Must specify 'valueSet'/],
    [
      'lookup to nowhere',
      field('<type>Lookup</type><referenceTo>Nope__c</referenceTo><relationshipName>R</relationshipName>'),
      /referenceTo value of 'Nope__c' does not resolve/,
    ],
    [
      'required lookup that clears',
      field(
        '<type>Lookup</type><referenceTo>Contact</referenceTo><relationshipName>R</relationshipName><required>true</required>',
      ),
      /cascade delete or restrict delete/,
    ],
    [
      'master-detail on a standard object',
      field('<type>MasterDetail</type><referenceTo>Contact</referenceTo><relationshipName>R</relationshipName>'),
      /standard object cannot be on the detail side/,
    ],
    [
      'formula',
      field('<type>Number</type><precision>3</precision><scale>0</scale><formula>VLOOKUP(1)</formula>'),
      /NOT_SUPPORTED_BY_SANDBOX: The formula function VLOOKUP/,
    ],
    [
      'field name',
      { 'objects/Account.object': file('CustomObject', textField('A__B__c')) },
      /must begin with a letter/,
    ],
    ['object without sharing model', object(''), /Must specify a non-empty sharingModel/],
    [
      'controlled by no parent',
      object('<sharingModel>ControlledByParent</sharingModel>'),
      /without a MasterDetail relationship/,
    ],
    [
      'detail that is not controlled',
      object(
        '<sharingModel>ReadWrite</sharingModel><fields><fullName>A__c</fullName><label>A</label><type>MasterDetail</type><referenceTo>Account</referenceTo><relationshipName>Ts</relationshipName></fields>',
      ),
      /Cannot set sharingModel to ReadWrite/,
    ],
    [
      'permission on a required field',
      grantField('Opportunity.StageName'),
      /You cannot deploy to a required field: Opportunity\.StageName/,
    ],
    ['permission on a name', grantField('Account.Name'), /You cannot deploy to a required field: Account\.Name/],
    [
      'permission on a part of an address',
      grantField('Account.BillingCity'),
      /no CustomField named Account\.BillingCity found/,
    ],
    [
      'permission on an unknown object',
      grants(grantObject('Nope__c', ['Read'])),
      /In field: object - no CustomObject named Nope__c found/,
    ],
    [
      'edit without read',
      grants(grantObject('Account', ['Edit'])),
      /Permission Edit Account depends on permission\(s\): Read Account/,
    ],
    [
      'permission on an object without its own',
      grants(grantObject('OrderItem', ['Read'])),
      /bad value for restricted picklist field: OrderItem/,
    ],
    [
      'unknown tab',
      grants('<tabSettings><tab>Nope</tab><visibility>Visible</visibility></tabSettings>'),
      /In field: tab - no CustomTab named Nope found/,
    ],
    [
      'unknown app',
      grants(
        '<applicationVisibilities><application>Nope</application><visible>true</visible></applicationVisibilities>',
      ),
      /no CustomApplication named Nope/,
    ],
    [
      'permission set without label',
      { 'permissionsets/P.permissionset': file('PermissionSet', '') },
      /Required field is missing: label/,
    ],
    [
      'tab of no object',
      { 'tabs/Nope__c.tab': file('CustomTab', '<customObject>true</customObject><motif>Custom1: Heart</motif>') },
      /no CustomObject named Nope__c/,
    ],
    [
      'app with an unknown tab',
      { 'applications/A.app': file('CustomApplication', '<label>A</label><tabs>Nope</tabs>') },
      /In field: tabs - no CustomTab named Nope/,
    ],
    [
      'layout with an unknown field',
      {
        'layouts/Account-L.layout': file(
          'Layout',
          '<layoutSections><layoutColumns><layoutItems><behavior>Edit</behavior><field>Nope__c</field></layoutItems></layoutColumns></layoutSections>',
        ),
      },
      /no CustomField named Account\.Nope__c/,
    ],
    [
      'page with an unknown component',
      {
        'flexipages/F.flexipage': file(
          'FlexiPage',
          '<masterLabel>F</masterLabel><template><name>t</name></template><type>RecordPage</type><sobjectType>Account</sobjectType><flexiPageRegions><itemInstances><componentInstance><componentName>nope</componentName></componentInstance></itemInstances></flexiPageRegions>',
        ),
      },
      /design time component information for component nope/,
    ],
    [
      'bundle without module',
      lwc({ 'panel.js-meta.xml': lwcMeta, 'panel.html': '<template></template>' }),
      /panel\.js is missing/,
    ],
    ['bundle without meta', lwc({ 'panel.js': 'export default 1' }), /panel\.js-meta\.xml is missing/],
    [
      'bundle with an unknown label',
      lwc({ 'panel.js-meta.xml': lwcMeta, 'panel.js': "import a from '@salesforce/label/c.Nope'" }),
      /Invalid reference c\.Nope of type label/,
    ],
    [
      'bundle with an unknown child',
      lwc({
        'panel.js-meta.xml': lwcMeta,
        'panel.js': '',
        'panel.html': '<template><c-other-one></c-other-one></template>',
      }),
      /No MODULE named markup:\/\/c:otherOne found/,
    ],
    [
      'bundle with an unknown field',
      lwc({ 'panel.js-meta.xml': lwcMeta, 'panel.js': "import F from '@salesforce/schema/Account.Nope__c'" }),
      /Invalid reference Account\.Nope__c/,
    ],
    ['member without channel', member('AccountChangeEvent'), /no PlatformEventChannel named X__chn/],
    ['member of no entity', { ...channel, ...member('NopeChangeEvent') }, /NopeChangeEvent, isn't valid/],
    [
      'member with a filter of a field that is not there',
      { ...channel, ...member('AccountChangeEvent', '<filterExpression>Nope__c != null</filterExpression>') },
      /The filter expression isn't valid: The field Nope__c doesn't exist in Account/,
    ],
    [
      'six entities',
      {
        ...channel,
        ...(Object.assign(
          {},
          ...['Account', 'Contact', 'Opportunity', 'Order', 'Product2', 'Pricebook2'].map((one) =>
            member(`${one}ChangeEvent`),
          ),
        ) as Record<string, string>),
      },
      /maximum number of selected entities for Change Data Capture, 5/,
    ],
    ['unclosed element', { 'tabs/A.tab': '<CustomTab><motif>x</CustomTab>' }, /Error parsing file/],
    ['wrong root', { 'tabs/A.tab': file('CustomTabs', '') }, /root element CustomTabs should be CustomTab/],
    [
      'a type the sandbox does not know',
      { 'classes/A.cls': 'class A {}' },
      /NOT_SUPPORTED_BY_SANDBOX: files in classes/,
    ],
    [
      'the deletion of what is not there',
      { 'destructiveChanges.xml': file('Package', '<types><members>A__c</members><name>CustomObject</name></types>') },
      /No CustomObject named: A__c found/,
    ],
  ])('%s', async (_name, files, problem) => {
    const { success, failures } = await started.deploy(files)
    expect(success).toBe(false)
    expect(failures.join('\n')).toMatch(problem)
  })
})

test('what depends on a failed component fails too', async () => {
  const { failures } = await started.deploy({ ...field('<type>Text</type>'), ...grantField('Account.F__c') })
  expect(failures).toHaveLength(2)
})

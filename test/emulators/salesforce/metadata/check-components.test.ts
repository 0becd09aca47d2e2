import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { channelFile, memberFile } from '../testing/event-channel.ts'
import { file, samplePackage, textField } from '../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
// No deploy here succeeds, so that one empty org is enough for all.
beforeAll(async () => {
  started = await startOrg({ bare: true })
})
afterAll(() => started[Symbol.asyncDispose]())

const field = (content: string): Record<string, string> => ({
  'objects/Account.object': file(
    'CustomObject',
    `<fields><fullName>F__c</fullName><label>F</label>${content}</fields>`,
  ),
})
const object = (content: string, status = 'Deployed'): Record<string, string> => ({
  'objects/T__c.object': file(
    'CustomObject',
    `<label>T</label><pluralLabel>Ts</pluralLabel><deploymentStatus>${status}</deploymentStatus><nameField><label>N</label><type>Text</type></nameField>${content}`,
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
    [
      'checkbox that may be',
      field('<type>Checkbox</type><defaultValue>maybe</defaultValue>'),
      /'maybe' is not a valid/,
    ],
    [
      'required that is yes',
      field('<type>Date</type><required>yes</required>'),
      /'yes' is not valid for type xsd:boolean, should be '0', '1', 'true' or 'false'/,
    ],
    [
      'delete constraint',
      field('<type>Lookup</type><referenceTo>Contact</referenceTo><deleteConstraint>Foo</deleteConstraint>'),
      /'Foo' is not a valid value for the enum 'DeleteConstraint'/,
    ],
    ['length that is a word', field('<type>Text</type><length>long</length>'), /'long' is not valid for type xsd:int/],
    [
      'element twice',
      field('<type>Date</type><type>Date</type>'),
      /Element type is duplicated at this location in type CustomField/,
    ],
    [
      'case-sensitive and not unique',
      field('<type>Text</type><length>9</length><caseSensitive>true</caseSensitive>'),
      /Can not specify 'caseSensitive'/,
    ],
    [
      'the same field twice',
      { 'objects/Account.object': file('CustomObject', `${textField('F__c')}${textField('f__c')}`) },
      /Duplicate CustomField Account\.F__c specified in objects\/Account\.object/,
    ],
    [
      'deployment status',
      object('<sharingModel>Read</sharingModel>', 'Foo'),
      /'Foo' is not a valid value for the enum 'DeploymentStatus'/,
    ],
    [
      'bulk without sharing and streaming',
      object('<sharingModel>Read</sharingModel><enableBulkApi>true</enableBulkApi><enableSharing>true</enableSharing>'),
      /enableBulkApi, enableSharing, enableStreamingApi must all/,
    ],
    [
      'tab visibility of a profile',
      grants('<tabSettings><tab>standard-Account</tab><visibility>DefaultOn</visibility></tabSettings>'),
      /'DefaultOn' is not a valid value for the enum 'PermissionSetTabVisibility'/,
    ],
    [
      'activation that may be required',
      grants('<hasActivationRequired>maybe</hasActivationRequired>'),
      /'maybe' is not valid for type xsd:boolean/,
    ],
    [
      'unknown element deep inside',
      grants('<fieldPermissions><field>Account.Phone</field><readible>true</readible></fieldPermissions>'),
      /readible invalid at this location in type PermissionSetFieldPermissions/,
    ],
    [
      'filter scope',
      {
        'objects/Account.object': file(
          'CustomObject',
          '<listViews><fullName>A</fullName><filterScope>Foo</filterScope><label>A</label></listViews>',
        ),
      },
      /'Foo' is not a valid value for the enum 'FilterScope'/,
    ],
    [
      'kind of navigation',
      { 'applications/A.app': file('CustomApplication', '<label>A</label><navType>Foo</navType>') },
      /'Foo' is not a valid value for the enum 'NavType'/,
    ],
    [
      'form factor',
      { 'applications/A.app': file('CustomApplication', '<label>A</label><formFactors>Huge</formFactors>') },
      /'Huge' is not a valid value for the enum 'FormFactor'/,
    ],
    [
      'style of a tab',
      { 'tabs/Account.tab': file('CustomTab', '<customObject>true</customObject><motif>Foo</motif>') },
      /'Foo' is not a valid value for motif/,
    ],
    [
      'label of 1,001 characters',
      {
        'labels/CustomLabels.labels': file(
          'CustomLabels',
          `<labels><fullName>L</fullName><language>en_US</language><protected>true</protected><shortDescription>L</shortDescription><value>${'x'.repeat(1001)}</value></labels>`,
        ),
      },
      /Value: data value too large \(max length=1000\)/,
    ],
    [
      'decimal places, which the sandbox does not do',
      field('<type>Text</type><length>9</length><displayLocationInDecimal>true</displayLocationInDecimal>'),
      /NOT_SUPPORTED_BY_SANDBOX: The element displayLocationInDecimal of CustomField/,
    ],
    [
      'access to agents, which the sandbox does not do',
      grants('<agentAccesses><agentName>A</agentName><enabled>true</enabled></agentAccesses>'),
      /NOT_SUPPORTED_BY_SANDBOX: The element agentAccesses of PermissionSet/,
    ],
    [
      'search layouts of a profile, which the sandbox does not do',
      object(
        '<sharingModel>Read</sharingModel><profileSearchLayouts><profileName>P</profileName></profileSearchLayouts>',
      ),
      /NOT_SUPPORTED_BY_SANDBOX: The element profileSearchLayouts of CustomObject/,
    ],
    [
      'platform event, which the sandbox does not do',
      {
        'objects/E__e.object': file(
          'CustomObject',
          '<label>E</label><pluralLabel>Es</pluralLabel><deploymentStatus>Deployed</deploymentStatus><eventType>HighVolume</eventType>',
        ),
      },
      /NOT_SUPPORTED_BY_SANDBOX: The element eventType of CustomObject/,
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
          '<layoutSections><layoutColumns><layoutItems><behavior>Edit</behavior><field>Nope__c</field></layoutItems></layoutColumns><style>OneColumn</style></layoutSections>',
        ),
      },
      /no CustomField named Account\.Nope__c/,
    ],
    [
      'page with an unknown component',
      {
        'flexipages/F.flexipage': file(
          'FlexiPage',
          '<masterLabel>F</masterLabel><template><name>t</name></template><type>RecordPage</type><sobjectType>Account</sobjectType><flexiPageRegions><itemInstances><componentInstance><componentName>nope</componentName></componentInstance></itemInstances><name>main</name><type>Region</type></flexiPageRegions>',
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
    [
      'member named with the whole suffix of its channel',
      {
        ...channel,
        'platformEventChannelMembers/X__chn_ContactChangeEvent.platformEventChannelMember': file(
          'PlatformEventChannelMember',
          '<eventChannel>X__chn</eventChannel><selectedEntity>ContactChangeEvent</selectedEntity>',
        ),
      },
      /The name of this member must be X_chn_ContactChangeEvent/,
    ],
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

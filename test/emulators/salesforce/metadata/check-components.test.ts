import { describe, expect, test } from 'vitest'
import { channelFile, memberFile } from '../testing/event-channel.ts'
import { file, samplePackage } from '../testing/sample-package.ts'
import { anOrgThatRefuses, field, grantField, grantObject, grants } from './planted-errors.ts'

/** Components, other than objects, fields and Lightning web components, that an org refuses. */
const { org, finds } = anOrgThatRefuses()

const manifest = (types: string) => ({ 'package.xml': file('Package', `${types}<version>67.0</version>`) })
const channel = channelFile('X')
const member = (entity: string, more = '') => memberFile('X', entity, more)

test('one bad component rolls everything back', async () => {
  const { success, failures } = await org().deploy({ ...samplePackage, ...grantField('Account.Nope__c') })
  expect(success).toBe(false)
  expect(failures).toEqual(['PermissionSet:P: In field: field - no CustomField named Account.Nope__c found'])
  expect(org().org.schema.object('Bill__c')).toBeUndefined()
})

describe('a planted error is found', () => {
  finds([
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
      'access to agents, which the sandbox does not do',
      grants('<agentAccesses><agentName>A</agentName><enabled>true</enabled></agentAccesses>'),
      /NOT_SUPPORTED_BY_SANDBOX: The element agentAccesses of PermissionSet/,
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
      'unknown type in the manifest',
      manifest('<types><members>A</members><name>Feld</name></types>'),
      /Unknown type name 'Feld'/,
    ],
    ['unknown element of the manifest', manifest('<typos/>'), /typos invalid at this location in type Package/],
    ['manifest without version', { 'package.xml': file('Package', '') }, /Required field is missing: version/],
    [
      'both lists of one type in the manifest',
      manifest(['A', 'B'].map((name) => `<types><members>${name}</members><name>Layout</name></types>`).join('')),
      /'A' of type Layout was named [\s\S]*'B' of type Layout was named/,
    ],
    [
      'elements of one name that stand apart',
      {
        'permissionsets/P.permissionset': file(
          'PermissionSet',
          '<customPermissions><enabled>true</enabled><name>A</name></customPermissions>\n<label>P</label>\n<customPermissions><enabled>true</enabled><name>B</name></customPermissions>',
        ),
      },
      /Error parsing file: Element customPermissions is duplicated at this location in type PermissionSet/,
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
  ])
})

test('what depends on a failed component fails too', async () => {
  const { failures } = await org().deploy({ ...field('<type>Text</type>'), ...grantField('Account.F__c') })
  expect(failures).toHaveLength(2)
})

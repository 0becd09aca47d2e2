import { describe } from 'vitest'
import { file } from '../testing/sample-package.ts'
import { anOrgThatRefuses } from './planted-errors.ts'

/** Lightning web components, and quick actions of them, that an org refuses. */
const { finds } = anOrgThatRefuses()

const lwc = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`lwc/panel/${name}`, text]))
const lwcMeta = file(
  'LightningComponentBundle',
  '<apiVersion>67.0</apiVersion><isExposed>true</isExposed><targets><target>lightning__RecordPage</target></targets>',
)
const configured = (config: string): Record<string, string> =>
  lwc({
    'panel.js-meta.xml': lwcMeta.replace('</LightningC', `<targetConfigs>${config}</targetConfigs></LightningC`),
    'panel.js': 'export default class Panel extends Base {\n  @api rows = 1\n  @api\n  get size() {}\n  title = 2\n}',
  })
const config = (content: string, targets = 'lightning__RecordPage'): Record<string, string> =>
  configured(`<targetConfig targets="${targets}">${content}</targetConfig>`)
const action = (content: string): Record<string, string> => ({
  ...lwc({ 'panel.js': '', 'panel.js-meta.xml': lwcMeta }),
  'quickActions/Account.A.quickAction': file(
    'QuickAction',
    content.replace('</label>', '</label><optionsCreateFeedItem>false</optionsCreateFeedItem>'),
  ),
  'package.xml': file(
    'Package',
    '<types><members>panel</members><name>LightningComponentBundle</name></types><types><members>Account.A</members><name>QuickAction</name></types><version>67.0</version>',
  ),
})

describe('a planted error is found', () => {
  finds([
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
    [
      'configuration for a target that the bundle has not',
      config('', 'lightning__RecordPage, lightning__HomePage'),
      /target 'lightning__HomePage' of a targetConfig must be one of the targets/,
    ],
    [
      'configuration of a property that is not public',
      config(
        '<property name="rows" type="Integer"/><property name="size" type="Integer"/><property name="title" type="String"/>',
      ),
      /^LightningComponentBundle:panel: The 'title' property of a targetConfig is no @api property of the component$/,
    ],
    ['configuration of a property without type', config('<property name="rows"/>'), /type attribute .* is required/],
    [
      'configuration for an unknown object',
      config('<objects><object>Account</object><object>Nope__c</object></objects>'),
      /^LightningComponentBundle:panel: Invalid reference Nope__c of type sobjectClass in file panel\.js-meta\.xml$/,
    ],
    [
      'form factor of a configuration',
      config('<supportedFormFactors><supportedFormFactor type="Medium"/></supportedFormFactors>'),
      /'Medium' is not a valid value for supportedFormFactor/,
    ],
    ['kind of an action', config('<actionType>Foo</actionType>'), /'Foo' is not a valid value for actionType/],
    [
      'unknown element of a configuration',
      config('<props/>'),
      /NOT_SUPPORTED_BY_SANDBOX: The element props of targetCo/,
    ],
    [
      'unknown place of a component',
      lwc({ 'panel.js': '', 'panel.js-meta.xml': lwcMeta.replace('RecordPage', 'RecordPge') }),
      /NOT_SUPPORTED_BY_SANDBOX: The target lightning__RecordPge/,
    ],
    [
      'version of a component',
      lwc({ 'panel.js': '', 'panel.js-meta.xml': lwcMeta.replace('67', '99') }),
      /99\.0 is later/,
    ],
    [
      'action without its kind, of a component that is no action',
      action('<label>A</label><lightningWebComponent>panel</lightningWebComponent><type>LightningWebComponent</type>'),
      /is missing: actionSubtype\n.*must have the target lightning__RecordAction/,
    ],
  ])
})

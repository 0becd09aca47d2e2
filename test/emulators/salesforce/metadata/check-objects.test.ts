import { describe } from 'vitest'
import { file, textField } from '../testing/sample-package.ts'
import { anOrgThatRefuses, field } from './planted-errors.ts'

/** Custom objects and fields that an org refuses. */
const { finds } = anOrgThatRefuses()

const object = (content: string, status = 'Deployed'): Record<string, string> => ({
  'objects/T__c.object': file(
    'CustomObject',
    `<label>T</label><pluralLabel>Ts</pluralLabel><deploymentStatus>${status}</deploymentStatus><nameField><label>N</label><type>Text</type></nameField>${content}`,
  ),
})

describe('a planted error is found', () => {
  finds([
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
      'decimal places, which the sandbox does not do',
      field('<type>Text</type><length>9</length><displayLocationInDecimal>true</displayLocationInDecimal>'),
      /NOT_SUPPORTED_BY_SANDBOX: The element displayLocationInDecimal of CustomField/,
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
  ])
})

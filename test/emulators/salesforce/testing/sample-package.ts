const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"'

/** One metadata file: its root element around `content`. */
export const file = (root: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} ${namespace}>${content}</${root}>`

export const textField = (name: string, extra = ''): string =>
  `<fields><fullName>${name}</fullName><label>${name.replace('__c', '')}</label><type>Text</type><length>80</length>${extra}</fields>`

const keyField = textField(
  'Key__c',
  '<externalId>true</externalId><unique>true</unique><caseSensitive>false</caseSensitive>',
)
const object = (label: string, sharing: string): string =>
  `<label>${label}</label><pluralLabel>${label}s</pluralLabel><nameField><label>${label} Name</label><type>Text</type></nameField><deploymentStatus>Deployed</deploymentStatus><sharingModel>${sharing}</sharingModel>`

const statusField = `<fields><fullName>Status__c</fullName><label>Status</label><type>Picklist</type><valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted><value><fullName>Open</fullName><default>true</default><label>Open</label></value><value><fullName>Paid</fullName><default>false</default><label>Paid</label></value></valueSetDefinition></valueSet></fields>`

/** A small package: an invoice with lines (master-detail), keys on standard objects and one permission set. */
export const samplePackage: Readonly<Record<string, string>> = {
  'objects/Bill__c.object': file(
    'CustomObject',
    `${object('Bill', 'ReadWrite')}${keyField}${statusField}${textField('Tag__c', '<externalId>true</externalId>')}
    <fields><fullName>Total__c</fullName><label>Total</label><type>Number</type><precision>18</precision><scale>2</scale></fields>
    <fields><fullName>Due__c</fullName><label>Due</label><type>Date</type></fields>
    <fields><fullName>Seen__c</fullName><label>Seen</label><type>DateTime</type></fields>
    <fields><fullName>Held__c</fullName><label>Held</label><type>Checkbox</type><defaultValue>false</defaultValue></fields>
    <fields><fullName>Account__c</fullName><label>Account</label><type>Lookup</type><referenceTo>Account</referenceTo><relationshipName>Bills</relationshipName></fields>
    <fields><fullName>Order__c</fullName><label>Order</label><type>Lookup</type><referenceTo>Order</referenceTo><relationshipName>Bills</relationshipName></fields>`,
  ),
  'objects/Bill_Line__c.object': file(
    'CustomObject',
    `<label>Bill Line</label><pluralLabel>Bill Lines</pluralLabel><nameField><label>Line Number</label><type>AutoNumber</type><displayFormat>BL-{0000}</displayFormat></nameField><deploymentStatus>Deployed</deploymentStatus><sharingModel>ControlledByParent</sharingModel>
    <fields><fullName>Bill__c</fullName><label>Bill</label><type>MasterDetail</type><referenceTo>Bill__c</referenceTo><relationshipName>Lines</relationshipName><relationshipOrder>0</relationshipOrder></fields>
    <fields><fullName>Amount__c</fullName><label>Amount</label><type>Number</type><precision>18</precision><scale>2</scale></fields>`,
  ),
  'objects/Account.object': file('CustomObject', keyField + textField('Secret__c')),
  'objects/Order.object': file('CustomObject', keyField),
  'permissionsets/Bridge.permissionset': file(
    'PermissionSet',
    `<label>Bridge</label><hasActivationRequired>false</hasActivationRequired>
    <fieldPermissions><editable>true</editable><field>Account.Key__c</field><readable>true</readable></fieldPermissions>
    <fieldPermissions><editable>false</editable><field>Account.Phone</field><readable>true</readable></fieldPermissions>
    <fieldPermissions><editable>true</editable><field>Account.BillingAddress</field><readable>true</readable></fieldPermissions>
    <fieldPermissions><editable>true</editable><field>Bill__c.Key__c</field><readable>true</readable></fieldPermissions>
    <fieldPermissions><editable>true</editable><field>Bill__c.Total__c</field><readable>true</readable></fieldPermissions>
    <objectPermissions><allowCreate>true</allowCreate><allowDelete>false</allowDelete><allowEdit>true</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Account</object><viewAllRecords>true</viewAllRecords></objectPermissions>
    <objectPermissions><allowCreate>true</allowCreate><allowDelete>false</allowDelete><allowEdit>true</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Bill__c</object><viewAllRecords>false</viewAllRecords></objectPermissions>`,
  ),
}

/** The file of `Bill__c` as in the sample package, with more fields (`<fields>…</fields>`). */
export const billWith = (...fields: readonly string[]): Readonly<Record<string, string>> => ({
  'objects/Bill__c.object': (samplePackage['objects/Bill__c.object'] ?? '').replace(
    '</CustomObject>',
    `${fields.join('')}</CustomObject>`,
  ),
})

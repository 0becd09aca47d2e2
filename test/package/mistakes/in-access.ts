import { changed, without, field, set, main, permission, objectPermission, end, type Mistake } from './plant.ts'

export const inAccess: readonly Mistake[] = [
  [
    'permission-set-references',
    'there is no field Account.BC_Nothing__c',
    changed(set('BC_Billing_User'), end, permission('Account.BC_Nothing__c') + end),
  ],
  [
    'permission-set-references',
    'there is no field Account.Fax',
    changed(set('BC_Billing_User'), end, permission('Account.Fax') + end),
  ],
  [
    'permission-set-references',
    'there is no object BC_Nothing__c',
    changed(set('BC_Billing_User'), end, objectPermission('BC_Nothing__c') + end),
  ],
  ['permission-set-references', 'there is no tab', without(`${main}/tabs/BC_Invoice__c.tab-meta.xml`)],
  ['permission-set-references', 'there is no app', without(`${main}/applications/BC_Business_Central.app-meta.xml`)],
  [
    'permission-set-fields',
    'required or a master',
    changed(set('BC_Billing_User'), end, permission('BC_Invoice__c.BC_Customer__c') + end),
  ],
  [
    'permission-set-fields',
    'required or a master',
    changed(set('BC_Billing_User'), end, permission('BC_Invoice__c.Name') + end),
  ],
  [
    'permission-set-fields',
    'required or a master',
    changed(field('Account', 'BC_Tax_Id__c'), '<required>false', '<required>true'),
  ],
  [
    'permission-set-fields',
    'editable but not readable',
    changed(
      set('BC_Integration'),
      /<editable>true<\/editable>\s*<field>Account.BC_Key__c<\/field>\s*<readable>true/,
      '<editable>true</editable><field>Account.BC_Key__c</field><readable>false',
    ),
  ],
  [
    'permission-set-dependencies',
    'allowCreate needs allowRead',
    changed(
      set('BC_Integration'),
      /<allowRead>true<\/allowRead>\s*<modifyAllRecords>false<\/modifyAllRecords>\s*<object>BC_Invoice__c/,
      '<allowRead>false</allowRead><modifyAllRecords>false</modifyAllRecords><object>BC_Invoice__c',
    ),
  ],
  [
    'permission-set-dependencies',
    'of its master BC_Invoice__c',
    changed(
      set('BC_Integration'),
      /<allowRead>true<\/allowRead>\s*<modifyAllRecords>false<\/modifyAllRecords>\s*<object>BC_Invoice__c/,
      '<allowRead>false</allowRead><modifyAllRecords>false</modifyAllRecords><object>BC_Invoice__c',
    ),
  ],
  [
    'permission-set-dependencies',
    'OrderItem has no object permissions',
    changed(set('BC_Integration'), end, objectPermission('OrderItem') + end),
  ],
  [
    'permission-set-dependencies',
    'EditActivatedOrders needs ActivateOrder',
    changed(set('BC_Integration'), 'ActivateOrder<', 'ApiUserOnly<'),
  ],
  [
    'who-edits',
    'nobody of BC_Billing_User may fill in Order.BC_Currency_Code__c',
    changed(
      set('BC_Billing_User'),
      /<editable>true(<\/editable>\s*<field>Order.BC_Currency_Code__c<)/,
      '<editable>false$1',
    ),
  ],
  [
    'who-edits',
    'OrderItem.BC_Tax_Code__c is not for BC_Billing_User to decide',
    changed(
      set('BC_Billing_User'),
      /<editable>false(<\/editable>\s*<field>OrderItem.BC_Tax_Code__c<)/,
      '<editable>true$1',
    ),
  ],
  [
    'who-edits',
    'the bridge writes OrderItem.BC_Key__c',
    changed(set('BC_Sync_Admin'), /<editable>false(<\/editable>\s*<field>OrderItem.BC_Key__c<)/, '<editable>true$1'),
  ],
]

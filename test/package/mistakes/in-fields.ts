import { changed, without, field, main, type Mistake } from './plant.ts'

export const inFields: readonly Mistake[] = [
  ['wanted-fields', 'is missing: Account: BC_Tax_Id__c', without(field('Account', 'BC_Tax_Id__c'))],
  [
    'wanted-fields',
    'is not in the list',
    changed(field('BC_Invoice__c', 'BC_Total__c'), '<type>Number<', '<type>Currency<'),
  ],
  [
    'wanted-fields',
    'is missing: Account: BC_Key__c',
    changed(field('Account', 'BC_Key__c'), '<unique>true<', '<unique>false<'),
  ],
  [
    'wanted-fields',
    'not restricted',
    changed(field('Order', 'BC_Order_Status__c'), '<restricted>true<', '<restricted>false<'),
  ],
  [
    'described-fields',
    'inlineHelpText is missing',
    changed(field('Account', 'BC_Key__c'), /<inlineHelpText>.*<\/inlineHelpText>/, ''),
  ],
  [
    'described-fields',
    'description is missing',
    changed(field('Account', 'BC_Key__c'), /<description>.*</, '<description> <'),
  ],
  [
    'lookup-targets',
    'there is no object Bill__c',
    changed(
      field('BC_Payment_Application__c', 'BC_Invoice__c'),
      '>BC_Invoice__c</referenceTo',
      '>Bill__c</referenceTo',
    ),
  ],
  [
    'lookup-targets',
    'ControlledByParent',
    changed(
      `${main}/objects/BC_Invoice__c/BC_Invoice__c.object-meta.xml`,
      '<sharingModel>ControlledByParent',
      '<sharingModel>Private',
    ),
  ],
  [
    'layout-fields',
    'there is no field',
    changed(`${main}/layouts/BC_Invoice__c-BC Invoice Layout.layout-meta.xml`, '>BC_Due_Date__c<', '>BC_Due__c<'),
  ],
  [
    'layout-fields',
    'required field BC_Customer__c',
    changed(`${main}/layouts/BC_Invoice__c-BC Invoice Layout.layout-meta.xml`, '>BC_Customer__c<', '>BC_Tax__c<'),
  ],
  [
    'layout-fields',
    'twice',
    changed(`${main}/layouts/BC_Invoice__c-BC Invoice Layout.layout-meta.xml`, '>BC_Total__c<', '>BC_Tax__c<'),
  ],
  [
    'layout-fields',
    'there is no related list',
    changed(
      `${main}/layouts/BC_Invoice__c-BC Invoice Layout.layout-meta.xml`,
      'BC_Invoice_Line__c.BC_Invoice__c',
      'BC_Invoice_Line__c.BC_Parent__c',
    ),
  ],
  [
    'layout-fields',
    'for the related list',
    changed(
      `${main}/layouts/BC_Invoice__c-BC Invoice Layout.layout-meta.xml`,
      '<fields>BC_Quantity__c',
      '<fields>BC_Qty__c',
    ),
  ],
  ['layout-fields', 'there is no object', without(`${main}/objects/BC_Invoice__c/BC_Invoice__c.object-meta.xml`)],
  [
    'object-views',
    'there is no field',
    changed(
      `${main}/objects/BC_Invoice__c/listViews/Open.listView-meta.xml`,
      '<columns>BC_Total__c',
      '<columns>BC_Sum__c',
    ),
  ],
  [
    'object-views',
    'there is no field',
    changed(
      `${main}/objects/BC_Invoice__c/compactLayouts/BC_Compact.compactLayout-meta.xml`,
      '>BC_Total__c<',
      '>BC_Sum__c<',
    ),
  ],
  [
    'object-views',
    'there is no compact layout',
    without(`${main}/objects/BC_Invoice__c/compactLayouts/BC_Compact.compactLayout-meta.xml`),
  ],
]

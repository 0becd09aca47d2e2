import { changed, field, main, type Mistake } from './plant.ts'

export const inFiles: readonly Mistake[] = [
  ['well-formed', 'line', changed(field('Account', 'BC_Key__c'), '</length>', '</lenght>')],
  ['known-to-metadata-api', 'there is no such element', changed(field('Account', 'BC_Key__c'), /length>/g, 'lenght>')],
  ['known-to-metadata-api', 'is not one of', changed(field('Account', 'BC_Key__c'), '<type>Text<', '<type>String<')],
  ['known-to-metadata-api', 'is not a number', changed(field('Account', 'BC_Key__c'), '>80<', '>eighty<')],
  [
    'known-to-metadata-api',
    'is not true or false',
    changed(field('Account', 'BC_Key__c'), '<unique>true<', '<unique>yes<'),
  ],
  [
    'known-to-metadata-api',
    'stands there 2 times',
    changed(field('Account', 'BC_Key__c'), '<length>80</length>', '<length>80</length><length>80</length>'),
  ],
  [
    'known-to-metadata-api',
    'label is missing',
    changed(`${main}/objects/BC_Invoice__c/listViews/Open.listView-meta.xml`, /<label>.*<\/label>/, ''),
  ],
  ['known-to-metadata-api', 'namespace', changed(field('Account', 'BC_Key__c'), '2006/04/metadata', '2006/04/tooling')],
  [
    'known-to-metadata-api',
    'is no metadata type',
    changed(field('Account', 'BC_Key__c'), /CustomField/g, 'CustomFeld'),
  ],
  [
    'known-to-metadata-api',
    'is not the name of the file',
    changed(field('Account', 'BC_Key__c'), '>BC_Key__c<', '>BC_Kee__c<'),
  ],
  [
    'known-to-metadata-api',
    'holds text',
    changed(
      `${main}/objects/BC_Invoice__c/BC_Invoice__c.object-meta.xml`,
      /<nameField>[\s\S]*<\/nameField>/,
      '<nameField>Number</nameField>',
    ),
  ],
  [
    'known-to-metadata-api',
    'holds elements',
    changed(field('Account', 'BC_Key__c'), '<length>80', '<length><of>80</of>'),
  ],
  ['plain-text', 'white space', changed(field('Account', 'BC_Key__c'), '<label>', '<label>\n  ')],
]

import { fieldList } from '../field-list.ts'
import type { Rule } from '../finding.ts'
import type { Component } from '../package-source.ts'
import { elements, text } from '../xml.ts'

/** `BC_Total__c Number(18,2)`: name, type, and what makes it that type. */
function signature({ name, body }: Component): string {
  const type = text(body, 'type')
  const size = {
    Text: text(body, 'length'),
    Number: `${text(body, 'precision')},${text(body, 'scale')}`,
    Lookup: text(body, 'referenceTo'),
    MasterDetail: text(body, 'referenceTo'),
  }[type]
  const key =
    text(body, 'unique') === 'true' && text(body, 'externalId') === 'true' && text(body, 'caseSensitive') === 'false'
  return `${name.split('.')[1] ?? ''} ${type}${size === undefined ? '' : `(${size})`}${key ? ' unique External Id' : ''}`
}

export const wantedFields: Rule = {
  name: 'wanted-fields',
  why: 'The bridge and other integrations rely on these names and types, and on values that nobody adds by hand.',
  check: (source) => {
    const fields = source.ofType('CustomField')
    const present = new Set(fields.map((field) => `${field.name.split('.')[0] ?? ''}: ${signature(field)}`))
    const wanted = new Set(
      Object.entries(fieldList).flatMap(([object, list]) => list.map((each) => `${object}: ${each}`)),
    )
    const open = fields.filter(
      ({ body }) =>
        text(body, 'type') === 'Picklist' &&
        !elements(body, 'valueSet').some((set) => text(set, 'restricted') === 'true'),
    )
    return [
      ...[...wanted]
        .filter((each) => !present.has(each))
        .map((each) => ({ path: 'objects', problem: `is missing: ${each}` })),
      ...[...present]
        .filter((each) => !wanted.has(each))
        .map((each) => ({ path: 'objects', problem: `is not in the list: ${each}` })),
      ...open.map(({ path }) => ({ path, problem: 'the picklist is not restricted' })),
    ]
  },
}

import type { Finding, Rule } from '../finding.ts'
import type { Component, PackageSource } from '../package-source.ts'
import { elements, text } from '../xml.ts'

/** What is sold stands on these. */
const documents = ['Order', 'OrderItem', 'Opportunity', 'OpportunityLineItem']
/** Of these documents, what finance decides: in whose books they are, and how they are taxed. */
const finances = ['BC_Company__c', 'BC_Tax_Code__c']

const isWritten = ({ body }: Component): boolean => text(body, 'description').endsWith('Written by the bridge.')

/** The fields that a set lets people edit. */
function editable({ body }: Component): ReadonlySet<string> {
  const open = elements(body, 'fieldPermissions').filter((each) => text(each, 'editable') === 'true')
  return new Set(open.map((each) => text(each, 'field')))
}

function ofSet(source: PackageSource, name: string, theirs: (field: Component) => boolean): readonly Finding[] {
  const fields = source.ofType('CustomField')
  return source
    .ofType('PermissionSet')
    .filter((set) => set.name === name)
    .flatMap((set) => {
      const open = editable(set)
      const asked = fields.filter((field) => documents.includes(field.name.split('.')[0] ?? '') && theirs(field))
      return [
        ...asked.filter((field) => !open.has(field.name)).map((field) => `nobody of ${name} may fill in ${field.name}`),
        ...fields
          .filter((field) => open.has(field.name) && isWritten(field))
          .map((field) => `the bridge writes ${field.name}: it is not to be edited`),
        ...fields
          .filter((field) => documents.includes(field.name.split('.')[0] ?? '') && open.has(field.name))
          .filter((field) => !theirs(field) && !isWritten(field))
          .map((field) => `${field.name} is not for ${name} to decide`),
      ].map((problem) => ({ path: set.path, problem }))
    })
}

export const whoEdits: Rule = {
  name: 'who-edits',
  why: 'The bridge asks people to fill in what their documents lack: who is asked must be able to, and nobody else.',
  check: (source) => [
    ...ofSet(
      source,
      'BC_Billing_User',
      (field) => !isWritten(field) && !finances.includes(field.name.split('.')[1] ?? ''),
    ),
    ...ofSet(source, 'BC_Sync_Admin', (field) => !isWritten(field)),
  ],
}

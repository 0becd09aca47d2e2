import type { SandboxCompany } from '../../company/company.ts'
import { entitySet } from '../../entities.ts'
import { BusinessError, type Row } from '../../tables.ts'
import type { Values } from '../../wire/coerce.ts'
import { text } from '../../wire/text.ts'
import type { Page } from '../page.ts'
import { contactsOf } from './contacts-information.ts'
import { companyOf, contacts } from './contacts.ts'

/** How this page names what the contact has. */
const columns: Readonly<Record<string, string>> = {
  email: 'email',
  professionalTitle: 'jobTitle',
  primaryPhoneNumber: 'phoneNumber',
}

/** Persons among the contacts of customers. Changing and deleting go to the contact. */
export const customerContacts: Page = {
  orderedBy: '_number',
  source: {
    all: ({ company }) =>
      company
        .table('contacts')
        .filter(
          (contact) =>
            contact['type'] === 'Person' && companyOf(company, contact)?.['contactBusinessRelation'] === 'Customer',
        )
        .map((contact) => person(company, contact)),
    where: ({ company }, property, value) => {
      if (property === 'customerId')
        return contactsOf(company, value)
          .filter((contact) => contact['type'] === 'Person')
          .map((contact) => person(company, contact))
      if (property !== 'id') return undefined
      const contact = company.table('contacts').get(value)
      return contact?.['type'] === 'Person' ? [person(company, contact)] : []
    },
  },
  update: (context, _set, row, change) => {
    const { company } = context
    const values: Values = Object.fromEntries(
      Object.entries(columns).flatMap(([name, column]) => (name in change ? [[column, change[name]]] : [])),
    )
    if ('firstName' in change || 'lastName' in change)
      values['displayName'] = [text({ ...row, ...change }, 'firstName'), text({ ...row, ...change }, 'lastName')]
        .join(' ')
        .trim()
    const customerId = text(change, 'customerId')
    if ('customerId' in change && customerId !== row['customerId'])
      values['companyNumber'] = numberOfContact(company, customerId)
    const contact = company.table('contacts').get(row.id)
    if (contact) contacts.update?.(context, entitySet('contacts'), contact, values)
    return person(company, company.table('contacts').get(row.id) ?? row)
  },
  remove: (context, _set, row) => {
    const contact = context.company.table('contacts').get(row.id)
    if (contact) contacts.remove?.(context, entitySet('contacts'), contact)
  },
}

/** The contact that stands for a customer. */
function numberOfContact(company: SandboxCompany, customerId: string): string {
  const stands = company.table('contacts').where('_partyId', customerId)[0]
  if (!stands) throw new BusinessError('The "customerId" does not match to a Customer.')
  return text(stands, 'number')
}

function person(company: SandboxCompany, contact: Row): Row {
  const [firstName = '', ...rest] = String(contact['displayName']).split(' ')
  const customer = company.table('customers').get(String(companyOf(company, contact)?.['_partyId']))
  return {
    id: contact.id,
    _etag: contact['_etag'],
    _number: contact['number'],
    email: contact['email'] ?? '',
    firstName,
    lastName: rest.join(' '),
    professionalTitle: contact['jobTitle'] ?? '',
    customerId: customer?.id,
    customerName: customer?.['displayName'] ?? '',
    primaryPhoneNumber: contact['phoneNumber'] ?? '',
  }
}

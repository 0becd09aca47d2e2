import type { SandboxCompany } from '../../company/company.ts'
import type { Row } from '../../tables.ts'
import type { Page } from '../page.ts'
import { contactsOf } from './contacts-information.ts'
import { companyOf } from './contacts.ts'

/** Persons among the contacts of customers. */
export const customerContacts: Page = {
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
}

function person(company: SandboxCompany, contact: Row): Row {
  const [firstName = '', ...rest] = String(contact['displayName']).split(' ')
  const customer = company.table('customers').get(String(companyOf(company, contact)?.['_partyId']))
  return {
    id: contact.id,
    _etag: contact['_etag'],
    email: contact['email'] ?? '',
    firstName,
    lastName: rest.join(' '),
    professionalTitle: contact['jobTitle'] ?? '',
    customerId: customer?.id,
    customerName: customer?.['displayName'] ?? '',
    primaryPhoneNumber: contact['phoneNumber'] ?? '',
  }
}

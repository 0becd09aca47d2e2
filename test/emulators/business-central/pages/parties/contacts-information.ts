import type { SandboxCompany } from '../../company/company.ts'
import type { Row } from '../../tables.ts'
import type { Page } from '../page.ts'
import { companyOf } from './contacts.ts'

/** The contacts of a customer or vendor: the company contact that stands for it, and the persons below. */
export function contactsOf(company: SandboxCompany, partyId: string): readonly Row[] {
  const stands = company.table('contacts').where('_partyId', partyId)[0]
  return stands ? company.table('contacts').where('companyNumber', String(stands['number'])) : []
}

function shown(company: SandboxCompany, contact: Row): Row {
  const stands = companyOf(company, contact)
  return {
    id: contact.id,
    contactId: contact.id,
    contactNumber: contact['number'],
    contactName: contact['displayName'],
    contactType: contact['type'],
    relatedId: stands?.['_partyId'],
    relatedType: stands?.['contactBusinessRelation'] ?? '_x0020_',
  }
}

export const contactsInformation: Page = {
  orderedBy: 'contactNumber',
  needsParent: {
    properties: ['relatedId', 'contactId'],
    refusal: 'You must specify a related id to get the contact information.',
  },
  source: {
    all: ({ company }) =>
      company
        .table('contacts')
        .all()
        .map((contact) => shown(company, contact)),
    where: ({ company }, property, value) => {
      if (property === 'relatedId') return contactsOf(company, value).map((contact) => shown(company, contact))
      if (property !== 'contactId') return undefined
      const contact = company.table('contacts').get(value)
      return contact ? [shown(company, contact)] : []
    },
  },
}

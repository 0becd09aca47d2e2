import type { SandboxCompany } from '../../company/company.ts'
import type { Row } from '../../tables.ts'
import type { Values } from '../../wire/coerce.ts'
import { shared } from './contact-sync.ts'
import { freeNumber } from './free-number.ts'
import { text } from '../../wire/text.ts'

/**
 * Every new customer or vendor gets a contact of type Company that stands for it: persons are hung below that contact.
 * [Microsoft Learn: Create contact companies and people]
 */
export function companyContact(company: SandboxCompany, relation: 'Customer' | 'Vendor', party: Row): Row {
  const number = freeNumber(company, 'contacts', 'contact')
  const values: Values = Object.fromEntries(shared.map((name) => [name, party[name] ?? '']))
  return company.table('contacts').insert({
    ...values,
    type: 'Company',
    number,
    companyNumber: number,
    companyName: party['displayName'],
    contactBusinessRelation: relation,
    searchName: text(party, 'displayName').toUpperCase(),
    _partyId: party.id,
  })
}

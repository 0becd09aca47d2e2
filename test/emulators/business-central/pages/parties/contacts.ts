import type { SandboxCompany } from '../../company/company.ts'
import type { Row } from '../../tables.ts'
import type { Values } from '../../wire/coerce.ts'
import type { Page } from '../page.ts'
import { plain, refuseDuplicate, refuseMissing } from '../plain.ts'
import { checkParty } from './check-party.ts'
import { freeNumber } from './free-number.ts'
import { text } from '../../wire/text.ts'

/** The contact of type Company a contact belongs to. */
export const companyOf = (company: SandboxCompany, contact: Row | Values): Row | undefined =>
  company.table('contacts').where('number', text(contact, 'companyNumber'))[0]

export const contacts: Page = {
  computed: {
    companyName: ({ company }, row) => companyOf(company, row)?.['displayName'] ?? row['companyName'],
    contactBusinessRelation: ({ company }, row) =>
      row['contactBusinessRelation'] ?? companyOf(company, row)?.['contactBusinessRelation'] ?? 'None',
  },
  create: (context, set, values) => {
    refuseMissing(set, values)
    checkParty(values)
    refuseDuplicate(context, set, values)
    const number = text(values, 'number') || freeNumber(context.company, set.name, 'contact')
    return context.company.table(set.name).insert({
      type: 'Company',
      ...values,
      number,
      searchName: text(values, 'searchName') || String(values['displayName']).toUpperCase(),
      companyNumber: text(values, 'companyNumber') || (values['type'] === 'Person' ? '' : number),
    })
  },
  update: (context, set, row, change) => {
    checkParty(change)
    return plain.update(context, set, row, change)
  },
}

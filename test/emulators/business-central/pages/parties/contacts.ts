import type { SandboxCompany } from '../../company/company.ts'
import { BusinessError, type Row } from '../../tables.ts'
import type { Values } from '../../wire/coerce.ts'
import type { Page } from '../page.ts'
import { plain, refuseDuplicate, refuseMissing } from '../plain.ts'
import { dropBelow } from '../drop-below.ts'
import { checkParty } from './check-party.ts'
import { updateParty } from './contact-sync.ts'
import { numberFor } from './free-number.ts'
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
    const number = numberFor(context, set, 'contact', values['number'])
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
    const updated = plain.update(context, set, row, change)
    updateParty(context.company, row, change)
    return updated
  },
  // The customer or vendor the contact stood for stays; the persons below a company go with it.
  // [base application, table Contact, OnDelete]
  remove: (context, set, row) => {
    const { company } = context
    const number = text(row, 'number')
    const persons = row['type'] === 'Company' ? company.table('contacts').where('companyNumber', number) : []
    for (const contact of [...persons.filter(({ id }) => id !== row.id), row]) {
      const open = company
        .table('opportunities')
        .where('contactNumber', text(contact, 'number'))
        .some(({ status }) => status === 'Not_x0020_Started' || status === 'In_x0020_Progress')
      if (open)
        throw new BusinessError(
          `You cannot delete the Contact record ${text(contact, 'number')} because the contact has one or more opportunities that are open.`,
        )
      company.table(set.name).delete(contact.id)
      dropBelow(company, contact.id)
    }
  },
}

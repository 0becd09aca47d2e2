import type { SandboxCompany } from '../../company/company.ts'
import type { Row } from '../../tables.ts'
import type { Values } from '../../wire/coerce.ts'

/** Properties a customer or vendor shares with the contact that stands for it. */
export const shared = [
  'displayName',
  'addressLine1',
  'addressLine2',
  'city',
  'state',
  'country',
  'postalCode',
  'phoneNumber',
  'email',
  'website',
]

/** Which table a contact of type Company stands in for. */
const tables: Readonly<Record<string, string>> = { Customer: 'customers', Vendor: 'vendors' }

const moved = (change: Values, before: Row): Values =>
  Object.fromEntries(
    shared.flatMap((name) => (name in change && change[name] !== before[name] ? [[name, change[name]]] : [])),
  )

/** A changed customer or vendor takes its contact along. [base application, codeunits CustCont-Update, VendCont-Update] */
export function updateContact(company: SandboxCompany, before: Row, change: Values): void {
  const values = moved(change, before)
  if (Object.keys(values).length === 0) return
  for (const contact of company.table('contacts').where('_partyId', before.id))
    company.table('contacts').update(contact.id, values)
}

/** A changed company contact takes its customer or vendor along. [base application, codeunit CustVendBank-Update] */
export function updateParty(company: SandboxCompany, before: Row, change: Values): void {
  const values = moved(change, before)
  const table = tables[String(before['contactBusinessRelation'])]
  const id = before['_partyId']
  if (Object.keys(values).length === 0 || table === undefined || typeof id !== 'string') return
  if (company.table(table).get(id)) company.table(table).update(id, values)
}

/** The customer or vendor is gone: its contact stays and stands for nobody. */
export function partContact(company: SandboxCompany, party: Row): void {
  for (const contact of company.table('contacts').where('_partyId', party.id))
    company.table('contacts').update(contact.id, { contactBusinessRelation: 'None', _partyId: undefined })
}

import { customerBalance } from '../../posting/index.ts'
import { BusinessError, type Row } from '../../tables.ts'
import { currencyCode } from '../local-currency.ts'
import type { Page, PageContext } from '../page.ts'
import { templateValues } from '../template.ts'
import { plain, refuseDuplicate, refuseMissing } from '../plain.ts'
import { dropBelow } from '../drop-below.ts'
import { followRename } from '../usage.ts'
import { checkParty } from './check-party.ts'
import { companyContact } from './company-contact.ts'
import { partContact, updateContact } from './contact-sync.ts'
import { numberFor } from './free-number.ts'

/** Sets that keep a customer from being deleted. */
const documents = ['salesOrders', 'salesInvoices', 'salesCreditMemos', 'salesQuotes', '_customerLedgerEntries']

/** Tables besides the documents that repeat the customer's number, and the column that does. */
const numbered: readonly (readonly [string, string])[] = [
  ['salesShipments', 'customerNumber'],
  ['salesShipments', 'billToCustomerNumber'],
  ['_customerLedgerEntries', 'customerNumber'],
  ['_detailedCustomerLedgerEntries', 'customerNumber'],
]

export const customers: Page = {
  computed: {
    balanceDue: ({ company }, row) => customerBalance(company, row.id),
    currencyCode: ({ company }, row) => currencyCode(company, row),
    taxAreaDisplayName: ({ company }, row) => company.table('taxAreas').get(String(row['taxAreaId']))?.['displayName'],
  },
  create: (context, set, values) => {
    refuseMissing(set, values)
    checkParty(values)
    refuseDuplicate(context, set, values)
    const { company } = context
    // Defaults of the customer template. [Microsoft Learn: Create customer templates]
    const row = company.table(set.name).insert({
      type: 'Company',
      blocked: '_x0020_',
      ...templateValues(company, '_customerTemplate'),
      ...values,
      number: numberFor(context, set, 'customer', values['number']),
    })
    companyContact(company, 'Customer', row)
    return row
  },
  update: (context, set, row, change) => {
    checkParty(change)
    const updated = plain.update(context, set, row, change)
    followRename(context.company, set, row, updated, numbered)
    updateContact(context.company, row, change)
    return updated
  },
  remove: (context, set, row) => {
    refuseWithEntries(context, row)
    plain.remove(context, set, row)
    partContact(context.company, row)
    dropBelow(context.company, row.id)
  },
}

function refuseWithEntries({ company }: PageContext, row: Row): void {
  const used = documents.find((name) => company.table(name).where('customerId', row.id).length > 0)
  if (used)
    throw new BusinessError(
      `You cannot delete Customer ${String(row['number'])} because there is at least one document or ledger entry for this customer.`,
    )
}

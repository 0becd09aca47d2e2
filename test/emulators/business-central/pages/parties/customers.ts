import { customerBalance } from '../../posting/index.ts'
import { BusinessError, type Row } from '../../tables.ts'
import { currencyCode } from '../local-currency.ts'
import type { Page, PageContext } from '../page.ts'
import { templateValues } from '../template.ts'
import { plain, refuseDuplicate, refuseMissing } from '../plain.ts'
import { checkParty } from './check-party.ts'
import { companyContact } from './company-contact.ts'
import { freeNumber } from './free-number.ts'
import { renameIn } from './rename.ts'

/** Sets that keep a customer from being deleted. */
const documents = ['salesOrders', 'salesInvoices', 'salesCreditMemos', 'salesQuotes', '_customerLedgerEntries']

/** Tables that repeat the customer's number, and the column that does. */
const numbered: readonly (readonly [string, string])[] = [
  ...['salesQuotes', 'salesOrders', 'salesInvoices', 'salesCreditMemos', 'salesShipments'].flatMap(
    (table): [string, string][] => [
      [table, 'customerNumber'],
      [table, 'billToCustomerNumber'],
    ],
  ),
  ['customerPayments', 'customerNumber'],
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
      number: numberOf(values['number']) ?? freeNumber(company, set.name, 'customer'),
    })
    companyContact(company, 'Customer', row)
    return row
  },
  update: (context, set, row, change) => {
    checkParty(change)
    const updated = plain.update(context, set, row, change)
    if (updated['number'] !== row['number'])
      renameIn(context.company, numbered, String(row['number']), String(updated['number']))
    return updated
  },
  remove: (context, set, row) => {
    refuseInUse(context, row)
    plain.remove(context, set, row)
  },
}

const numberOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

function refuseInUse({ company }: PageContext, row: Row): void {
  const used = documents.find((name) => company.table(name).where('customerId', row.id).length > 0)
  if (used)
    throw new BusinessError(
      `You cannot delete Customer ${String(row['number'])} because there is at least one document or ledger entry for this customer.`,
    )
}

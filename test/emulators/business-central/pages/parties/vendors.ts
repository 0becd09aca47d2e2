import { Decimal } from 'decimal.js'
import { subLedgerBalance, vendorEntries } from '../../posting/journals/sub-ledgers.ts'
import { BusinessError } from '../../tables.ts'
import { text } from '../../wire/text.ts'
import { currencyCode } from '../local-currency.ts'
import type { Page } from '../page.ts'
import { plain, refuseDuplicate } from '../plain.ts'
import { dropBelow } from '../drop-below.ts'
import { checkParty } from './check-party.ts'
import { companyContact } from './company-contact.ts'
import { partContact, updateContact } from './contact-sync.ts'
import { numberFor } from './free-number.ts'

/** Vendors without purchases: their balance is what the seed says and what journals posted since. */
export const vendors: Page = {
  computed: {
    currencyCode: ({ company }, row) => currencyCode(company, row),
    balance: ({ company }, row) =>
      new Decimal(text(row, 'balance', '0')).minus(subLedgerBalance(company, vendorEntries, row.id)).toFixed(),
  },
  create: (context, set, values) => {
    checkParty(values)
    if (values['displayName'] === undefined) throw new BusinessError('The "displayName" must be provided.')
    refuseDuplicate(context, set, values)
    const { company } = context
    const row = company.table(set.name).insert({
      blocked: '_x0020_',
      ...values,
      number: numberFor(context, set, 'vendor', values['number']),
    })
    companyContact(company, 'Vendor', row)
    return row
  },
  update: (context, set, row, change) => {
    checkParty(change)
    const updated = plain.update(context, set, row, change)
    updateContact(context.company, row, change)
    return updated
  },
  remove: (context, set, row) => {
    plain.remove(context, set, row)
    partContact(context.company, row)
    dropBelow(context.company, row.id)
  },
}

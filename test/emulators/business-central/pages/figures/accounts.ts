import { Decimal } from 'decimal.js'
import type { Page } from '../page.ts'
import { text } from '../../wire/text.ts'

/** The chart of accounts: the net change is summed up from the general ledger. */
export const accounts: Page = {
  computed: {
    netChange: ({ company }, row) =>
      company
        .table('generalLedgerEntries')
        .where('accountNumber', String(row['number']))
        .reduce(
          (total, entry) => total.plus(text(entry, 'debitAmount', '0')).minus(text(entry, 'creditAmount', '0')),
          new Decimal(0),
        )
        .toFixed(),
  },
}

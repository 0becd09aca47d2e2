import { BusinessError, type Company, type Row } from '../tables.ts'
import { moveRemaining } from './apply.ts'
import {
  type DetailedEntryType,
  customerEntries,
  detailedEntries,
  entryNumberOf,
  insertDetailed,
} from './customer-ledger.ts'
import { type LedgerDocumentType, postGeneralLedger } from './general-ledger.ts'
import { decimal, sum } from './money.ts'
import { accountFor } from './posting-accounts.ts'
import { text } from './read-row.ts'
import { refreshStatus } from './statuses.ts'

/** Gains and losses that the application realized are taken back in the general ledger. */
function reverseGains(company: Company, rows: readonly Row[]): void {
  for (const row of rows.filter((each) => each['entryType'] !== 'Application')) {
    const amount = decimal(row['amountLcy']).neg()
    const gained = row['entryType'] === 'Realized_x0020_Gain'
    const under = {
      postingDate: text(row, 'postingDate'),
      documentType: row['documentType'] as LedgerDocumentType,
      documentNumber: text(row, 'documentNumber'),
      description: 'Unapplied',
    }
    postGeneralLedger(company, under, [
      { account: accountFor(company, 'receivables'), amount },
      { account: accountFor(company, gained ? 'realizedGains' : 'realizedLosses'), amount: amount.neg() },
    ])
  }
}

/**
 * Takes an application back: every row of it gets a mirror row, both marked as unapplied, the entries open again and
 * their documents' statuses follow. Throws when it was taken back before, or when a later application of one of the
 * entries stands in the way. [Microsoft Learn: Unapply customer ledger entries]
 */
export function unapply(company: Company, applicationNumber: number): void {
  company.transaction(() => {
    const table = company.table(detailedEntries)
    const applied = table.filter((row) => Number(row['_application']) > 0 && row['unapplied'] !== true)
    const rows = applied.filter((row) => row['_application'] === applicationNumber)
    if (rows.length === 0)
      throw new BusinessError(`Application ${applicationNumber} cannot be found, or it is unapplied already.`)
    const entryIds = [...new Set(rows.map((row) => text(row, 'customerLedgerEntryId')))]
    const later = applied.some(
      (row) => Number(row['_application']) > applicationNumber && entryIds.includes(text(row, 'customerLedgerEntryId')),
    )
    if (later)
      throw new BusinessError(
        'Before you can unapply this entry, you must first unapply all application entries that were posted after this entry.',
      )
    for (const id of entryIds) {
      const entry = company.table(customerEntries).get(id)
      if (!entry) throw new Error(`${customerEntries} has no row ${id}`)
      const own = rows.filter((row) => row['customerLedgerEntryId'] === id)
      for (const row of own) {
        const mirror = insertDetailed(company, entry, {
          entryType: row['entryType'] as DetailedEntryType,
          postingDate: text(row, 'postingDate'),
          documentType: row['documentType'],
          documentNumber: text(row, 'documentNumber'),
          amount: decimal(row['amount']).neg(),
          amountLcy: decimal(row['amountLcy']).neg(),
          appliedEntryNumber: Number(row['appliedCustomerLedgerEntryNumber']),
          application: applicationNumber,
        })
        table.update(mirror.id, { unapplied: true })
        table.update(row.id, {
          unapplied: true,
          unappliedByEntryNumber: entryNumberOf(mirror),
        })
      }
      const by = sum(own.map((row) => decimal(row['amount']))).neg()
      const byLcy = sum(own.map((row) => decimal(row['amountLcy']))).neg()
      refreshStatus(company, moveRemaining(company, entry, by, byLcy, {}))
    }
    reverseGains(company, rows)
  })
}

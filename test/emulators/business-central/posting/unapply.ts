import { BusinessError, type Company, type Row } from '../tables.ts'
import { standingRows } from './applications.ts'
import { moveRemaining } from './apply.ts'
import { checkedPostingDate } from './checks.ts'
import {
  type DetailedEntryType,
  customerEntries,
  detailedEntries,
  entryNumberOf,
  insertDetailed,
} from './customer-ledger.ts'
import { type LedgerDocumentType, postGeneralLedger } from './general-ledger.ts'
import { decimal, sum } from './money.ts'
import { accountFor, detailedAccounts } from './posting-accounts.ts'
import { rowsWhere, text } from './read-row.ts'
import { refreshStatus } from './statuses.ts'

/** What the application realized or gave away is taken back in the general ledger. */
function reverseExtras(company: Company, rows: readonly Row[]): void {
  for (const row of rows.filter((each) => each['entryType'] !== 'Application')) {
    const amount = decimal(row['amountLcy']).neg()
    const role = detailedAccounts[row['entryType'] as keyof typeof detailedAccounts]
    const under = {
      postingDate: text(row, 'postingDate'),
      documentType: row['documentType'] as LedgerDocumentType,
      documentNumber: text(row, 'documentNumber'),
      description: 'Unapplied',
    }
    postGeneralLedger(company, under, [
      { account: accountFor(company, 'receivables'), amount },
      { account: accountFor(company, role), amount: amount.neg() },
    ])
  }
}

/**
 * Takes an application back: every row of it gets a mirror row, both marked as unapplied, the entries open again and
 * their documents' statuses follow. Throws when it was taken back before, when a later application of one of the
 * entries stands in the way, and when its date is in a closed period. [Microsoft Learn: Unapply customer ledger entries]
 */
export function unapply(company: Company, applicationNumber: number): void {
  company.transaction(() => {
    const table = company.table(detailedEntries)
    const rows = rowsWhere(company, detailedEntries, '_application', applicationNumber).filter(
      (row) => row['unapplied'] !== true,
    )
    if (rows.length === 0 || applicationNumber === 0)
      throw new BusinessError(`Application ${applicationNumber} cannot be found, or it is unapplied already.`)
    const entryIds = [...new Set(rows.map((row) => text(row, 'customerLedgerEntryId')))]
    const later = entryIds.some((id) =>
      standingRows(company, id).some((row) => Number(row['_application']) > applicationNumber),
    )
    if (later)
      throw new BusinessError(
        'Before you can unapply this entry, you must first unapply all application entries that were posted after this entry.',
      )
    for (const row of rows)
      checkedPostingDate(company, row, `Detailed Cust. Ledg. Entry: Entry No.=${entryNumberOf(row)}`)
    for (const id of entryIds) {
      const entry = company.table(customerEntries).get(id)
      if (!entry) throw new Error(`${customerEntries} has no row ${id}`)
      if (entry['reversed'] === true)
        throw new BusinessError(
          `You cannot unapply Cust. Ledger Entry No. ${entryNumberOf(entry)} because the entry has been involved in a reversal.`,
        )
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
    reverseExtras(company, rows)
  })
}

import type { Company, Row } from '../../tables.ts'
import { type Decimal, decimal, stored } from '../money.ts'
import { rowsWhere, text } from '../read-row.ts'
import type { JournalLine } from './journal-line.ts'

/** Internal table: one row per posting to a vendor. Amounts owed to the vendor are negative, as BC keeps them. */
export const vendorEntries = '_vendorLedgerEntries'
/** Internal table: one row per posting to a bank account. */
export const bankEntries = '_bankAccountLedgerEntries'

/** Writes the ledger entry of a vendor or bank account for one side of a journal line. */
export function postSubLedger(
  company: Company,
  line: JournalLine,
  side: {
    readonly table: typeof vendorEntries | typeof bankEntries
    readonly card: Row
    readonly amount: Decimal
    readonly amountLcy: Decimal
    readonly transaction: number
  },
): void {
  company.table(side.table).insert({
    entryNumber: company.nextEntry(side.table),
    accountId: side.card.id,
    accountNumber: text(side.card, 'number'),
    postingDate: line.postingDate,
    documentType: line.documentType,
    documentNumber: line.documentNumber,
    externalDocumentNumber: line.externalDocumentNumber,
    description: line.description,
    currencyCode: line.currencyCode,
    amount: stored(side.amount),
    amountLcy: stored(side.amountLcy),
    reversed: false,
    _transaction: side.transaction,
  })
}

/** The balance of a vendor or bank account, in the company's currency. */
export const subLedgerBalance = (
  company: Pick<Company, 'table'>,
  table: typeof vendorEntries | typeof bankEntries,
  accountId: string,
): string =>
  stored(
    rowsWhere(company, table, 'accountId', accountId).reduce(
      (total, row) => total.plus(decimal(row['amountLcy'])),
      decimal(0),
    ),
  )

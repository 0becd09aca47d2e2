import type { Company } from '../tables.ts'
import { type Decimal, roundTo, stored, sum, zero } from './money.ts'
import { localPrecision } from './currency.ts'
import { rowsWhere, zeroGuid } from './read-row.ts'

/** Document types of ledger entries, as the API writes them. */
export type LedgerDocumentType = 'Invoice' | 'Credit_x0020_Memo' | 'Payment' | 'Refund' | '_x0020_'

export interface PostedUnder {
  readonly postingDate: string
  readonly documentType: LedgerDocumentType
  readonly documentNumber: string
  readonly description: string
  /** Number of the transaction; left out = one of its own. */
  readonly transaction?: number
}

/** Every posting is one transaction: its G/L entries add up to zero, and a reversal takes back all of it. */
export const nextTransaction = (company: Pick<Company, 'nextEntry'>): number => company.nextEntry('_transactions')

/** An amount in the company's currency: debit positive, credit negative. */
export interface GeneralLedgerLine {
  readonly account: string
  readonly amount: Decimal
}

/**
 * Writes G/L entries, one per account; accounts that come to zero get none. The lines must balance: a difference is a
 * mistake of the caller, not of the user.
 */
export function postGeneralLedger(company: Company, under: PostedUnder, lines: readonly GeneralLedgerLine[]): void {
  const difference = sum(lines.map((line) => line.amount))
  if (!difference.isZero()) throw new Error(`G/L entries of ${under.documentNumber} differ by ${difference.toFixed()}`)
  const transaction = under.transaction ?? nextTransaction(company)
  const totals = new Map<string, Decimal>()
  for (const { account, amount } of lines) totals.set(account, (totals.get(account) ?? zero).plus(amount))
  for (const [account, total] of totals) {
    const amount = roundTo(total, localPrecision)
    if (amount.isZero()) continue
    company.table('generalLedgerEntries').insert({
      entryNumber: company.nextEntry('generalLedgerEntries'),
      postingDate: under.postingDate,
      documentNumber: under.documentNumber,
      documentType: under.documentType,
      accountId: rowsWhere(company, 'accounts', 'number', account)[0]?.id ?? zeroGuid,
      accountNumber: account,
      description: under.description,
      debitAmount: stored(amount.gt(0) ? amount : zero),
      creditAmount: stored(amount.lt(0) ? amount.neg() : zero),
      additionalCurrencyDebitAmount: '0',
      additionalCurrencyCreditAmount: '0',
      _transaction: transaction,
    })
  }
}

import type { Company } from '../tables.ts'
import { copyDimensions, dimensionSignature } from './dimensions.ts'
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
  /** Id of the document or line whose dimensions the entry takes. */
  readonly dimensionsOf?: string | undefined
}

/** Lines of one account with the same dimensions become one entry, in the order in which they first come. */
function merged(company: Company, lines: readonly GeneralLedgerLine[]): GeneralLedgerLine[] {
  const entries = new Map<string, GeneralLedgerLine>()
  for (const line of lines) {
    const { account, dimensionsOf } = line
    const key = `${account} ${dimensionsOf === undefined ? '' : dimensionSignature(company, dimensionsOf)}`
    const before = entries.get(key)
    entries.set(key, before ? { ...before, amount: before.amount.plus(line.amount) } : line)
  }
  return [...entries.values()]
}

/**
 * Writes G/L entries, one per account and dimension set; what comes to zero gets none. The lines must balance: a
 * difference is a mistake of the caller, not of the user.
 */
export function postGeneralLedger(company: Company, under: PostedUnder, lines: readonly GeneralLedgerLine[]): void {
  const difference = sum(lines.map((line) => line.amount))
  if (!difference.isZero()) throw new Error(`G/L entries of ${under.documentNumber} differ by ${difference.toFixed()}`)
  const transaction = under.transaction ?? nextTransaction(company)
  for (const { account, amount: exact, dimensionsOf } of merged(company, lines)) {
    const amount = roundTo(exact, localPrecision)
    if (amount.isZero()) continue
    const entry = company.table('generalLedgerEntries').insert({
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
    if (dimensionsOf !== undefined) copyDimensions(company, dimensionsOf, 'generalLedgerEntries', entry.id)
  }
}

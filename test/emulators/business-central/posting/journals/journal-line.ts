import { BusinessError, type Row } from '../../tables.ts'
import type { AppliesTo } from '../apply.ts'
import type { LedgerDocumentType } from '../general-ledger.ts'
import type { Decimal } from '../money.ts'

/** What a journal line may post to, as `accountType` writes it. The API's other account types are not offered here. */
export type JournalAccountType = 'G_x002F_L_x0020_Account' | 'Customer' | 'Vendor' | 'Bank_x0020_Account'

/** An account that has been looked up and takes postings. */
export interface JournalAccount {
  readonly type: JournalAccountType
  readonly row: Row
}

/** A line of a journal, ready to be posted. */
export interface JournalLine {
  /** How BC names the line in its messages. */
  readonly where: string
  readonly postingDate: string
  readonly documentType: LedgerDocumentType
  readonly documentNumber: string
  readonly externalDocumentNumber: string
  readonly description: string
  readonly account: JournalAccount
  /** Takes the opposite amount; left out = other lines of the document do. */
  readonly balancing?: JournalAccount
  /** Debit positive, credit negative; in `currencyCode`. */
  readonly amount: Decimal
  /** Blank for the company's own. */
  readonly currencyCode: string
  /** Ledger entries of the customer that the line closes. */
  readonly appliesTo: readonly AppliesTo[]
  /** Whose dimensions the entries take: the id of the journal line. */
  readonly dimensionsOf?: string
}

/** A field of a line that was left blank. */
export const needed = (what: string, where: string): BusinessError =>
  new BusinessError(`${what} must have a value in ${where}. It cannot be zero or empty.`)

/** How BC names a journal line in its messages. */
export const lineName = (template: 'CASHRCPT' | 'GENERAL', batch: string, lineNumber: number): string =>
  `Gen. Journal Line: Journal Template Name=${template}, Journal Batch Name=${batch}, Line No.=${lineNumber}`

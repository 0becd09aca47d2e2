import { BusinessError, type Company, type Row } from '../../tables.ts'
import { rowsWhere, text } from '../read-row.ts'
import type { LedgerDocumentType } from '../general-ledger.ts'
import { type JournalAccount, type JournalAccountType, needed } from './journal-line.ts'

/** Where the cards of each account type stand, and how BC's messages name them. */
export const journalAccountTables: Readonly<Record<JournalAccountType, { table: string; label: string }>> = {
  G_x002F_L_x0020_Account: { table: 'accounts', label: 'G/L Account' },
  Customer: { table: 'customers', label: 'Customer' },
  Vendor: { table: 'vendors', label: 'Vendor' },
  Bank_x0020_Account: { table: 'bankAccounts', label: 'Bank Account' },
}

/** Is it an account type that this sandbox posts to? */
export const isJournalAccountType = (type: string): type is JournalAccountType =>
  Object.hasOwn(journalAccountTables, type)

const must = (what: string, be: string, label: string, card: Row, is: string): BusinessError =>
  new BusinessError(
    `${what} must be equal to '${be}' in ${label}: No.=${text(card, 'number')}. Current value is '${is}'.`,
  )

/** G/L accounts: posting accounts only, not blocked, and open to postings by hand. */
function checkAccount(card: Row, label: string): void {
  if (text(card, 'accountType') !== '' && card['accountType'] !== 'Posting')
    throw must('Account Type', 'Posting', label, card, text(card, 'accountType'))
  if (card['blocked'] === true) throw must('Blocked', 'No', label, card, 'Yes')
  if (card['directPosting'] === false) throw must('Direct Posting', 'Yes', label, card, 'No')
}

/**
 * Customers blocked with `All` take no journal line, with `Invoice` no invoice and no line without a document type;
 * `Ship` does not matter here. Vendors: `All` for everything, `Payment` for payments.
 * [base application, tables Customer and Vendor: CheckBlockedCustOnJnls, CheckBlockedVendOnJnls]
 */
function checkParty(card: Row, label: string, documentType: LedgerDocumentType): void {
  const blocked = text(card, 'blocked')
  const refused: Readonly<Record<string, boolean>> = {
    All: true,
    Invoice: documentType === 'Invoice' || documentType === '_x0020_',
    Payment: documentType === 'Payment',
  }
  if (refused[blocked] === true)
    throw new BusinessError(
      `You cannot post this type of document when ${label} ${text(card, 'number')} is blocked with type ${blocked}`,
    )
}

/**
 * The account a journal line names, ready to be posted to. Throws `BusinessError` when the number is blank, unknown, or
 * the account takes no postings of this kind.
 */
export function journalAccount(
  company: Pick<Company, 'table'>,
  type: JournalAccountType,
  card: Row | undefined,
  of: { readonly documentType: LedgerDocumentType; readonly where: string; readonly field?: string },
): JournalAccount {
  if (!card || !company.table(journalAccountTables[type].table).get(card.id))
    throw needed(of.field ?? 'Account No.', of.where)
  const { label } = journalAccountTables[type]
  if (type === 'G_x002F_L_x0020_Account') checkAccount(card, label)
  else if (type === 'Bank_x0020_Account') {
    if (card['blocked'] === true) throw must('Blocked', 'No', label, card, 'Yes')
  } else checkParty(card, label, of.documentType)
  return { type, row: card }
}

/** The card with this number. */
export const cardByNumber = (
  company: Pick<Company, 'table'>,
  type: JournalAccountType,
  number: string,
): Row | undefined =>
  number === '' ? undefined : rowsWhere(company, journalAccountTables[type].table, 'number', number)[0]

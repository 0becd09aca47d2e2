import { BusinessError, type Company, type Row } from '../tables.ts'
import { checkedPostingDate } from './checks.ts'
import { foreignCurrency } from './currency.ts'
import { dropDimensions } from './dimensions.ts'
import { cardByNumber, isJournalAccountType, journalAccount, journalAccountTables } from './journals/journal-account.ts'
import { type JournalAccount, type JournalLine, lineName, needed } from './journals/journal-line.ts'
import { type PostedJournalLine, postJournal } from './journals/post-journal.ts'
import { decimal } from './money.ts'
import { reference, referred, rowsWhere, text } from './read-row.ts'

/** The names of an account on a line: of its own account, or of the one that balances it. */
const accountFields = {
  account: { type: 'accountType', id: 'accountId', number: 'accountNumber', says: 'Account No.' },
  balancing: {
    type: 'balanceAccountType',
    id: 'balancingAccountId',
    number: 'balancingAccountNumber',
    says: 'Bal. Account No.',
  },
} as const

/** The account in one pair of fields; undefined when they are blank. */
function accountIn(
  company: Company,
  line: Row,
  which: keyof typeof accountFields,
  where: string,
): JournalAccount | undefined {
  const fields = accountFields[which]
  const type = text(line, fields.type) || 'G_x002F_L_x0020_Account'
  const number = text(line, fields.number)
  if (number === '' && reference(line, fields.id) === undefined) return undefined
  if (!isJournalAccountType(type))
    throw new BusinessError(
      `Posting a journal line of account type ${type} is not supported by this sandbox.`,
      'NotSupportedBySandbox',
      501,
    )
  const card =
    referred(company, journalAccountTables[type].table, line, fields.id) ?? cardByNumber(company, type, number)
  return journalAccount(company, type, card, { documentType: '_x0020_', where, field: fields.says })
}

/** A line takes the currency of its customer, vendor or bank account: the API has no field for it. */
function currencyOf(company: Company, accounts: readonly JournalAccount[]): string {
  const codes = accounts
    .filter(({ type }) => type !== 'G_x002F_L_x0020_Account')
    .map(({ row }) => foreignCurrency(company, row))
  return codes.find((code) => code !== '') ?? ''
}

/** A row of `journalLines` as a line to be posted; undefined for an empty one, which posting passes over. */
function journalLine(company: Company, journal: Row, line: Row): JournalLine | undefined {
  const where = lineName('GENERAL', text(journal, 'code'), Number(line['lineNumber'] ?? 0))
  const amount = decimal(line['amount'])
  const account = accountIn(company, line, 'account', where)
  const balancing = accountIn(company, line, 'balancing', where)
  if (!account && !balancing && amount.isZero()) return undefined
  if (amount.isZero()) throw needed('Amount', where)
  const [first, second] = account ? [account, balancing] : [balancing, undefined]
  if (!first) throw needed('Account No.', where)
  const documentNumber = text(line, 'documentNumber')
  if (documentNumber === '') throw needed('Document No.', where)
  return {
    where,
    postingDate: checkedPostingDate(company, line, where),
    documentType: '_x0020_',
    documentNumber,
    externalDocumentNumber: text(line, 'externalDocumentNumber'),
    description: text(line, 'description') || text(first.row, 'displayName'),
    account: first,
    ...(second && { balancing: second }),
    // A line with nothing but a balancing account posts the opposite amount to it.
    amount: account ? amount : amount.neg(),
    currencyCode: currencyOf(company, second ? [first, second] : [first]),
    appliesTo: [],
    dimensionsOf: line.id,
  }
}

/**
 * Posts the lines of a general journal batch (`journalLines` of the journal): G/L accounts, customers, vendors and bank
 * accounts, each line with its balancing account or balanced by others of its document. The lines are gone afterwards.
 * Throws `BusinessError`, and posts nothing, when one line cannot be posted or a document is out of balance.
 * [Microsoft Learn: Work with general journals; base application, codeunit Gen. Jnl.-Post Batch]
 */
export function postGeneralJournal(company: Company, journalId: string): PostedJournalLine[] {
  return company.transaction(() => {
    const journal = company.table('journals').get(journalId)
    if (!journal) throw new BusinessError('The journal cannot be found.', 'Internal_RecordNotFound', 404)
    const rows = [...rowsWhere(company, 'journalLines', 'journalId', journalId)].sort(
      (a, b) => Number(a['lineNumber'] ?? 0) - Number(b['lineNumber'] ?? 0),
    )
    const lines = rows.map((row) => journalLine(company, journal, row)).filter((line) => line !== undefined)
    const posted = postJournal(company, lines)
    for (const row of rows) {
      dropDimensions(company, row.id)
      company.table('journalLines').delete(row.id)
    }
    return posted
  })
}

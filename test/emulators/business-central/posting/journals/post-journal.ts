import { BusinessError, type Company, type Row } from '../../tables.ts'
import { applyEntries } from '../apply.ts'
import { exchangeRate, inLocalCurrency, roundingPrecision } from '../currency.ts'
import { customerEntries, entryNumberOf, openCustomerEntry } from '../customer-ledger.ts'
import { type GeneralLedgerLine, nextTransaction, postGeneralLedger } from '../general-ledger.ts'
import { type Decimal, roundTo, sum, zero } from '../money.ts'
import { accountFor } from '../posting-accounts.ts'
import { text } from '../read-row.ts'
import { type JournalAccount, type JournalLine, needed } from './journal-line.ts'
import { bankEntries, postSubLedger, vendorEntries } from './sub-ledgers.ts'

/** What a journal line left behind. */
export interface PostedJournalLine {
  /** The customer ledger entry, as it is after applications; undefined when no customer is concerned. */
  readonly entry?: Row
  /** Number of the application, when the line closed other entries. */
  readonly application?: number
}

/** A line with its amount in the company's currency. */
interface Valued {
  readonly line: JournalLine
  readonly amountLcy: Decimal
}

/** Amounts are rounded to the precision of their currency first. */
function valuedLine(company: Company, line: JournalLine): Valued {
  const amount = roundTo(line.amount, roundingPrecision(company, line.currencyCode))
  if (amount.isZero()) throw needed('Amount', line.where)
  const rate = exchangeRate(company, line.currencyCode, line.postingDate)
  return { line: { ...line, amount }, amountLcy: inLocalCurrency(amount, rate) }
}

/** One side of a line. */
interface Side {
  readonly account: JournalAccount
  readonly amount: Decimal
  readonly amountLcy: Decimal
}

const sidesOf = ({ line, amountLcy }: Valued): Side[] => [
  ...(line.balancing ? [{ account: line.balancing, amount: line.amount.neg(), amountLcy: amountLcy.neg() }] : []),
  { account: line.account, amount: line.amount, amountLcy },
]

function customerSide(company: Company, line: JournalLine, side: Side, transaction: number): PostedJournalLine {
  const { postingDate, documentType, documentNumber, externalDocumentNumber, currencyCode } = line
  const entry = openCustomerEntry(company, {
    customer: side.account.row,
    documentType,
    documentNumber,
    externalDocumentNumber,
    description: line.description || text(side.account.row, 'displayName'),
    postingDate,
    documentDate: postingDate,
    dueDate: postingDate,
    currencyCode,
    amount: side.amount,
    amountLcy: side.amountLcy,
    rate: exchangeRate(company, currencyCode, postingDate),
    salesLcy: zero,
    transaction,
    dimensionsOf: line.dimensionsOf,
    journal: true,
  })
  return { entry }
}

/** Where a side goes in the general ledger; sub-ledgers get their entry on the way. */
function postSide(company: Company, line: JournalLine, side: Side, transaction: number): GeneralLedgerLine {
  const { row, type } = side.account
  const amount = side.amountLcy
  const { dimensionsOf } = line
  if (type === 'Customer') return { account: accountFor(company, 'receivables'), amount, dimensionsOf }
  if (type === 'G_x002F_L_x0020_Account') return { account: text(row, 'number'), amount, dimensionsOf }
  const table = type === 'Vendor' ? vendorEntries : bankEntries
  postSubLedger(company, line, { table, card: row, amount: side.amount, amountLcy: amount, transaction })
  return { account: accountFor(company, type === 'Vendor' ? 'payables' : 'bank'), amount, dimensionsOf }
}

/** Lines of one document on one day that need each other to balance; a line with a balancing account stands alone. */
function documentsOf(lines: readonly Valued[]): Valued[][] {
  const documents = new Map<string, Valued[]>()
  lines.forEach((valued, index) => {
    const { balancing, documentNumber, postingDate } = valued.line
    const key = balancing ? String(index) : `${documentNumber} ${postingDate}`
    const document = documents.get(key)
    if (document) document.push(valued)
    else documents.set(key, [valued])
  })
  return [...documents.values()]
}

function postDocument(
  company: Company,
  document: readonly Valued[],
  posted: Map<JournalLine, PostedJournalLine>,
): void {
  const [first] = document
  if (!first) return
  const transaction = nextTransaction(company)
  const sides = document.flatMap((valued) => sidesOf(valued).map((side) => ({ line: valued.line, side })))
  const difference = sum(sides.map(({ side }) => side.amountLcy))
  const { postingDate, documentType, documentNumber, description } = first.line
  if (!difference.isZero())
    throw new BusinessError(
      `Document No. ${documentNumber} is out of balance by ${difference.toFixed()}. ` +
        'Please check that Posting Date, Document Type, Document No. and Amount are correct for each line.',
    )
  const ledger = sides.map(({ line, side }) => {
    if (side.account.type === 'Customer') posted.set(line, customerSide(company, line, side, transaction))
    return postSide(company, line, side, transaction)
  })
  postGeneralLedger(company, { postingDate, documentType, documentNumber, description, transaction }, ledger)
}

/**
 * Posts journal lines: ledger entries of customers, vendors and bank accounts, balanced G/L entries, applications. Lines
 * with a balancing account are a transaction each; others have to balance within their document number and posting date,
 * in the company's currency. Returns, by line, what it left in the customer ledger. Throws `BusinessError`, and posts
 * nothing, when one line cannot be posted. [Microsoft Learn: Work with general journals]
 */
export function postJournal(company: Company, lines: readonly JournalLine[]): PostedJournalLine[] {
  return company.transaction(() => {
    if (lines.length === 0) throw new BusinessError('There is nothing to post.')
    const valued = lines.map((line) => valuedLine(company, line))
    const posted = new Map<JournalLine, PostedJournalLine>()
    for (const document of documentsOf(valued)) {
      postDocument(company, document, posted)
      for (const { line } of document) {
        const entry = posted.get(line)?.entry
        if (!entry || line.appliesTo.length === 0) continue
        const { postingDate, appliesTo } = line
        const application = applyEntries(company, { entry: entryNumberOf(entry), appliesTo, postingDate })
        posted.set(line, { entry: company.table(customerEntries).get(entry.id) ?? entry, application })
      }
    }
    return valued.map(({ line }) => posted.get(line) ?? {})
  })
}

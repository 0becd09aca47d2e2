import { BusinessError, type Company, type Row } from '../tables.ts'
import { checkedPostingDate } from './checks.ts'
import { foreignCurrency, localCurrency } from './currency.ts'
import { type Closes, closedEntries, entriesToClose } from './entry-of.ts'
import { type GivenAmount, givenDate, givenPositive } from './given.ts'
import { balancingAccount } from './journals/balancing-account.ts'
import { journalAccount } from './journals/journal-account.ts'
import { lineName } from './journals/journal-line.ts'
import { postJournal } from './journals/post-journal.ts'
import { rowsWhere, text } from './read-row.ts'

/** Money that a customer pays, or gets back. */
export interface MoneyMove {
  readonly customerId: string
  /** Positive, in the currency of the entries it closes, else of `currencyCode`, else of the customer. */
  readonly amount: GivenAmount
  /** What it closes, in this order, as far as it goes; what is left over stays open. Left out = nothing: on account. */
  readonly closes?: readonly Closes[]
  readonly currencyCode?: string
  /** Default: the work date. */
  readonly postingDate?: string
  /** Default: the next number of the payment series. */
  readonly documentNumber?: string
  readonly externalDocumentNumber?: string
  readonly description?: string
  /** Number of the G/L account the money comes to or leaves; default: the bank account of the posting set-up. */
  readonly balancingAccountNumber?: string
}

/** A posted payment or refund. */
export interface PostedMoney {
  /** Its customer ledger entry, after the application. */
  readonly entry: Row
  /** Takes the whole application back with `unapply`; undefined when nothing was closed. */
  readonly application?: number
}

/** The one currency of the move: the entries decide, then what was asked for, then the customer. */
function currencyOf(company: Company, move: MoneyMove, customer: Row, closed: readonly Row[]): string {
  const asked = move.currencyCode
  if (asked !== undefined && asked !== '' && asked !== localCurrency(company)) {
    if (rowsWhere(company, 'currencies', 'code', asked).length === 0)
      throw new BusinessError(
        `The field Currency Code of table Gen. Journal Line contains a value (${asked}) that cannot be found in the related table (Currency).`,
        'Internal_InvalidTableRelation',
      )
  }
  if (asked !== undefined) return asked === localCurrency(company) ? '' : asked
  const [first] = closed
  return first ? text(first, 'currencyCode') : foreignCurrency(company, customer)
}

/** Posts a payment or refund with its applications. */
function postMoney(company: Company, move: MoneyMove, documentType: 'Payment' | 'Refund'): PostedMoney {
  return company.transaction(() => {
    const where = lineName('CASHRCPT', 'GENERAL', 10_000)
    const card = company.table('customers').get(move.customerId)
    const account = journalAccount(company, 'Customer', card, { documentType, where })
    const amount = givenPositive(move.amount, `Amount in ${where}`)
    const given = move.postingDate ?? company.workDate()
    const postingDate = checkedPostingDate(company, { id: '', postingDate: givenDate(given, 'Posting Date') }, where)
    const appliesTo = entriesToClose(company, move.closes ?? [])
    const closed = closedEntries(company, appliesTo)
    const later = closed.find((entry) => text(entry, 'postingDate') > postingDate)
    if (later)
      throw new BusinessError(
        'You cannot apply and post an entry to an entry with an earlier posting date.\\\\' +
          `Instead, post the document of type ${documentType} and then apply it to the document with the number ${text(later, 'documentNumber')}.`,
      )
    const [posted] = postJournal(company, [
      {
        where,
        postingDate,
        documentType,
        documentNumber: move.documentNumber ?? company.nextNumber('paymentDocument'),
        externalDocumentNumber: move.externalDocumentNumber ?? '',
        description: move.description ?? text(account.row, 'displayName'),
        account,
        balancing: balancingAccount(company, move.balancingAccountNumber ?? '', { documentType, where }),
        amount: documentType === 'Payment' ? amount.neg() : amount,
        currencyCode: currencyOf(company, move, account.row, closed),
        appliesTo,
      },
    ])
    const { entry, application } = posted ?? {}
    if (!entry) throw new Error('A payment leaves a customer ledger entry.')
    return { entry, ...(application !== undefined && { application }) }
  })
}

/**
 * Posts money received: one payment, applied to as many invoices as `closes` names, in one posting. Throws
 * `BusinessError`, and changes nothing, when something about it is not allowed.
 * [Microsoft Learn: Apply customer payments]
 */
export const postPayment = (company: Company, payment: MoneyMove): PostedMoney => postMoney(company, payment, 'Payment')

/**
 * Posts money given back: closes credit memos, or what was paid too much. Throws as `postPayment` does.
 * [Microsoft Learn: Pay back refunds]
 */
export const postRefund = (company: Company, refund: MoneyMove): PostedMoney => postMoney(company, refund, 'Refund')

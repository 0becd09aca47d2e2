import { BusinessError, type Company, type Row } from '../tables.ts'
import { checkedPostingDate } from './checks.ts'
import { foreignCurrency } from './currency.ts'
import { dropDimensions } from './dimensions.ts'
import { entryNumberOf } from './customer-ledger.ts'
import { balancingAccount } from './journals/balancing-account.ts'
import { cardByNumber, journalAccount } from './journals/journal-account.ts'
import { type JournalLine, lineName, needed } from './journals/journal-line.ts'
import { postJournal } from './journals/post-journal.ts'
import { decimal } from './money.ts'
import { reference, referred, rowsWhere, text } from './read-row.ts'
import { isPosted, ledgerEntryOf } from './statuses.ts'

/** The ledger entry of the posted invoice a payment line is for, if it names one. */
function invoiceEntry(company: Company, line: Row, where: string): Row | undefined {
  const number = text(line, 'appliesToInvoiceNumber')
  const id = reference(line, 'appliesToInvoiceId')
  if (id === undefined && number === '') return undefined
  const invoice =
    id === undefined
      ? rowsWhere(company, 'salesInvoices', 'number', number).find(isPosted)
      : company.table('salesInvoices').get(id)
  const entry = invoice && isPosted(invoice) ? ledgerEntryOf(company, invoice) : undefined
  if (!entry) throw new BusinessError(`Applies-to Doc. No. must be a posted sales invoice in ${where}.`)
  return entry
}

/** A line of `customerPayments` as a journal line; throws when it cannot be posted. */
function journalLine(company: Company, journal: Row, line: Row): JournalLine {
  const where = lineName('CASHRCPT', text(journal, 'code'), Number(line['lineNumber'] ?? 0))
  const documentNumber = text(line, 'documentNumber')
  if (documentNumber === '') throw needed('Document No.', where)
  const card =
    referred(company, 'customers', line, 'customerId') ??
    cardByNumber(company, 'Customer', text(line, 'customerNumber'))
  const account = journalAccount(company, 'Customer', card, { documentType: 'Payment', where })
  const customer = account.row
  const amount = decimal(line['amount'])
  if (amount.isZero()) throw needed('Amount', where)
  if (amount.gt(0)) throw new BusinessError(`Amount must be negative in ${where}.`)
  const postingDate = checkedPostingDate(company, line, where)
  const invoice = invoiceEntry(company, line, where)
  if (invoice && invoice['customerId'] !== customer.id)
    throw new BusinessError(`Applies-to Doc. No. belongs to Customer ${text(invoice, 'customerNumber')} in ${where}.`)
  return {
    where,
    postingDate,
    documentType: 'Payment',
    documentNumber,
    externalDocumentNumber: text(line, 'externalDocumentNumber'),
    description: text(line, 'description') || text(customer, 'displayName'),
    account,
    balancing: balancingAccount(company, text(journal, 'balancingAccountNumber'), { documentType: 'Payment', where }),
    amount,
    currencyCode: invoice ? text(invoice, 'currencyCode') : foreignCurrency(company, customer),
    appliesTo: invoice ? [{ entry: entryNumberOf(invoice) }] : [],
    dimensionsOf: line.id,
  }
}

/**
 * Posts the lines of a cash receipt journal (`customerPayments` of the journal): one customer ledger entry for each, its
 * G/L entries, and the application to the invoice it names, as far as both go; what is paid too much stays open on the
 * payment. The lines are gone afterwards. Returns the ledger entries made. Throws `BusinessError`, and posts nothing,
 * when one line cannot be posted.
 */
export function postPayments(company: Company, journalId: string): readonly Row[] {
  return company.transaction(() => {
    const journal = company.table('customerPaymentJournals').get(journalId) ?? company.table('journals').get(journalId)
    if (!journal) throw new BusinessError('The journal cannot be found.', 'Internal_RecordNotFound', 404)
    const lines = [...rowsWhere(company, 'customerPayments', 'journalId', journalId)].sort(
      (a, b) => Number(a['lineNumber'] ?? 0) - Number(b['lineNumber'] ?? 0),
    )
    const posted = postJournal(
      company,
      lines.map((line) => journalLine(company, journal, line)),
    )
    for (const line of lines) {
      dropDimensions(company, line.id)
      company.table('customerPayments').delete(line.id)
    }
    return posted.flatMap(({ entry }) => (entry ? [entry] : []))
  })
}

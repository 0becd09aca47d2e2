import { BusinessError, type Company, type Row } from '../tables.ts'
import { apply } from './apply.ts'
import { checkNotBlocked, checkedPostingDate } from './checks.ts'
import { exchangeRate, foreignCurrency, inLocalCurrency } from './currency.ts'
import { entryNumberOf, openCustomerEntry } from './customer-ledger.ts'
import { postGeneralLedger } from './general-ledger.ts'
import { decimal } from './money.ts'
import { accountFor } from './posting-accounts.ts'
import { reference, referred, rowsWhere, text } from './read-row.ts'
import { isPosted, ledgerEntryOf } from './statuses.ts'

/** How BC names a journal line in its messages. */
const lineName = (journal: Row, line: Row): string =>
  `Gen. Journal Line: Journal Template Name=CASHRCPT, Journal Batch Name=${text(journal, 'code')}, ` +
  `Line No.=${Number(line['lineNumber'] ?? 0)}`

const needed = (what: string, where: string): BusinessError =>
  new BusinessError(`${what} must have a value in ${where}. It cannot be zero or empty.`)

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

function customerOf(company: Company, line: Row, where: string): Row {
  const number = text(line, 'customerNumber')
  const customer =
    referred(company, 'customers', line, 'customerId') ??
    (number === '' ? undefined : rowsWhere(company, 'customers', 'number', number)[0])
  if (!customer) throw needed('Account No.', where)
  checkNotBlocked(customer, 'payment')
  return customer
}

/** Posts one line: ledger entry, G/L entries, application. Returns the ledger entry as it was opened. */
function postLine(company: Company, journal: Row, line: Row): Row {
  const where = lineName(journal, line)
  const documentNumber = text(line, 'documentNumber')
  if (documentNumber === '') throw needed('Document No.', where)
  const customer = customerOf(company, line, where)
  const amount = decimal(line['amount'])
  if (amount.isZero()) throw needed('Amount', where)
  if (amount.gt(0)) throw new BusinessError(`Amount must be negative in ${where}.`)
  const postingDate = checkedPostingDate(company, line, where)
  const invoice = invoiceEntry(company, line, where)
  if (invoice && invoice['customerId'] !== customer.id)
    throw new BusinessError(`Applies-to Doc. No. belongs to Customer ${text(invoice, 'customerNumber')} in ${where}.`)

  const currencyCode = invoice ? text(invoice, 'currencyCode') : foreignCurrency(company, customer)
  const amountLcy = inLocalCurrency(amount, exchangeRate(company, currencyCode, postingDate))
  const description = text(line, 'description') || text(customer, 'displayName')
  const entry = openCustomerEntry(company, {
    customer,
    documentType: 'Payment',
    documentNumber,
    externalDocumentNumber: text(line, 'externalDocumentNumber'),
    description,
    postingDate,
    documentDate: postingDate,
    dueDate: postingDate,
    currencyCode,
    amount,
    amountLcy,
    salesLcy: decimal(0),
  })
  postGeneralLedger(company, { postingDate, documentType: 'Payment', documentNumber, description }, [
    { account: text(journal, 'balancingAccountNumber') || accountFor(company, 'bank'), amount: amountLcy.neg() },
    { account: accountFor(company, 'receivables'), amount: amountLcy },
  ])
  if (invoice) apply(company, { entry: entryNumberOf(entry), appliesTo: entryNumberOf(invoice), postingDate })
  return entry
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
    if (lines.length === 0) throw new BusinessError('There is nothing to post.')
    const entries = lines.map((line) => postLine(company, journal, line))
    for (const line of lines) company.table('customerPayments').delete(line.id)
    return entries
  })
}

import { BusinessError, type Company, type Row } from '../tables.ts'
import { apply } from './apply.ts'
import { standingRows } from './applications.ts'
import { checkedPostingDate } from './checks.ts'
import { customerEntries, customerEntry, entryNumberOf, openCustomerEntry } from './customer-ledger.ts'
import { originalRate } from './entry-currency.ts'
import { type LedgerDocumentType, nextTransaction, postGeneralLedger } from './general-ledger.ts'
import { bankEntries, vendorEntries } from './journals/sub-ledgers.ts'
import { decimal, stored } from './money.ts'
import { rowsWhere, text } from './read-row.ts'
import { unrealizedRows } from './unrealized.ts'

/** Throws when the entry cannot be reversed. [base application, table Reversal Entry: CheckEntries] */
function checkReversible(company: Company, entry: Row): void {
  const number = entryNumberOf(entry)
  const refused = (why: string) =>
    new BusinessError(`You cannot reverse Cust. Ledger Entry No. ${number} because ${why}.`)
  if (entry['_journal'] !== true)
    throw new BusinessError('You can only reverse entries that were posted from a journal.')
  if (entry['reversed'] === true) throw refused('the entry has already been involved in a reversal')
  if (standingRows(company, entry.id).length > 0 || unrealizedRows(company, entry).length > 0)
    throw refused('the entry is either applied to an entry or has been changed by a batch job')
  checkedPostingDate(company, entry, `Cust. Ledger Entry: Entry No.=${number}`)
}

/** Writes the mirror image of a customer ledger entry and closes both with each other. */
function mirrorCustomer(company: Company, entry: Row, transaction: number): Row {
  const customer = company.table('customers').get(text(entry, 'customerId'))
  if (!customer) throw new BusinessError('The customer cannot be found.', 'Internal_RecordNotFound', 404)
  const mirror = openCustomerEntry(company, {
    customer,
    documentType: entry['documentType'] as LedgerDocumentType,
    documentNumber: text(entry, 'documentNumber'),
    externalDocumentNumber: text(entry, 'externalDocumentNumber'),
    description: text(entry, 'description'),
    postingDate: text(entry, 'postingDate'),
    documentDate: text(entry, 'documentDate'),
    dueDate: text(entry, 'dueDate'),
    currencyCode: text(entry, 'currencyCode'),
    amount: decimal(entry['amount']).neg(),
    amountLcy: decimal(entry['amountLcy']).neg(),
    rate: originalRate(entry),
    salesLcy: decimal(entry['salesLcy']).neg(),
    transaction,
    journal: true,
  })
  apply(company, { entry: entryNumberOf(mirror), appliesTo: entryNumberOf(entry) })
  const table = company.table(customerEntries)
  table.update(entry.id, { reversed: true, reversedByEntryNumber: entryNumberOf(mirror) })
  const { dimensionSetId } = entry
  return table.update(mirror.id, { reversed: true, reversedEntryNumber: entryNumberOf(entry), dimensionSetId })
}

/** Vendors and bank accounts of the transaction get their mirror images too. */
function mirrorOthers(company: Company, of: number, transaction: number): void {
  for (const name of [vendorEntries, bankEntries])
    for (const row of rowsWhere(company, name, '_transaction', of)) {
      const { id, ...values } = row
      company.table(name).update(id, { reversed: true })
      company.table(name).insert({
        ...values,
        entryNumber: company.nextEntry(name),
        amount: stored(decimal(row['amount']).neg()),
        amountLcy: stored(decimal(row['amountLcy']).neg()),
        reversed: true,
        _transaction: transaction,
      })
    }
}

function mirrorGeneralLedger(company: Company, of: number, transaction: number): void {
  const rows = rowsWhere(company, 'generalLedgerEntries', '_transaction', of)
  const [first] = rows
  if (!first) return
  const under = {
    postingDate: text(first, 'postingDate'),
    documentType: first['documentType'] as LedgerDocumentType,
    documentNumber: text(first, 'documentNumber'),
    description: text(first, 'description'),
    transaction,
  }
  const lines = rows.map((row) => ({
    account: text(row, 'accountNumber'),
    amount: decimal(row['creditAmount']).minus(decimal(row['debitAmount'])),
    dimensionsOf: row.id,
  }))
  postGeneralLedger(company, under, lines)
}

/**
 * Reverses a payment, refund or any other posting from a journal: every entry of its transaction gets a mirror image with
 * the same date, document and number; entry and mirror close each other. What was applied has to be unapplied first, and
 * documents are corrected, not reversed. Returns the mirror of the entry named. Throws `BusinessError`, and changes
 * nothing, when it is not allowed. [Microsoft Learn: Reverse journal postings and undo receipts/shipments]
 */
export function reverse(company: Company, entryNumber: number): Row {
  return company.transaction(() => {
    const asked = customerEntry(company, entryNumber)
    const of = Number(asked['_transaction'])
    const entries = rowsWhere(company, customerEntries, '_transaction', of)
    for (const entry of entries) checkReversible(company, entry)
    const transaction = nextTransaction(company)
    const mirrors = entries.map((entry) => mirrorCustomer(company, entry, transaction))
    mirrorOthers(company, of, transaction)
    mirrorGeneralLedger(company, of, transaction)
    const mirror = mirrors.find((each) => Number(each['reversedEntryNumber']) === entryNumber)
    if (!mirror) throw new Error(`Entry ${entryNumber} is not in its own transaction.`)
    return mirror
  })
}

import type { Company, Row } from '../../tables.ts'
import { customerBalance } from '../customer-balances.ts'
import { customerEntries, detailedEntries } from '../customer-ledger.ts'
import { isSold } from '../document-kinds.ts'
import { vendorEntries } from '../journals/sub-ledgers.ts'
import { ledgerRows } from '../ledger-rows.ts'
import { type Decimal, decimal, sum, zero } from '../money.ts'
import { accountFor } from '../posting-accounts.ts'
import { rowsWhere, text } from '../read-row.ts'
import { documentStatus, isPosted, ledgerEntryOf, remainingAmount } from '../statuses.ts'

/** Throws when two amounts that must be equal are not. */
function same(what: string, left: Decimal, right: Decimal): void {
  if (!left.eq(right)) throw new Error(`${what}: ${left.toFixed()} is not ${right.toFixed()}`)
}
const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what)
}
const total = (rows: readonly Row[], property: string): Decimal => sum(rows.map((row) => decimal(row[property])))
const net = (rows: readonly Row[]): Decimal => total(rows, 'debitAmount').minus(total(rows, 'creditAmount'))

/** An entry is its initial row plus all movements; what is left lies between nothing and the whole. */
function checkEntry(company: Company, entry: Row): void {
  const own = rowsWhere(company, detailedEntries, 'customerLedgerEntryId', entry.id)
  const which = `entry ${String(entry['entryNumber'])}`
  same(`remaining of ${which}`, decimal(entry['remainingAmount']), total(own, 'amount'))
  same(`remaining LCY of ${which}`, decimal(entry['remainingAmountLcy']), total(own, 'amountLcy'))
  const moved = own.filter((row) => row['entryType'] !== 'Initial_x0020_Entry')
  same(
    `total less applications of ${which}`,
    decimal(entry['remainingAmount']),
    decimal(entry['amount']).plus(total(moved, 'amount')),
  )
  must((entry['open'] === true) === !decimal(entry['remainingAmount']).isZero(), `open of ${which}`)
  if (entry['open'] !== true) same(`closed ${which}`, decimal(entry['remainingAmountLcy']), zero)
  const [left, whole] = [decimal(entry['remainingAmount']), decimal(entry['amount'])]
  must(left.isZero() || left.isNegative() === whole.isNegative(), `${which} changed its side`)
  must(left.abs().lte(whole.abs()), `${which} is over-applied`)
  if (entry['reversed'] === true) must(entry['open'] === false, `${which} is reversed and open`)
}

/** Every transaction of the general ledger adds up to zero; the control accounts say what the sub-ledgers say. */
function checkGeneralLedger(company: Company): void {
  const rows = company.table('generalLedgerEntries').all()
  for (const [transaction, own] of Map.groupBy(rows, (row) => row['_transaction']))
    same(`transaction ${String(transaction)}`, net(own), zero)
  const account = (number: string) => net(rowsWhere(company, 'generalLedgerEntries', 'accountNumber', number))
  const entries = company.table(customerEntries).all()
  const owed = total(entries, 'remainingAmountLcy')
  same('receivables', account(accountFor(company, 'receivables')), owed)
  same('payables', account(accountFor(company, 'payables')), total(company.table(vendorEntries).all(), 'amountLcy'))
  const customers = company.table('customers').all()
  same('balances', sum(customers.map(({ id }) => decimal(customerBalance(company, id)))), owed)
  for (const { id } of customers) {
    const open = rowsWhere(company, customerEntries, 'customerId', id).filter((entry) => entry['open'] === true)
    same('balance of a customer', decimal(customerBalance(company, id)), total(open, 'remainingAmountLcy'))
  }
  same('analytics', sum(ledgerRows(company).map((row) => decimal(row.dcleAmountLCY))), owed)
  const applied = company.table(detailedEntries).filter((row) => row['entryType'] === 'Application')
  same('applications', total(applied, 'amountLcy'), zero)
}

const legal = ['Draft', 'Open', 'Paid', 'Canceled', 'Corrective']

function checkDocuments(company: Company): void {
  for (const table of ['salesInvoices', 'salesCreditMemos'])
    for (const document of company.table(table).all()) {
      const which = `${table} ${text(document, 'number')}`
      const status = documentStatus(company, document)
      must(
        legal.includes(status) && document['status'] === status,
        `${which} says ${text(document, 'status')}, is ${status}`,
      )
      if (table === 'salesInvoices' && isPosted(document) && status === 'Paid')
        same(`paid ${which}`, decimal(remainingAmount(company, document)), zero)
      const { totalAmountIncludingTax: gross, totalAmountExcludingTax: without, totalTaxAmount: tax } = document
      same(`totals of ${which}`, decimal(gross), decimal(without).plus(decimal(tax)))
      const lines = rowsWhere(company, table.replace(/s$/, 'Lines'), 'documentId', document.id)
      same(`lines of ${which}`, total(lines, 'netAmountIncludingTax'), decimal(gross))
      // What cancels a document takes back all of it.
      if (status !== 'Canceled' || table !== 'salesInvoices') continue
      const memo = rowsWhere(company, 'salesCreditMemos', 'invoiceId', document.id).find(
        (each) => each['_corrective'] === true && each['_canceled'] !== true,
      )
      const both = [document, memo].map((each) => each && ledgerEntryOf(company, each))
      same(`canceled ${which}`, sum(both.map((entry) => decimal(entry?.['amount']))), zero)
    }
}

/** Of an item that was sold no more comes back than was sold: neither goods nor money, whatever was canceled in between. */
function checkReturns(company: Company): void {
  const memos = company.table('salesCreditMemos').filter((memo) => isPosted(memo) && memo['_canceled'] !== true)
  const returned = memos
    .flatMap(({ id }) => rowsWhere(company, 'salesCreditMemoLines', 'documentId', id))
    .filter((line) => line['lineType'] === 'Item' && text(line, '_returnsLineId') !== '')
  for (const [soldId, lines] of Map.groupBy(returned, (line) => text(line, '_returnsLineId'))) {
    const sold = company.table('salesInvoiceLines').get(soldId)
    must(sold !== undefined, `a credit memo takes back a line that nobody sold: ${soldId}`)
    for (const property of ['quantity', 'netAmountIncludingTax'])
      must(
        total(lines, property).lte(decimal(sold?.[property])),
        `${property} of ${String(sold?.['description'])}: ${total(lines, property).toFixed()} came back of ${String(sold?.[property])}`,
      )
  }
}

function checkOrders(company: Company): void {
  for (const line of company.table('salesOrderLines').filter(isSold)) {
    const [ordered, shipped, invoiced] = ['quantity', 'shippedQuantity', 'invoicedQuantity'].map((name) =>
      decimal(line[name]),
    )
    must(Boolean(ordered && shipped?.lte(ordered) && shipped.gte(0)), 'shipped more than ordered')
    must(Boolean(shipped && invoiced?.lte(shipped) && invoiced.gte(0)), 'invoiced more than shipped')
    const [prepaid, deducted] = [decimal(line['_prepaid']), decimal(line['_prepaidDeducted'])]
    must(deducted.gte(0) && deducted.lte(prepaid), 'deducted more than prepaid')
  }
}

/** Throws, and says what it is, when anything in the books does not add up. `stock` is what each item began with. */
export function checkBooks(company: Company, stock: number): void {
  for (const entry of company.table(customerEntries).all()) checkEntry(company, entry)
  checkGeneralLedger(company)
  checkDocuments(company)
  checkOrders(company)
  checkReturns(company)
  for (const item of company.table('items').filter((each) => each['type'] === 'Inventory')) {
    const moved = rowsWhere(company, 'itemLedgerEntries', 'itemNumber', text(item, 'number'))
    same('stock', decimal(item['inventory']), total(moved, 'quantity').plus(stock))
  }
}

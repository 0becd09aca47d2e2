import type { Company, Row } from '../tables.ts'
import { copyDimensions } from './dimensions.ts'
import { headerFrom } from './document-fields.ts'
import { invoiceDueDate } from './due-date.ts'
import { invoiceItemEntries } from './item-ledger.ts'
import { zero } from './money.ts'
import { postToLedgers } from './post-to-ledgers.ts'
import { insertPostedLines, invoiceBlanks, totalsOf } from './posted-document.ts'
import type { PostedLine } from './posted-lines.ts'
import { must } from './read-row.ts'
import { refreshStatus } from './statuses.ts'

/** An invoice that is posted straight from an order, in part or in full, or ahead of it. */
export interface InvoiceFromOrder {
  readonly order: Row
  readonly billTo: Row
  readonly postingDate: string
  /** Lines in their order, comments too: what the posted lines are copied from. */
  readonly lines: readonly Row[]
  readonly posted: readonly PostedLine[]
  /** What its header has besides. */
  readonly header: Readonly<Record<string, unknown>>
}

/** Posts it: a new posted invoice with lines and ledger entries. Returns the invoice. */
export function postInvoiceFromOrder(company: Company, made: InvoiceFromOrder): Row {
  const { order, billTo, postingDate, lines, posted } = made
  const number = company.nextNumber('postedSalesInvoice')
  const dueDate = invoiceDueDate(company, order, postingDate)
  const invoice = company.table('salesInvoices').insert({
    ...headerFrom(order, 'salesInvoice'),
    ...invoiceBlanks,
    number,
    invoiceDate: postingDate,
    postingDate,
    dueDate,
    discountAppliedBeforeTax: order['pricesIncludeTax'] !== true,
    ...totalsOf(posted),
    status: 'Open',
    _posted: true,
    ...made.header,
  })
  copyDimensions(company, order.id, 'salesInvoices', invoice.id)
  insertPostedLines(company, 'salesInvoiceLines', invoice.id, lines, posted)
  const { entry, salesLcy } = postToLedgers(company, posted, {
    kind: 'salesInvoice',
    documentId: invoice.id,
    number,
    postingDate,
    documentDate: postingDate,
    dueDate,
    header: order,
    billTo,
  })
  posted.forEach((line, index) => invoiceItemEntries(company, line.source.id, line.quantity, salesLcy[index] ?? zero))
  company.table('salesInvoices').update(invoice.id, { _customerLedgerEntryId: entry.id }, { silent: true })
  refreshStatus(company, entry)
  return must(company, 'salesInvoices', invoice.id, 'The invoice')
}

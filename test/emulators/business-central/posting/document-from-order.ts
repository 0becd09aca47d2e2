import type { Company, Row } from '../tables.ts'
import { copyDimensions } from './dimensions.ts'
import { headerFrom } from './document-fields.ts'
import { documentKinds } from './document-kinds.ts'
import { invoiceDueDate } from './due-date.ts'
import { invoiceItemEntries } from './item-ledger.ts'
import { zero } from './money.ts'
import { postToLedgers } from './post-to-ledgers.ts'
import { insertPostedLines, postedKinds, totalsOf } from './posted-document.ts'
import type { PostedLine } from './posted-lines.ts'
import { must } from './read-row.ts'
import { refreshStatus } from './statuses.ts'

/** A document that is posted straight from an order: an invoice in part or in full, or a prepayment. */
export interface DocumentFromOrder {
  readonly order: Row
  readonly billTo: Row
  readonly postingDate: string
  /** Lines in their order, comments too: what the posted lines are copied from. */
  readonly lines: readonly Row[]
  readonly posted: readonly PostedLine[]
  /** What its header has besides. */
  readonly header: Readonly<Record<string, unknown>>
}

/** Posts it: a new posted document with lines and ledger entries. Returns its header. */
export function postFromOrder(
  company: Company,
  kind: 'salesInvoice' | 'salesCreditMemo',
  made: DocumentFromOrder,
): Row {
  const { order, billTo, postingDate, lines, posted } = made
  const { table, lines: lineTable, says } = documentKinds[kind]
  const { series, date, blanks } = postedKinds[kind]
  const number = company.nextNumber(series)
  const dueDate = invoiceDueDate(company, order, postingDate)
  const document = company.table(table).insert({
    ...headerFrom(order, kind),
    ...blanks,
    number,
    [date]: postingDate,
    postingDate,
    dueDate,
    discountAppliedBeforeTax: order['pricesIncludeTax'] !== true,
    ...totalsOf(posted),
    status: 'Open',
    _posted: true,
    ...made.header,
  })
  copyDimensions(company, order.id, table, document.id)
  insertPostedLines(company, lineTable, document.id, lines, posted)
  const { entry, salesLcy } = postToLedgers(company, posted, {
    kind,
    documentId: document.id,
    number,
    postingDate,
    documentDate: postingDate,
    dueDate,
    header: order,
    billTo,
  })
  posted.forEach((line, index) => invoiceItemEntries(company, line.source.id, line.quantity, salesLcy[index] ?? zero))
  company.table(table).update(document.id, { _customerLedgerEntryId: entry.id }, { silent: true })
  refreshStatus(company, entry)
  return must(company, table, document.id, `The ${says}`)
}

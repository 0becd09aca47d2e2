import { BusinessError, type Company, type Row } from '../tables.ts'
import { checkNotInReview, checkedCustomers, checkedLines, checkedPostingDate, documentName } from './checks.ts'
import { dropDimensions } from './dimensions.ts'
import { documentKinds, isSold, linesOf } from './document-kinds.ts'
import { invoiceDueDate } from './due-date.ts'
import { itemOf, postItemMovement } from './item-ledger.ts'
import { decimal, zero } from './money.ts'
import { postToLedgers } from './post-to-ledgers.ts'
import { insertPostedLines, postedKinds, totalsOf } from './posted-document.ts'
import { calculatePostedLines } from './posted-lines.ts'
import { dateOf, must, text } from './read-row.ts'
import { isCalculated, recalculate } from './recalculate.ts'
import { refuseReturnedTwice } from './returned-goods.ts'
import { isPosted } from './statuses.ts'

/** How goods move: their item ledger entries, and whether they leave the stock. */
const moves = {
  salesInvoice: { moved: 'Sales_x0020_Invoice', out: 1 },
  salesCreditMemo: { moved: 'Sales_x0020_Credit_x0020_Memo', out: -1 },
} as const

export interface PostedDraft {
  readonly document: Row
  /** Its customer ledger entry. */
  readonly entry: Row
}

/**
 * Posts a draft invoice or credit memo: the id stays, the number becomes one of the posted series, the lines get new
 * ids, ledgers and stock follow. The header changes once, with `flags` and the status it then has.
 */
export function postDraft(
  company: Company,
  kind: keyof typeof moves,
  id: string,
  flags: { readonly _corrective?: true } = {},
): PostedDraft {
  const { table, lines: lineTable, says } = documentKinds[kind]
  const draft = must(company, table, id, `The ${says}`)
  if (isPosted(draft)) throw new BusinessError(`The action can be applied to a draft ${says} only.`)
  checkNotInReview(draft)
  const { sellTo, billTo } = checkedCustomers(company, kind, draft)
  const postingDate = checkedPostingDate(company, draft, documentName(kind, draft))
  // Every change of a draft calculates it anew; one that came here by another way is calculated now.
  if (!linesOf(company, kind, id).filter(isSold).every(isCalculated)) recalculate(company, kind, id)
  const lines = linesOf(company, kind, id)
  const sold = checkedLines(company, kind, lines)
  if (kind === 'salesCreditMemo') refuseReturnedTwice(company, sold)
  const header = must(company, table, id, `The ${says}`)
  const posted = calculatePostedLines(company, header, sold, (line) => ({
    now: decimal(line['quantity']),
    before: zero,
  }))

  const { series, date } = postedKinds[kind]
  const { moved, out } = moves[kind]
  const number = company.nextNumber(series)
  const documentDate = dateOf(header, date) ?? postingDate
  const dueDate = invoiceDueDate(company, header, documentDate)
  const { entry, salesLcy } = postToLedgers(company, posted, {
    kind,
    documentId: id,
    number,
    postingDate,
    documentDate,
    dueDate,
    header,
    billTo,
  })
  posted.forEach((line, index) => {
    const item = itemOf(company, line.source)
    if (!item) return
    postItemMovement(company, {
      item,
      customer: sellTo,
      postingDate,
      documentType: moved,
      documentNumber: number,
      description: text(line.source, 'description'),
      quantity: line.quantity.times(out),
      salesAmount: (salesLcy[index] ?? zero).times(out),
    })
  })
  insertPostedLines(company, lineTable, id, lines, posted)
  for (const line of lines) {
    dropDimensions(company, line.id)
    company.table(lineTable).delete(line.id)
  }
  const document = company.table(table).update(id, {
    number,
    postingDate,
    [date]: documentDate,
    dueDate,
    ...totalsOf(posted),
    status: flags._corrective ? 'Corrective' : entry['open'] === true ? 'Open' : 'Paid',
    ...flags,
    _posted: true,
    _preAssignedNumber: text(header, 'number'),
    _customerLedgerEntryId: entry.id,
  })
  return { document, entry }
}

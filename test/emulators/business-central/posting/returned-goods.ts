import { BusinessError, type Company, type Row } from '../tables.ts'
import { isSold } from './document-kinds.ts'
import { type Decimal, decimal, sum } from './money.ts'
import { rowsWhere, text } from './read-row.ts'
import { isPosted } from './statuses.ts'

type Books = Pick<Company, 'table'>

/** What credit memos that were not canceled take back of an invoice line: those that are posted, or drafts too. */
export function returnedBefore(company: Books, sold: Row, which: 'posted' | 'drafts too'): Decimal {
  const lines = rowsWhere(company, 'salesCreditMemoLines', '_returnsLineId', sold.id)
  const standing = lines.filter((line) => {
    const memo = company.table('salesCreditMemos').get(text(line, 'documentId'))
    if (!memo || memo['_canceled'] === true || (which === 'posted' && !isPosted(memo))) return false
    // A line that was made one for something else returns nothing.
    return line['lineObjectNumber'] === sold['lineObjectNumber']
  })
  return sum(standing.map((line) => decimal(line['quantity'])))
}

/** The same in BC's words. */
export const refuseMoreThan = (left: Decimal, sold: Row): BusinessError =>
  new BusinessError(
    `You cannot return more than the ${left.toFixed()} units that you have shipped for No. ${text(sold, 'lineObjectNumber')}.`,
  )

/**
 * Goods come back once: lines of a credit memo that is to be posted, against what came back before. Only items know it, by
 * the item entry that their line is applied from. [base application, table Sales Line, Appl.-from Item Entry]
 *
 * @throws BusinessError 400
 */
export function refuseReturnedTwice(company: Books, lines: readonly Row[]): void {
  for (const line of lines.filter((each) => each['lineType'] === 'Item')) {
    const sold = company.table('salesInvoiceLines').get(text(line, '_returnsLineId'))
    if (!sold || sold['lineObjectNumber'] !== line['lineObjectNumber']) continue
    const own = lines.filter((each) => each['_returnsLineId'] === sold.id)
    const left = decimal(sold['quantity']).minus(returnedBefore(company, sold, 'posted'))
    if (sum(own.map((each) => decimal(each['quantity']))).gt(left)) throw refuseMoreThan(left, sold)
  }
}

/** The first line of an invoice of which goods came back, by credit memos that are posted. */
const returnedLine = (company: Books, invoice: Row): Row | undefined =>
  rowsWhere(company, 'salesInvoiceLines', 'documentId', invoice.id).find(
    (line) => isSold(line) && line['lineType'] === 'Item' && returnedBefore(company, line, 'posted').gt(0),
  )

export const isReturned = (company: Books, invoice: Row): boolean => returnedLine(company, invoice) !== undefined

/**
 * An invoice of which goods came back is not canceled. [base application, codeunit Correct Posted Sales Invoice:
 * TestSalesLines]
 *
 * @throws BusinessError 400
 */
export function refuseReturned(company: Books, invoice: Row): void {
  const line = returnedLine(company, invoice)
  if (line)
    throw new BusinessError(
      `You cannot cancel this posted sales invoice because item ${text(line, 'lineObjectNumber')} ` +
        `${text(line, 'description')} has already been fully or partially returned.`,
    )
}

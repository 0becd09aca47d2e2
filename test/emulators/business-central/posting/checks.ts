import { BusinessError, type Company, type Row } from '../tables.ts'
import { type DocumentKind, documentKinds, isSold } from './document-kinds.ts'
import { checkLineObject } from './line-object.ts'
import { decimal } from './money.ts'
import { dateOf, referred, text } from './read-row.ts'

/** Is this day within the allowed range of posting dates? */
export function isPostingAllowed(company: Pick<Company, 'table'>, date: string): boolean {
  const setup = company.table('generalLedgerSetup').all()[0]
  const from = setup && dateOf(setup, 'allowPostingFrom')
  const to = setup && dateOf(setup, 'allowPostingTo')
  return (from === undefined || date >= from) && (to === undefined || date <= to)
}

/** The posting date of a document or journal line (default: the work date); throws outside the allowed range. */
export function checkedPostingDate(company: Company, row: Row, where: string): string {
  const date = dateOf(row, 'postingDate') ?? company.workDate()
  if (!isPostingAllowed(company, date))
    throw new BusinessError(`Posting Date is not within your range of allowed posting dates in ${where}.`)
  return date
}

/** How BC names a document in its messages. */
export const documentName = (kind: DocumentKind, document: Row): string =>
  `Sales Header Document Type='${documentKinds[kind].type}',No.='${text(document, 'number')}'`

/**
 * Throws when the customer is blocked for this kind of document: `All` for everything, `Invoice` for orders and invoices,
 * `Ship` for those that ship something, none of both for credit memos.
 * [Microsoft Learn: Block customers; base application, table Customer: CheckBlockedCustOnDocs]
 */
export function checkNotBlocked(customer: Row, kind: DocumentKind, ships: boolean): void {
  const blocked = text(customer, 'blocked')
  const sells = kind === 'salesOrder' || kind === 'salesInvoice' || kind === 'salesQuote'
  if (blocked === 'All' || (sells && (blocked === 'Invoice' || (blocked === 'Ship' && ships))))
    throw new BusinessError(
      `You cannot post this type of document when Customer ${text(customer, 'number')} is blocked with type ${blocked}`,
    )
}

/**
 * The customers of a document: whom it is sold to and who pays. Throws when one is missing or blocked. `ships` is false
 * when an order is only invoiced.
 */
export function checkedCustomers(
  company: Company,
  kind: DocumentKind,
  document: Row,
  ships = true,
): { sellTo: Row; billTo: Row } {
  const sellTo = referred(company, 'customers', document, 'customerId')
  if (!sellTo)
    throw new BusinessError(
      `Sell-to Customer No. must have a value in ${documentName(kind, document)}. It cannot be zero or empty.`,
    )
  const billTo = referred(company, 'customers', document, 'billToCustomerId') ?? sellTo
  checkNotBlocked(sellTo, kind, ships)
  checkNotBlocked(billTo, kind, ships)
  return { sellTo, billTo }
}

/** The lines that stand for something sold; throws when there are none, one has no quantity, or one cannot be sold. */
export function checkedLines(company: Company, kind: DocumentKind, lines: readonly Row[]): readonly Row[] {
  if (lines.length === 0)
    throw new BusinessError(`Please add at least one line item to the ${documentKinds[kind].says}.`)
  const sold = lines.filter(isSold)
  if (sold.length === 0) throw new BusinessError('There is nothing to post.')
  if (sold.some((line) => decimal(line['quantity']).isZero()))
    throw new BusinessError(
      'One or more document lines with a value in the No. field do not have a quantity specified.',
    )
  for (const line of sold) checkLineObject(company, kind, line)
  return sold
}

/** Throws while an approval is pending. */
export function checkNotInReview(document: Row): void {
  if (document['status'] === 'In_x0020_Review')
    throw new BusinessError('The document must be approved before you can perform this action.')
}

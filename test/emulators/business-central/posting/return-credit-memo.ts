import { BusinessError, type Company, type Row } from '../tables.ts'
import { postedInvoice, refuseCanceled, refuseUncreditable } from './corrective-credit-memo.ts'
import { isSold, linesOf } from './document-kinds.ts'
import { draftReturn } from './draft-return.ts'
import { type GivenAmount, givenPositive } from './given.ts'
import { type Decimal, decimal } from './money.ts'
import { refuseMoreThan, returnedBefore } from './returned-goods.ts'

/** What a customer sends back of one line of a posted invoice. */
export interface ReturnedPart {
  readonly lineId: string
  readonly quantity: GivenAmount
}

/** Throws when more is to be taken back than was sold and is not back already. */
function checkNotTooMuch(company: Company, line: Row, quantity: Decimal): void {
  const left = decimal(line['quantity']).minus(returnedBefore(company, line, 'drafts too'))
  if (quantity.gt(left)) throw refuseMoreThan(left, line)
}

/**
 * Makes a draft credit memo over goods that come back: parts of lines of a posted invoice, at the prices, discounts and
 * taxes they were sold with. The invoice may be paid or not; `postCreditMemo` applies the memo to it as far as it is open,
 * the rest stays open to be refunded or applied. Throws `BusinessError`, and changes nothing, for a draft or canceled
 * invoice and when more is to come back than was sold.
 * [Microsoft Learn: Process sales returns; Get Posted Document Lines to Reverse]
 */
export function makeReturnCreditMemo(
  company: Company,
  asked: { readonly invoiceId: string; readonly lines: readonly ReturnedPart[]; readonly reasonId?: string },
): Row {
  return company.transaction(() => {
    const invoice = postedInvoice(company, asked.invoiceId)
    refuseCanceled(invoice)
    refuseUncreditable(company, invoice)
    const sold = linesOf(company, 'salesInvoice', invoice.id).filter(isSold)
    if (asked.lines.length === 0) throw new BusinessError('There is nothing to post.')
    const lines = new Map<string, Decimal>()
    for (const { lineId, quantity } of asked.lines) {
      const line = sold.find(({ id }) => id === lineId)
      if (!line) throw new BusinessError(`The line ${lineId} is not in the invoice.`, 'Internal_RecordNotFound', 404)
      const whole = givenPositive(quantity, 'Quantity').plus(lines.get(lineId) ?? 0)
      checkNotTooMuch(company, line, whole)
      lines.set(lineId, whole)
    }
    const back = sold.flatMap((line) => {
      const quantity = lines.get(line.id)
      return quantity ? [{ line, quantity }] : []
    })
    return draftReturn(company, invoice, back, asked.reasonId)
  })
}

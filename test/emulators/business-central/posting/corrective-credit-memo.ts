import { BusinessError, type Company, type Row } from '../tables.ts'
import { copyDocument } from './copy-document.ts'
import { isSold, linesOf } from './document-kinds.ts'
import { type LineBack, draftReturn } from './draft-return.ts'
import { decimal, zero } from './money.ts'
import { text, must, zeroGuid } from './read-row.ts'
import { isReturned, returnedBefore } from './returned-goods.ts'
import { isPosted, ledgerEntryOf } from './statuses.ts'

/** The posted invoice with this id; throws in BC's words when it is none. */
export function postedInvoice(company: Pick<Company, 'table'>, invoiceId: string): Row {
  const invoice = must(company, 'salesInvoices', invoiceId, 'The invoice')
  if (!isPosted(invoice)) throw new BusinessError('The action can be applied to a posted invoice only.')
  return invoice
}

/** Throws for an invoice that is canceled. */
export function refuseCanceled(invoice: Row): void {
  if (invoice['_canceled'] === true)
    throw new BusinessError('The invoice cannot be canceled because it has already been canceled.')
}

/**
 * Throws for an invoice that is never credited as such: fixed assets and prepayments have ways of their own back.
 * [base application, codeunit Correct Posted Sales Invoice: TestNoFixedAssetInSalesInvoice, TestNotSalesPrepaymentlInvoice]
 */
export function refuseUncreditable(company: Pick<Company, 'table'>, invoice: Row): void {
  if (linesOf(company, 'salesInvoice', invoice.id).some((line) => line['lineType'] === 'Fixed_x0020_Asset'))
    throw new BusinessError(
      'You cannot cancel this posted sales invoice because it contains lines of type Fixed Asset.\\\\Use the Cancel ' +
        'Entries function in the FA Ledger Entries window instead.',
    )
  if (invoice['_prepayment'] === true)
    throw new BusinessError(
      'You cannot correct or cancel a posted sales prepayment invoice.\\\\Open the related sales order and choose the ' +
        'Post Prepayment Credit Memo.',
    )
}

/** How much of a posted invoice is paid or credited: nothing – one over nothing owes all of it –, a part, all. */
export function settled(company: Pick<Company, 'table'>, invoice: Row): 'nothing' | 'part' | 'all' {
  const entry = ledgerEntryOf(company, invoice)
  if (entry && decimal(entry['remainingAmount']).eq(decimal(entry['amount']))) return 'nothing'
  return entry?.['open'] === true ? 'part' : 'all'
}

/** Writes a draft credit memo over everything on the invoice. */
export function draftCreditMemo(company: Company, invoice: Row): Row {
  const today = company.workDate()
  return copyDocument(company, 'salesInvoice', invoice, 'salesCreditMemo', {
    creditMemoDate: today,
    postingDate: today,
    dueDate: today,
    invoiceId: invoice.id,
    invoiceNumber: text(invoice, 'number'),
    customerReturnReasonId: zeroGuid,
  })
}

/** What has not come back of an invoice: goods less what posted credit memos took back, of anything else all. */
function notBack(company: Company, invoice: Row): LineBack[] {
  return linesOf(company, 'salesInvoice', invoice.id)
    .filter(isSold)
    .map((line) => {
      const back = line['lineType'] === 'Item' ? returnedBefore(company, line, 'posted') : zero
      return { line, quantity: decimal(line['quantity']).minus(back) }
    })
    .filter(({ quantity }) => !quantity.isZero())
}

/**
 * Makes a draft credit memo that takes a posted, wholly unpaid invoice back, and returns it: over all of it, or what has
 * not come back yet. The invoice stays as it is until the memo is posted. It asks for less than canceling does: neither for
 * an open period nor for customers who may be invoiced, for that the memo does when it is posted. Throws `BusinessError`
 * else. [API page Sales Invoices: MakeCorrectiveCreditMemo; base application, codeunit Correct Posted Sales Invoice:
 * CreateCreditMemoCopyDocument]
 */
export function makeCorrectiveCreditMemo(company: Company, invoiceId: string): Row {
  return company.transaction(() => {
    const invoice = postedInvoice(company, invoiceId)
    const paid = settled(company, invoice)
    if (paid === 'all')
      throw new BusinessError('The invoice is closed. The corrective credit memo will not be applied to the invoice.')
    if (paid === 'part')
      throw new BusinessError(
        'The invoice is partially paid or credited. The corrective credit memo may not be fully closed by the invoice.',
      )
    refuseUncreditable(company, invoice)
    if (!isReturned(company, invoice)) return draftCreditMemo(company, invoice)
    const left = notBack(company, invoice)
    if (left.length === 0) throw new BusinessError('There is nothing left of this posted sales invoice to take back.')
    return draftReturn(company, invoice, left)
  })
}

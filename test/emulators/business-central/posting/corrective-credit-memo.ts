import { BusinessError, type Company, type Row } from '../tables.ts'
import { copyDocument } from './copy-document.ts'
import { linesOf } from './document-kinds.ts'
import { decimal } from './money.ts'
import { text, must, zeroGuid } from './read-row.ts'
import { refuseReturned } from './returned-goods.ts'
import { isPosted, ledgerEntryOf } from './statuses.ts'

/**
 * The posted, not canceled invoice with this id; throws in BC's words when it is not one, or none that a credit memo may take
 * back as a whole. [base application, codeunit Correct Posted Sales Invoice]
 */
export function postedInvoice(company: Pick<Company, 'table'>, invoiceId: string): Row {
  const invoice = must(company, 'salesInvoices', invoiceId, 'The invoice')
  if (!isPosted(invoice)) throw new BusinessError('The action can be applied to a posted invoice only.')
  if (invoice['_canceled'] === true)
    throw new BusinessError('The invoice cannot be canceled because it has already been canceled.')
  if (invoice['_prepayment'] === true)
    throw new BusinessError('You cannot cancel this posted sales invoice because it is a prepayment invoice.')
  if (linesOf(company, 'salesInvoice', invoiceId).some((line) => line['lineType'] === 'Fixed_x0020_Asset'))
    throw new BusinessError(
      'You cannot cancel this posted sales invoice because it contains lines of type Fixed Asset.\\\\Use the Cancel ' +
        'function in the FA Ledger Entries page instead.',
    )
  return invoice
}

/** How much of a posted invoice is paid or credited: nothing, a part, all. */
export function settled(company: Pick<Company, 'table'>, invoice: Row): 'nothing' | 'part' | 'all' {
  const entry = ledgerEntryOf(company, invoice)
  if (entry?.['open'] !== true) return 'all'
  return decimal(entry['remainingAmount']).eq(decimal(entry['amount'])) ? 'nothing' : 'part'
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

/**
 * Makes a draft credit memo that takes a posted, wholly unpaid invoice back, and returns it. The invoice stays as it is
 * until the memo is posted. Throws `BusinessError` else.
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
    refuseReturned(company, invoice, 'correct')
    return draftCreditMemo(company, invoice)
  })
}

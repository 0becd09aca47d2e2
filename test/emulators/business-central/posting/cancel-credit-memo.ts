import { BusinessError, type Company, type Row } from '../tables.ts'
import { applicationsOf } from './applications.ts'
import { apply } from './apply.ts'
import { copyDocument } from './copy-document.ts'
import { entryNumberOf } from './customer-ledger.ts'
import { postDraft } from './post-draft.ts'
import { invoiceBlanks } from './posted-document.ts'
import { must, referred } from './read-row.ts'
import { isPosted, ledgerEntryOf, refreshStatus } from './statuses.ts'
import { unapply } from './unapply.ts'

/** A canceled credit memo and the corrective invoice that cancels it. */
export interface CreditMemoCancellation {
  readonly creditMemo: Row
  readonly invoice: Row
}

/**
 * Cancels a corrective credit memo: takes its application to the canceled invoice back, so that this is open again, and
 * posts a corrective invoice over the same amounts that closes the memo. Throws `BusinessError`, and changes nothing,
 * for a draft, a canceled, or any other credit memo.
 */
export function cancelCreditMemo(company: Company, creditMemoId: string): CreditMemoCancellation {
  return company.transaction(() => {
    const memo = must(company, 'salesCreditMemos', creditMemoId, 'The credit memo')
    if (!isPosted(memo)) throw new BusinessError('The action can be applied to a posted credit memo only.')
    if (memo['_canceled'] === true)
      throw new BusinessError('The credit memo cannot be cancelled because it has already been canceled.')
    const entry = ledgerEntryOf(company, memo)
    if (memo['_corrective'] !== true || !entry)
      throw new BusinessError(
        'You cannot cancel this posted sales credit memo because it is not a corrective document.',
      )
    const original = referred(company, 'salesInvoices', memo, 'invoiceId')
    if (original) company.table('salesInvoices').update(original.id, { _canceled: false }, { silent: true })
    for (const number of applicationsOf(company, entryNumberOf(entry))) unapply(company, number)
    const reopened = original && ledgerEntryOf(company, original)
    // The memo may have been unapplied by hand before; the invoice is no longer canceled all the same.
    if (reopened) refreshStatus(company, reopened)

    const today = company.workDate()
    const draft = copyDocument(company, 'salesCreditMemo', memo, 'salesInvoice', {
      ...invoiceBlanks,
      invoiceDate: today,
      postingDate: today,
    })
    const invoice = postDraft(company, 'salesInvoice', draft.id, { _corrective: true })
    company.table('salesCreditMemos').update(creditMemoId, { _canceled: true }, { silent: true })
    apply(company, { entry: entryNumberOf(invoice.entry), appliesTo: entryNumberOf(entry) })
    return {
      creditMemo: must(company, 'salesCreditMemos', creditMemoId, 'The credit memo'),
      invoice: must(company, 'salesInvoices', draft.id, 'The invoice'),
    }
  })
}

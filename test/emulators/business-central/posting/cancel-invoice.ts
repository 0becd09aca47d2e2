import { BusinessError, type Company, type Row } from '../tables.ts'
import { apply } from './apply.ts'
import { draftCreditMemo, postedInvoice, settled } from './corrective-credit-memo.ts'
import { entryNumberOf } from './customer-ledger.ts'
import { postDraft } from './post-draft.ts'
import { must } from './read-row.ts'
import { refuseReturned } from './returned-goods.ts'
import { ledgerEntryOf, refreshStatus } from './statuses.ts'

/** A canceled invoice and the corrective credit memo that cancels it. */
export interface Cancellation {
  readonly invoice: Row
  readonly creditMemo: Row
}

/**
 * Cancels a posted, wholly unpaid invoice: posts a corrective credit memo over all of it and applies it. The invoice
 * becomes `Canceled`, the memo `Corrective`. Throws `BusinessError`, and changes nothing, when the invoice is a draft,
 * canceled, or paid in part.
 */
export function cancelInvoice(company: Company, invoiceId: string): Cancellation {
  return company.transaction(() => {
    const invoice = postedInvoice(company, invoiceId)
    const entry = ledgerEntryOf(company, invoice)
    if (!entry || settled(company, invoice) !== 'nothing')
      throw new BusinessError(
        'You cannot cancel this posted sales invoice because it is fully or partially paid.\\\\To reverse a paid sales ' +
          'invoice, you must manually create a sales credit memo.',
      )
    refuseReturned(company, invoice, 'cancel')
    const draft = draftCreditMemo(company, invoice)
    const memo = postDraft(company, 'salesCreditMemo', draft.id, { _corrective: true })
    // Silent: the application that follows tells of the change of status, once.
    company.table('salesInvoices').update(invoiceId, { _canceled: true }, { silent: true })
    if (memo.entry['open'] === true)
      apply(company, { entry: entryNumberOf(memo.entry), appliesTo: entryNumberOf(entry) })
    else refreshStatus(company, entry)
    return {
      invoice: must(company, 'salesInvoices', invoiceId, 'The invoice'),
      creditMemo: must(company, 'salesCreditMemos', draft.id, 'The credit memo'),
    }
  })
}

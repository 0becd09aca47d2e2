import { BusinessError, type Company, type Row } from '../tables.ts'
import { apply } from './apply.ts'
import {
  draftCreditMemo,
  postedInvoice,
  refuseCanceled,
  refuseUncreditable,
  settled,
} from './corrective-credit-memo.ts'
import { isPostingAllowed } from './checks.ts'
import { entryNumberOf } from './customer-ledger.ts'
import { giveBackToOrder } from './give-back-to-order.ts'
import { postDraft } from './post-draft.ts'
import { must, referred, text } from './read-row.ts'
import { refuseReturned } from './returned-goods.ts'
import { ledgerEntryOf, refreshStatus } from './statuses.ts'

/** A canceled invoice and the corrective credit memo that cancels it. */
export interface Cancellation {
  readonly invoice: Row
  readonly creditMemo: Row
}

const refused = (why: string): BusinessError =>
  new BusinessError(`You cannot cancel this posted sales invoice because ${why}.`)

/**
 * What canceling asks for: not canceled before, a day on which could still be posted, a document that corrects nothing
 * itself, nothing paid, customers who may be invoiced, nothing that is credited another way or came back.
 * [API page Sales Invoices: CancelInvoice; base application, codeunit Correct Posted Sales Invoice:
 * TestCorrectInvoiceIsAllowed]
 */
function checkCancelable(company: Company, invoice: Row): void {
  refuseCanceled(invoice)
  if (!isPostingAllowed(company, text(invoice, 'postingDate')))
    throw refused('it was posted in a posting period that is closed')
  if (invoice['_corrective'] === true) throw refused('it represents a correction of a credit memo')
  if (settled(company, invoice) !== 'nothing')
    throw refused(
      'it is fully or partially paid.\\\\To reverse a paid sales invoice, you must manually create a sales credit memo',
    )
  for (const party of ['customerId', 'billToCustomerId']) {
    const customer = referred(company, 'customers', invoice, party)
    if (customer && ['Invoice', 'All'].includes(text(customer, 'blocked')))
      throw refused(`customer ${text(customer, 'displayName')} is blocked`)
  }
  refuseUncreditable(company, invoice)
  refuseReturned(company, invoice)
}

/**
 * Cancels a posted, wholly unpaid invoice: posts a corrective credit memo over all of it and applies it. The invoice
 * becomes `Canceled`, the memo `Corrective`; an order that is still there gets its quantities back. Throws `BusinessError`,
 * and changes nothing, when the invoice is a draft, canceled, or paid in part.
 */
export function cancelInvoice(company: Company, invoiceId: string): Cancellation {
  return company.transaction(() => {
    const invoice = postedInvoice(company, invoiceId)
    checkCancelable(company, invoice)
    const entry = ledgerEntryOf(company, invoice)
    if (!entry) throw new Error('A posted invoice has a ledger entry.')
    const draft = draftCreditMemo(company, invoice)
    const memo = postDraft(company, 'salesCreditMemo', draft.id, { _corrective: true })
    // Silent: the application that follows tells of the change of status, once.
    company.table('salesInvoices').update(invoiceId, { _canceled: true }, { silent: true })
    if (memo.entry['open'] === true)
      apply(company, { entry: entryNumberOf(memo.entry), appliesTo: entryNumberOf(entry) })
    else refreshStatus(company, entry)
    giveBackToOrder(company, invoice)
    return {
      invoice: must(company, 'salesInvoices', invoiceId, 'The invoice'),
      creditMemo: must(company, 'salesCreditMemos', draft.id, 'The credit memo'),
    }
  })
}

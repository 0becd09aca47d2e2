import type { Company, Row } from '../tables.ts'
import { apply } from './apply.ts'
import { entryNumberOf } from './customer-ledger.ts'
import { postDraft } from './post-draft.ts'
import { must, referred, rowsWhere, text } from './read-row.ts'
import { isPosted, ledgerEntryOf } from './statuses.ts'

/** The posted invoice a credit memo corrects. */
function correctedInvoice(company: Company, memo: Row): Row | undefined {
  const byId = referred(company, 'salesInvoices', memo, 'invoiceId')
  const number = text(memo, 'invoiceNumber')
  return byId ?? (number === '' ? undefined : rowsWhere(company, 'salesInvoices', 'number', number).find(isPosted))
}

/**
 * Posts a draft credit memo and returns it. When it corrects an invoice that is still open, it is applied to it as far
 * as both go: an invoice closed by that is `Paid`. Throws `BusinessError`, and changes nothing, when it cannot be posted.
 */
export function postCreditMemo(company: Company, creditMemoId: string): Row {
  return company.transaction(() => {
    const { document, entry } = postDraft(company, 'salesCreditMemo', creditMemoId)
    const invoice = correctedInvoice(company, document)
    const owed = invoice && isPosted(invoice) ? ledgerEntryOf(company, invoice) : undefined
    if (owed?.['open'] === true && entry['open'] === true && owed['customerId'] === entry['customerId'])
      apply(company, { entry: entryNumberOf(entry), appliesTo: entryNumberOf(owed) })
    return must(company, 'salesCreditMemos', creditMemoId, 'The credit memo')
  })
}

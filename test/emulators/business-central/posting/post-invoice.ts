import type { Company, Row } from '../tables.ts'
import { postDraft } from './post-draft.ts'

/**
 * Posts a draft sales invoice and returns it: same id, new number, new line ids. Throws `BusinessError`, and changes
 * nothing, when it is posted already, has nothing to post, or breaks a rule of posting.
 */
export function postInvoice(company: Company, invoiceId: string): Row {
  return company.transaction(() => postDraft(company, 'salesInvoice', invoiceId).document)
}

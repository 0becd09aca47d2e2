import type { Company, Row } from '../tables.ts'
import { customerEntries } from './customer-ledger.ts'
import type { DocumentKind } from './document-kinds.ts'
import { documentKinds } from './document-kinds.ts'
import { decimal, stored } from './money.ts'
import { text } from './read-row.ts'

/** States of a sales invoice or credit memo, as the API writes them. */
export type DocumentStatus = 'Draft' | 'In_x0020_Review' | 'Open' | 'Paid' | 'Canceled' | 'Corrective'

/** Posted documents carry `_posted`; `Open` alone does not tell, because a released draft is open too. */
export const isPosted = (document: Row): boolean => document['_posted'] === true

/** The customer ledger entry of a posted document. */
export const ledgerEntryOf = (company: Pick<Company, 'table'>, document: Row): Row | undefined =>
  company.table(customerEntries).get(text(document, '_customerLedgerEntryId'))

/**
 * The status of an invoice or credit memo as it now is. An unposted document has its own; a posted one is canceled,
 * corrective, paid or open, in this order.
 */
export function documentStatus(company: Pick<Company, 'table'>, document: Row): DocumentStatus {
  if (!isPosted(document)) return (text(document, 'status') || 'Draft') as DocumentStatus
  if (document['_canceled'] === true) return 'Canceled'
  if (document['_corrective'] === true) return 'Corrective'
  return ledgerEntryOf(company, document)?.['open'] === true ? 'Open' : 'Paid'
}

/**
 * What is still to be paid on an invoice, as a decimal string, read at call time: a draft's total with tax, nothing of
 * a canceled one, else what is left of the ledger entry.
 */
export function remainingAmount(company: Pick<Company, 'table'>, invoice: Row): string {
  if (!isPosted(invoice)) return stored(decimal(invoice['totalAmountIncludingTax']))
  if (invoice['_canceled'] === true) return '0'
  return stored(decimal(ledgerEntryOf(company, invoice)?.['remainingAmount']))
}

/**
 * After a change of a customer ledger entry: writes its document's status, but only when it differs. That is why a part
 * payment neither stamps the invoice nor raises a notification.
 */
export function refreshStatus(company: Company, entry: Row): void {
  const kind: DocumentKind = entry['documentType'] === 'Invoice' ? 'salesInvoice' : 'salesCreditMemo'
  const { table } = documentKinds[kind]
  const document = company.table(table).get(text(entry, 'documentId'))
  if (!document) return
  const status = documentStatus(company, document)
  if (document['status'] !== status) company.table(table).update(document.id, { status })
}

import { anyOf, queryString, textLiteral, unescapeMember } from '../../protocols/odata.ts'
import type { CompanyRef } from '../../mapping/index.ts'
import type { Lane } from '../../protocols/call-budget.ts'
import { inCompany, routes, textOf, type Client, type JsonRow } from './client.ts'
import { inChunks } from './read/rows.ts'

/**
 * Detailed customer ledger entries of the Analytics API: the only place where Business Central tells of posted payments.
 * Posting a document writes an Initial Entry; applying P to I writes two Application rows, one of each entry, both carrying
 * the number of the entry that does the applying. [Microsoft Learn: Analytics APIs, customerLedgerEntries]
 */
export interface DetailedEntry {
  readonly number: number
  /** The customer ledger entry that it belongs to. */
  readonly entry: number
  readonly type: string
  readonly documentType: string
  readonly documentNumber: string
  readonly customerNumber: string
  readonly postingDate: string
  /** Local currency, as the JSON number's shortest text. */
  readonly amount: string
  /** The entry that did the applying; 0 for none. */
  readonly applied: number
}

const select =
  'dcleEntryNo,cleEntryNo,dcleEntryType,dcleDocumentType,dcleDocumentNo,dcleCustomerNo,dclePostingDate,dcleAmountLCY,dcleAppliedCustLedgerEntryNo'

const entryOf = (row: JsonRow): DetailedEntry => ({
  number: Number(row.dcleEntryNo),
  entry: Number(row.cleEntryNo),
  type: unescapeMember(String(row.dcleEntryType)) ?? '',
  documentType: unescapeMember(String(row.dcleDocumentType)) ?? '',
  documentNumber: String(row.dcleDocumentNo),
  customerNumber: String(row.dcleCustomerNo),
  postingDate: String(row.dclePostingDate),
  amount: String(row.dcleAmountLCY),
  applied: Number(row.dcleAppliedCustLedgerEntryNo),
})

export const isInitial = (row: DetailedEntry): boolean => row.type === 'Initial Entry'
export const isApplication = (row: DetailedEntry): boolean => row.type === 'Application'
/** Realized and unrealized gains and losses, and corrections of rounding: they move local currency only. */
export const isLocalOnly = (row: DetailedEntry): boolean =>
  / (Gain|Loss)$/.test(row.type) || row.type === 'Correction of Remaining Amount'
/**
 * Documents that close others: what we call a payment. A journal line may leave the document type blank; one that credits
 * the customer is a payment all the same. To be asked of initial rows: others carry the type of what did the applying.
 */
export const isPayment = (row: DetailedEntry): boolean =>
  ['Payment', 'Refund', 'Credit Memo'].includes(row.documentType) ||
  (row.documentType === '' && row.amount.startsWith('-'))

export interface Ledger {
  /** Rows after a number, in order. */
  after(number: number): Promise<readonly DetailedEntry[]>
  /** Rows of these customer ledger entries. */
  ofEntries(entries: readonly number[]): Promise<readonly DetailedEntry[]>
  /** Rows that these entries brought about by applying. */
  appliedBy(entries: readonly number[]): Promise<readonly DetailedEntry[]>
  /** Initial rows of payments of these customers, by number; `since` a posting day. */
  paymentsOf(customerNumbers: readonly string[], since?: string): Promise<readonly DetailedEntry[]>
  /** Initial rows of everything that we call a payment, of these customers. */
  everyPaymentOf(customerNumbers: readonly string[]): Promise<readonly DetailedEntry[]>
  /** Numbers of the customers with open entries, whatever these come to. */
  customersWithOpenEntries(): Promise<ReadonlySet<string>>
  /** Initial rows of documents. An enumeration member with a blank may not be filtered, so its type is looked at here. */
  ofDocuments(type: string, numbers: readonly string[]): Promise<readonly DetailedEntry[]>
}

export function createLedger(client: Client, company: Pick<CompanyRef, 'id'>): Ledger {
  const path = inCompany(company, 'customerLedgerEntries', routes.analytics)
  const ask = async ($filter: string, lane?: Lane) => {
    const rows = await client.rows(path + queryString({ $filter, $select: select }), 'read the customer ledger', lane)
    return rows.map(entryOf).sort((a, b) => a.number - b.number)
  }
  const anyOfMany = async (property: string, literals: readonly string[], before = '') => {
    const found = await Promise.all(inChunks(literals, (chunk) => ask(`${before}(${anyOf(property, chunk)})`)))
    return found.flat()
  }
  return {
    after: (number) => ask(`dcleEntryNo gt ${number}`, 'sweep'),
    ofEntries: (entries) => anyOfMany('cleEntryNo', entries.map(String)),
    appliedBy: (entries) => anyOfMany('dcleAppliedCustLedgerEntryNo', entries.map(String)),
    ofDocuments: async (type, numbers) => {
      const rows = await anyOfMany('dcleDocumentNo', numbers.map(textLiteral))
      return rows.filter((row) => isInitial(row) && row.documentType === type)
    },
    customersWithOpenEntries: async () => {
      const query = queryString({ $filter: 'cleOpen eq true', $select: 'dcleEntryNo,dcleCustomerNo' })
      const rows = await client.rows(path + query, 'look for open ledger entries', 'sweep')
      return new Set(rows.map((row) => textOf(row.dcleCustomerNo)))
    },
    everyPaymentOf: async (numbers) => {
      const rows = await anyOfMany('dcleCustomerNo', numbers.map(textLiteral))
      return rows.filter((row) => isInitial(row) && isPayment(row))
    },
    paymentsOf: async (numbers, since) => {
      const payments = `dcleDocumentType eq 'Payment' and ${since === undefined ? '' : `dclePostingDate ge ${since} and `}`
      const rows = await anyOfMany('dcleCustomerNo', numbers.map(textLiteral), payments)
      return rows.filter(isInitial)
    },
  }
}

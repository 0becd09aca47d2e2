import { anyOf, queryString, textLiteral } from '../../protocols/odata.ts'
import type { CompanyRef } from '../../mapping/index.ts'
import { inCompany, routes, type Client, type JsonRow } from './client.ts'

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
  type: String(row.dcleEntryType).replaceAll('_x0020_', ' '),
  documentType: String(row.dcleDocumentType).replaceAll('_x0020_', ' ').trim(),
  documentNumber: String(row.dcleDocumentNo),
  customerNumber: String(row.dcleCustomerNo),
  postingDate: String(row.dclePostingDate),
  amount: String(row.dcleAmountLCY),
  applied: Number(row.dcleAppliedCustLedgerEntryNo),
})

export const isInitial = (row: DetailedEntry): boolean => row.type === 'Initial Entry'
export const isApplication = (row: DetailedEntry): boolean => row.type === 'Application'
/** Documents that close others: what we call a payment. */
export const isPayment = (row: DetailedEntry): boolean =>
  ['Payment', 'Refund', 'Credit Memo'].includes(row.documentType)

/** Values per `or` chain: the URL stays well under what servers take. */
const perCall = 40

export interface Ledger {
  /** Rows after a number, in order. */
  after(number: number): Promise<readonly DetailedEntry[]>
  /** Rows of these customer ledger entries. */
  ofEntries(entries: readonly number[]): Promise<readonly DetailedEntry[]>
  /** Rows that these entries brought about by applying. */
  appliedBy(entries: readonly number[]): Promise<readonly DetailedEntry[]>
  /** Initial rows of payments of these customers, by number. */
  paymentsOf(customerNumbers: readonly string[]): Promise<readonly DetailedEntry[]>
}

export function createLedger(client: Client, company: Pick<CompanyRef, 'id'>): Ledger {
  const path = inCompany(company, 'customerLedgerEntries', routes.analytics)
  const ask = async ($filter: string) => {
    const rows = await client.rows(path + queryString({ $filter, $select: select }), 'read the customer ledger')
    return rows.map(entryOf).sort((a, b) => a.number - b.number)
  }
  const inChunks = async (values: readonly string[], filter: (chunk: readonly string[]) => string) => {
    const unique = [...new Set(values)]
    const found: DetailedEntry[] = []
    for (let from = 0; from < unique.length; from += perCall)
      found.push(...(await ask(filter(unique.slice(from, from + perCall)))))
    return found
  }
  return {
    after: (number) => ask(`dcleEntryNo gt ${number}`),
    ofEntries: (entries) => inChunks(entries.map(String), (chunk) => anyOf('cleEntryNo', chunk)),
    appliedBy: (entries) => inChunks(entries.map(String), (chunk) => anyOf('dcleAppliedCustLedgerEntryNo', chunk)),
    paymentsOf: async (numbers) => {
      const rows = await inChunks(
        numbers.map(textLiteral),
        (chunk) => `dcleDocumentType eq 'Payment' and (${anyOf('dcleCustomerNo', chunk)})`,
      )
      return rows.filter(isInitial)
    },
  }
}

import { Decimal } from 'decimal.js'
import type { CompanyRef } from '../../../mapping/index.ts'
import { anyOf, queryString, textLiteral } from '../../../protocols/odata.ts'
import { inCompany, textOf, type Client } from '../client.ts'
import type { DetailedEntry } from '../ledger.ts'
import { inChunks } from './rows.ts'

/** A posted sales document, as far as it takes to read its customer ledger entry. */
export interface LedgerDocument {
  readonly id: string
  readonly set: 'salesInvoices' | 'salesCreditMemos'
  /** Blank for local currency. */
  readonly currencyCode: string
  /** Including tax, in that currency, positive. */
  readonly total: Decimal
  /** What is left of it, positive; undefined where Business Central does not tell. */
  readonly remaining: Decimal | undefined
}

const sets = {
  salesInvoices: { type: 'Invoice', more: ',remainingAmount' },
  salesCreditMemos: { type: 'Credit Memo', more: '' },
} as const

/** The key of a document: its type and its number. */
export const documentKey = (row: Pick<DetailedEntry, 'documentType' | 'documentNumber'>): string =>
  `${row.documentType} ${row.documentNumber}`

/** The posted invoices and credit memos behind initial rows of the ledger, by `documentKey`. Some entries have none. */
export async function ledgerDocuments(
  client: Pick<Client, 'rowsOfEach'>,
  company: Pick<CompanyRef, 'id'>,
  initialRows: readonly DetailedEntry[],
): Promise<ReadonlyMap<string, LedgerDocument>> {
  const found = new Map<string, LedgerDocument>()
  for (const set of ['salesInvoices', 'salesCreditMemos'] as const) {
    const { type, more } = sets[set]
    const numbers = initialRows.filter((row) => row.documentType === type).map((row) => row.documentNumber)
    const $select = `id,number,currencyCode,totalAmountIncludingTax,status${more}`
    const paths = inChunks(
      numbers,
      (chunk) => inCompany(company, set) + queryString({ $filter: anyOf('number', chunk.map(textLiteral)), $select }),
    )
    for (const row of (await client.rowsOfEach(paths, `look up ${set}`)).flat()) {
      // A draft may bear the number of a posted document of another series.
      if (row.status === 'Draft' || row.status === 'In_x0020_Review') continue
      const remaining = textOf(row.remainingAmount)
      found.set(`${type} ${textOf(row.number)}`, {
        id: textOf(row.id).toLowerCase(),
        set,
        currencyCode: textOf(row.currencyCode),
        total: new Decimal(textOf(row.totalAmountIncludingTax) || 0),
        remaining: remaining === '' ? undefined : new Decimal(remaining),
      })
    }
  }
  return found
}

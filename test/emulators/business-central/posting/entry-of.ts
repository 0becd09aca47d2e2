import { BusinessError, type Company, type Row } from '../tables.ts'
import type { AppliesTo } from './apply.ts'
import { customerEntry, entryNumberOf } from './customer-ledger.ts'
import type { GivenAmount } from './given.ts'
import { isPosted, ledgerEntryOf } from './statuses.ts'

/** What is to be closed: a posted invoice or credit memo by its id, or any customer ledger entry by its number. */
export interface Closes {
  readonly invoiceId?: string
  readonly creditMemoId?: string
  readonly entry?: number
  /** Positive; left out = as much as both leave. */
  readonly amount?: GivenAmount
}

/** The number of the customer ledger entry of a posted document. Throws for a draft, and for a document that is not there. */
export function entryOf(
  company: Pick<Company, 'table'>,
  table: 'salesInvoices' | 'salesCreditMemos',
  id: string,
): number {
  const document = company.table(table).get(id)
  const says = table === 'salesInvoices' ? 'sales invoice' : 'sales credit memo'
  if (!document) throw new BusinessError(`The ${says} cannot be found.`, 'Internal_RecordNotFound', 404)
  const entry = isPosted(document) ? ledgerEntryOf(company, document) : undefined
  if (!entry) throw new BusinessError(`Applies-to Doc. No. must be a posted ${says}.`)
  return entryNumberOf(entry)
}

/** The entries that somebody wants closed, in the order given. */
export function entriesToClose(company: Pick<Company, 'table'>, closes: readonly Closes[]): AppliesTo[] {
  return closes.map(({ invoiceId, creditMemoId, entry, amount }) => {
    const named = [invoiceId, creditMemoId, entry].filter((each) => each !== undefined)
    if (named.length !== 1) throw new BusinessError('Name one of invoiceId, creditMemoId and entry.')
    const number =
      invoiceId !== undefined
        ? entryOf(company, 'salesInvoices', invoiceId)
        : creditMemoId !== undefined
          ? entryOf(company, 'salesCreditMemos', creditMemoId)
          : (entry ?? 0)
    return { entry: number, ...(amount !== undefined && { amount }) }
  })
}

/** The ledger entries behind a list of `AppliesTo`. */
export const closedEntries = (company: Pick<Company, 'table'>, appliesTo: readonly AppliesTo[]): Row[] =>
  appliesTo.map(({ entry }) => customerEntry(company, entry))

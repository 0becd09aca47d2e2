import type { Company, Row } from '../tables.ts'
import { customerEntries, detailedEntries } from './customer-ledger.ts'
import { dateOf, text, zeroDate } from './read-row.ts'

/** One row of the Analytics API's `customerLedgerEntries`: a detailed entry with the entry it belongs to. */
export interface AnalyticsLedgerRow {
  readonly cleEntryNo: number
  readonly cleDueDate: string
  readonly cleOpen: boolean
  readonly clePostingDate: string
  readonly cleDocumentDate: string
  readonly cleDimensionSetID: number
  readonly cleClosedAtDate: string
  readonly cleReasonCode: string
  readonly dcleEntryNo: number
  readonly dclePostingDate: string
  readonly dcleLedgerEntryAmount: boolean
  readonly dcleEntryType: string
  readonly dcleDocumentType: string
  readonly dcleDocumentNo: string
  readonly dcleInitialEntryDueDate: string
  /** Decimal string. */
  readonly dcleAmountLCY: string
  readonly dcleCustomerNo: string
  readonly dcleApplicationNo: number
  readonly dcleAppliedCustLedgerEntryNo: number
  /** Set when the entry is that of a posted invoice; blank else. */
  readonly salesInvHeaderDocumentNo: string
  readonly salesInvHeaderPaymentTermsCode: string
  readonly salesInvHeaderPmtDiscountDate: string
}

/** Rows do not change but are replaced: what was made of one and its entry is made once. */
const made = new WeakMap<Row, { readonly entry: Row; readonly shown: AnalyticsLedgerRow }>()

function shownRow(row: Row, entry: Row): AnalyticsLedgerRow {
  const known = made.get(row)
  if (known?.entry === entry) return known.shown
  const isInvoice = entry['documentType'] === 'Invoice'
  const shown: AnalyticsLedgerRow = {
    cleEntryNo: Number(entry['entryNumber']),
    cleDueDate: text(entry, 'dueDate'),
    cleOpen: entry['open'] === true,
    clePostingDate: text(entry, 'postingDate'),
    cleDocumentDate: text(entry, 'documentDate'),
    cleDimensionSetID: Number(entry['dimensionSetId'] ?? 0),
    cleClosedAtDate: text(entry, 'closedAtDate'),
    cleReasonCode: text(entry, 'reasonCode'),
    dcleEntryNo: Number(row['entryNumber']),
    dclePostingDate: text(row, 'postingDate'),
    dcleLedgerEntryAmount: row['ledgerEntryAmount'] === true,
    dcleEntryType: text(row, 'entryType'),
    dcleDocumentType: text(row, 'documentType'),
    dcleDocumentNo: text(row, 'documentNumber'),
    dcleInitialEntryDueDate: text(row, 'initialEntryDueDate'),
    dcleAmountLCY: text(row, 'amountLcy'),
    dcleCustomerNo: text(row, 'customerNumber'),
    dcleApplicationNo: Number(row['applicationNumber']),
    dcleAppliedCustLedgerEntryNo: Number(row['appliedCustomerLedgerEntryNumber']),
    salesInvHeaderDocumentNo: isInvoice ? text(entry, 'documentNumber') : '',
    salesInvHeaderPaymentTermsCode: isInvoice ? text(entry, 'paymentTermsCode') : '',
    salesInvHeaderPmtDiscountDate: isInvoice ? (dateOf(entry, 'paymentDiscountDate') ?? zeroDate) : zeroDate,
  }
  made.set(row, { entry, shown })
  return shown
}

/**
 * The rows of the Analytics API, by detailed entry number. `after` gives those with a larger number only, `from` and
 * `to` those whose entry was posted in that range, as the date range of the Power BI set-up page does.
 * [Microsoft Learn: Analytics API, customerLedgerEntries]
 */
export function ledgerRows(
  company: Pick<Company, 'table'>,
  options: { after?: number; from?: string; to?: string } = {},
): AnalyticsLedgerRow[] {
  const entries = company.table(customerEntries)
  const { after = 0, from = '', to = '9999-12-31' } = options
  return company
    .table(detailedEntries)
    .all()
    .flatMap((row) => {
      const entry = Number(row['entryNumber']) > after ? entries.get(text(row, 'customerLedgerEntryId')) : undefined
      const posted = entry && text(entry, 'postingDate')
      return entry && posted !== undefined && posted >= from && posted <= to ? [shownRow(row, entry)] : []
    })
}

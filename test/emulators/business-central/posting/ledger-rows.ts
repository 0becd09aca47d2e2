import type { Company } from '../tables.ts'
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
  return company
    .table(detailedEntries)
    .all()
    .flatMap((row): AnalyticsLedgerRow[] => {
      const entryNo = Number(row['entryNumber'])
      const entry = entries.get(text(row, 'customerLedgerEntryId'))
      if (!entry || entryNo <= (options.after ?? 0)) return []
      const posted = text(entry, 'postingDate')
      if (posted < (options.from ?? '') || posted > (options.to ?? '9999-12-31')) return []
      const isInvoice = entry['documentType'] === 'Invoice'
      return [
        {
          cleEntryNo: Number(entry['entryNumber']),
          cleDueDate: text(entry, 'dueDate'),
          cleOpen: entry['open'] === true,
          clePostingDate: posted,
          cleDocumentDate: text(entry, 'documentDate'),
          cleDimensionSetID: Number(entry['dimensionSetId'] ?? 0),
          cleClosedAtDate: text(entry, 'closedAtDate'),
          cleReasonCode: text(entry, 'reasonCode'),
          dcleEntryNo: entryNo,
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
        },
      ]
    })
}

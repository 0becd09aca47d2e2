import { type AnalyticsLedgerRow, ledgerRows } from '../../posting/index.ts'
import type { Page } from '../page.ts'

import type { Company, Row } from '../../tables.ts'

/** The same row of the ledger is shown by the same object: the Analytics API is polled, and ledgers are long. */
const shown = new WeakMap<AnalyticsLedgerRow, Row>()

const rows = (company: Company): Row[] =>
  ledgerRows(company).map((row) => {
    const known = shown.get(row) ?? { ...row, id: String(row.dcleEntryNo) }
    shown.set(row, known)
    return known
  })

/**
 * The Analytics API's query over customer ledger entries and their detailed entries: one row per detailed entry, local
 * currency only, no stamps. The only route of the standard product that links payments to invoices.
 */
export const customerLedgerEntries: Page = {
  orderedBy: 'dcleEntryNo',
  source: {
    all: ({ company }) => rows(company),
    where: () => undefined,
  },
}

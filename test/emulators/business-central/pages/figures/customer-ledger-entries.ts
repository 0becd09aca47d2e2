import { ledgerRows } from '../../posting/index.ts'
import type { Page } from '../page.ts'

import type { Company, Row } from '../../tables.ts'

const rows = (company: Company): Row[] => ledgerRows(company).map((row) => ({ ...row, id: String(row.dcleEntryNo) }))

/**
 * The Analytics API's query over customer ledger entries and their detailed entries: one row per detailed entry, local
 * currency only, no stamps. The only route of the standard product that links payments to invoices.
 */
export const customerLedgerEntries: Page = {
  source: {
    all: ({ company }) => rows(company),
    where: () => undefined,
  },
}

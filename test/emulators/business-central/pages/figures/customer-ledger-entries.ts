import { ledgerRows } from '../../company/posting-stub.ts'
import type { Page } from '../page.ts'

/**
 * The Analytics API's query over customer ledger entries and their detailed entries: one row per detailed entry, local
 * currency only, no stamps. The only route of the standard product that links payments to invoices.
 */
export const customerLedgerEntries: Page = {
  source: {
    all: ({ company }) => ledgerRows(company),
    where: ({ company }, property, value) => ledgerRows(company).filter((row) => String(row[property]) === value),
  },
}

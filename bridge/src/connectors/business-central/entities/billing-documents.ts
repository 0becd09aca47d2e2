import { salesCreditMemo } from './sales-credit-memos.ts'
import { salesInvoice } from './sales-invoices.ts'

/** What a customer is billed by: it is posted, and printed, and stays. */
export const billingDocuments = [salesInvoice, salesCreditMemo] as const

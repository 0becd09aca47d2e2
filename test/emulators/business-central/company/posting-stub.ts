import type { Company, Row } from '../tables.ts'
export type DocumentKind = 'salesOrder' | 'salesInvoice' | 'salesQuote' | 'salesCreditMemo'
export const recalculate = (_company: Company, _kind: DocumentKind, _id: string): void => undefined
export const shipAndInvoice = (_company: Company, _id: string): void => undefined
export const postInvoice = (_company: Company, _id: string): void => undefined
export const cancelInvoice = (_company: Company, _id: string): void => undefined
export const makeCorrectiveCreditMemo = (_company: Company, _id: string): void => undefined
export const postCreditMemo = (_company: Company, _id: string): void => undefined
export const postPayments = (_company: Company, _id: string): void => undefined
export const remainingAmount = (_company: Company, row: Row): string => String(row['totalAmountIncludingTax'] ?? '0')
export const customerBalance = (_company: Company, _id: string): string => '0'
export const customerOverdue = (_company: Company, _id: string, _asOf: string): string => '0'
export const ledgerRows = (_company: Company): readonly Row[] => []

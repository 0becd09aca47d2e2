import type { CompanyCard } from '../company/company.ts'

/** A row as a person writes it: references by code (`"paymentTermsId": "14 DAYS"`), decimals as texts. */
export type SeedRow = Readonly<Record<string, unknown>>

/** A document or payment that is made through the pages and the posting engine, so that its ledgers are real. */
export type SeedDocument = Sale | Payment

interface Sale {
  readonly what: 'quote' | 'order' | 'invoice'
  /** Customer number. */
  readonly customer: string
  readonly daysAgo: number
  /** Posts the invoice; ships and invoices the order. */
  readonly post?: boolean
  readonly externalDocumentNumber?: string
  readonly lines: readonly { readonly item: string; readonly quantity: string; readonly discountPercent?: string }[]
}

interface Payment {
  readonly what: 'payment'
  readonly daysAgo: number
  /** The how-manieth posted invoice of the file, from 1. */
  readonly invoice: number
  /** Received, positive. */
  readonly amount: string
}

/** One company's seed. */
export interface SeedFile {
  readonly card: CompanyCard
  /** What a company needs before anybody works in it. */
  readonly setup: Readonly<Record<string, readonly SeedRow[]>>
  readonly data: Readonly<Record<string, readonly SeedRow[]>>
  readonly documents: readonly SeedDocument[]
}

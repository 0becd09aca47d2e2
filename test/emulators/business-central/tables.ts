/**
 * One row of one company: property names exactly as the API shows them (`externalDocumentNumber`), values in JSON form
 * (`0001-01-01` for no date, zero guid for no reference, `_x0020_` for a blank enum). Decimals are exact decimal
 * strings inside and become JSON numbers at the edge. Names that begin with `_` are internal and never leave.
 */
export interface Row {
  readonly id: string
  readonly [property: string]: unknown
}

export type RowChangeKind = 'created' | 'updated' | 'deleted'

export interface RowChange {
  readonly table: string
  readonly id: string
  readonly kind: RowChangeKind
  /** Milliseconds on the sandbox's clock. */
  readonly at: number
  readonly row: Row
  /** The update wrote what stood there before. */
  readonly unchanged?: true
}

/** Rows of one entity set in one company. Every insert and loud update gives a new etag and `lastModifiedDateTime`. */
export interface Table {
  readonly name: string
  get(id: string): Row | undefined
  /** Rows in key order; the array is a snapshot. */
  all(): readonly Row[]
  find(match: (row: Row) => boolean): Row | undefined
  filter(match: (row: Row) => boolean): readonly Row[]
  /** Stamps the row; a given `id` is kept (a posted invoice keeps its draft's), else a new guid is made. */
  insert(row: { id?: string } & Record<string, unknown>): Row
  /**
   * Changes some properties. `silent` leaves etag, stamp and webhooks alone: BC does so for FlowFields and for what it
   * computes at read time.
   */
  update(id: string, change: Record<string, unknown>, options?: { silent?: boolean }): Row
  delete(id: string): void
}

/** One BC company with its data. A unit of work either lands whole or not at all. */
export interface Company {
  readonly id: string
  readonly name: string
  /** The company's own calendar day, `YYYY-MM-DD`, by its time zone. */
  workDate(): string
  /** By entity set name (`customers`, `salesOrderLines`, …) or an internal name that starts with `_`. */
  table(name: string): Table
  /** The next number of a series: `salesOrder`, `salesInvoice`, `postedSalesInvoice`, `postedShipment`, `customer`, … */
  nextNumber(series: string): string
  /** The next whole number of an entry table (`generalLedgerEntries`, `_customerLedgerEntries`, …), from 1. */
  nextEntry(table: string): number
  /** Runs `work`; when it throws, every change it made to this company's tables is taken back. */
  transaction<T>(work: () => T): T
  onChange(listener: (change: RowChange) => void): () => void
}

/** A rule of BC's application code was broken: 400 `Application_DialogException` unless another code is given. */
export class BusinessError extends Error {
  readonly code: string
  readonly status: number
  constructor(message: string, code = 'Application_DialogException', status = 400) {
    super(message)
    this.name = 'BusinessError'
    this.code = code
    this.status = status
  }
}

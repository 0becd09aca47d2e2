import type { Schema } from './schema.ts'

/**
 * A stored row: API field names to values as REST shows them (numbers, booleans, `YYYY-MM-DD`, ISO instants, 18-character
 * ids). Compound fields are not stored, their parts are. Decimals are kept as exact decimal strings inside and turned
 * into JSON numbers at the edge.
 */
export interface Row {
  readonly Id: string
  readonly [field: string]: unknown
}

/** Who acts: decides permissions, `CreatedById`, and what change events say. */
export interface Actor {
  readonly userId: string
  /** As in `changeOrigin`: `rest`, `bulkapi`, `soap`, … */
  readonly api: string
  /** The version in the path of the call, as in `changeOrigin`; left out = the newest. */
  readonly apiVersion?: string
  /** Through User Interface API or GraphQL, as Lightning's own components do. */
  readonly ui?: boolean
  /** From `Sforce-Call-Options: client=…`. */
  readonly client?: string
  /** From `Sforce-Duplicate-Rule-Header`. */
  readonly duplicates?: { readonly allowSave: boolean; readonly includeRecordDetails: boolean }
}

export interface RowChange {
  readonly object: string
  readonly id: string
  readonly kind: 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE'
  /** The row after the change; for DELETE the row before it. */
  readonly row: Row
  /** Names of the fields whose value changed (CREATE: all that are set). */
  readonly changedFields: readonly string[]
}

/** What one transaction did, told once, after it is durable in the sandbox. */
export interface Commit {
  readonly transactionKey: string
  /** Milliseconds on the sandbox's clock. */
  readonly at: number
  readonly actor: Actor
  readonly changes: readonly RowChange[]
}

/** The part of the org's data that change events, UI API and GraphQL stand on. */
export interface Records {
  readonly schema: Schema
  /** A live (not deleted) row. */
  get(object: string, id: string): Row | undefined
  /** All live rows of an object, in creation order. */
  all(object: string): readonly Row[]
  onCommit(listener: (commit: Commit) => void): () => void
}

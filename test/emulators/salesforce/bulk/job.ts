import type { Actor } from '../records.ts'
import type { ColumnDelimiter, LineEnding } from './csv.ts'

/** [Bulk API 2.0: Job States] */
export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted'

export type IngestOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'hardDelete'

interface Job {
  readonly id: string
  /** Who made the job: its rows are saved, or read, as this user. */
  readonly actor: Actor
  readonly object: string
  /** E.g. `67`. */
  readonly apiVersion: number
  readonly columnDelimiter: ColumnDelimiter
  readonly lineEnding: LineEnding
  /** Milliseconds of the sandbox's clock, as are the times below. */
  readonly createdAt: number
  state: JobState
  changedAt: number
  /** When the work began. */
  startedAt?: number
  numberRecordsProcessed: number
  retries: number
  errorMessage?: string
}

/** What became of one row of the uploaded file. */
export type RowOutcome =
  { readonly id: string; readonly created: boolean } | { readonly id: string; readonly error: string }

export interface DataRow {
  readonly cells: readonly string[]
  /** Left out while the row is not processed. */
  outcome?: RowOutcome
}

export interface IngestJob extends Job {
  readonly kind: 'ingest'
  readonly operation: IngestOperation
  readonly externalIdFieldName?: string
  readonly assignmentRuleId?: string
  /** The upload; there is one at most. */
  content?: string
  header: readonly string[]
  rows: readonly DataRow[]
  numberRecordsFailed: number
}

export interface QueryJob extends Job {
  readonly kind: 'query'
  readonly operation: 'query' | 'queryAll'
  readonly query: string
  header: readonly string[]
  rows: readonly (readonly string[])[]
}

export const isDone = ({ state }: { readonly state: JobState }): boolean =>
  state === 'JobComplete' || state === 'Failed' || state === 'Aborted'

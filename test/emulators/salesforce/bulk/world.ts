import type { Access, Context } from '../context.ts'
import type { Store } from '../data/store.ts'
import type { IdSource } from '../ids.ts'
import type { Actor } from '../records.ts'
import type { Allocations } from './allocations.ts'
import type { Jobs } from './jobs.ts'

/** What the Bulk API leans on; each operation names the part it needs. */
export interface BulkWorld extends Pick<
  Context,
  'dml' | 'locks' | 'schema' | 'records' | 'clock' | 'faults' | 'switches' | 'access'
> {
  readonly store: Store
  readonly ids: IdSource
  readonly jobs: Jobs
  readonly allocations: Allocations
}

/** One call to the Bulk API. */
export interface BulkCall {
  readonly actor: Actor
  readonly access: Access
  /** `/services/data/v67.0`. */
  readonly base: string
}

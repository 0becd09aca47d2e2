import type { EntityRef } from '../mapping/index.ts'
import type { Rejected, SyncError } from './errors.ts'
import type { FieldValues } from './ports.ts'
import type { Job } from './store.ts'

/** A link that a record needs and that does not exist yet. */
export interface Missing {
  readonly entity: EntityRef
  readonly id: string
  readonly partner: EntityRef
  /** What a person calls the record, when nothing else tells. */
  readonly title?: string
}

/** What became of one record in a run. */
export type Verdict =
  /** Not in scope, or gone. */
  | {
      readonly outcome: 'skipped'
      readonly reason: string
      /** What the source record is told, when its being left out is news to it. */
      readonly tell?: string
      /** When to look again, ISO. */
      readonly after?: string
    }
  | {
      readonly outcome: 'unchanged'
      readonly targetId: string
      readonly hash?: string | undefined
      readonly lines?: ReadonlyMap<string, string> | undefined
    }
  /** The document was taken back: its target is gone. */
  | { readonly outcome: 'deleted'; readonly targetId: string; readonly reason: string }
  | {
      readonly outcome: 'inserted' | 'modified' | 'coupled'
      readonly targetId: string
      readonly fields: FieldValues | undefined
      /** Of what an update would write; undefined when nothing was written. */
      readonly hash: string | undefined
      readonly lines?: ReadonlyMap<string, string> | undefined
    }
  | { readonly outcome: 'waiting'; readonly missing: readonly Missing[] }
  /** Parked. `concerns`: other records whose change may mend it. */
  | {
      readonly outcome: 'failed'
      readonly error: Rejected
      readonly targetId?: string | undefined
      readonly concerns?: readonly { readonly entity: EntityRef; readonly id: string }[]
    }
  | { readonly outcome: 'retried'; readonly error: SyncError; readonly after: string }

/** A record with its verdict. */
export interface Settled {
  readonly job: Job
  readonly title: string | undefined
  readonly verdict: Verdict
  /** Whether the intent of an earlier or this try is over. */
  readonly endsIntent?: boolean
}

import type { EntityRef } from '../mapping/index.ts'
import type { Rejected, SyncError } from './errors.ts'
import type { FieldValues } from './ports.ts'
import type { Left } from './shared-document.ts'
import type { Agreed, Choice, IntendedLine, Job, JobKey } from './store.ts'

/** A link that a record needs and that does not exist yet. */
export interface Missing {
  readonly entity: EntityRef
  readonly id: string
  readonly partner: EntityRef
  /** The record of the other side that may make the link, when our key on the known one tells it. */
  readonly pull?: string
  /** What a person calls the record, when nothing else tells. */
  readonly title?: string
  /** What has to be done, when it is not simply the record's own flow that makes the link. */
  readonly hint?: string
}

/** Which end of a parted pair is gone; `none`: both are there, a person parted them. */
export type UncoupledEnd = 'source' | 'target' | 'none'

/** What was agreed upon, and how many edits of the target side that takes into account. */
export interface Base {
  readonly agreed: Agreed | undefined
  readonly looked: number
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
      /** Links whose appearance brings it in after all. */
      readonly awaits?: readonly Missing[]
    }
  | {
      readonly outcome: 'unchanged'
      readonly targetId: string
      readonly hash?: string | undefined
      readonly lines?: ReadonlyMap<string, string> | undefined
      readonly base?: Base | undefined
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
      readonly base?: Base | undefined
      /** What the audit trail says besides: edits that were put back. */
      readonly note?: string | undefined
      /** The target was made anew in place of this one, which is gone. */
      readonly instead?: string | undefined
      /** What was below the target that is gone, and has to be made anew as well. */
      readonly below?: readonly JobKey[] | undefined
    }
  /** The pair was parted: one of the two is gone, or a person said so. `end`: which end the flow can do no more for. */
  | {
      readonly outcome: 'uncoupled'
      readonly targetId: string
      readonly reason: string
      readonly end: UncoupledEnd
      /** Once more at once: the record gets a new partner. */
      readonly anew?: boolean
      /** What hangs on the pair and has to look for another one. */
      readonly below?: readonly JobKey[] | undefined
    }
  | {
      readonly outcome: 'waiting'
      /** Empty when it waits for a person. */
      readonly missing: readonly Missing[]
      /** What it waits for, when that is no link. */
      readonly why?: string
      /** When to look again, ISO: what it waits for may come to nothing without a signal. */
      readonly after?: string
    }
  /** Parked. `concerns`: other records whose change may mend it. */
  | {
      readonly outcome: 'failed'
      readonly error: Rejected
      readonly targetId?: string | undefined
      readonly concerns?: readonly { readonly entity: EntityRef; readonly id: string }[]
      readonly choices?: readonly Choice[]
      /** Links whose appearance would mend it after all. */
      readonly awaits?: readonly Missing[]
    }
  | { readonly outcome: 'retried'; readonly error: SyncError; readonly after: string }

/** A record with its verdict. */
export interface Settled {
  readonly job: Job
  readonly title: string | undefined
  readonly verdict: Verdict
  /** What a person had chosen, when that has been obeyed. */
  readonly decided?: string | undefined
  /** The record that reaches the later stage with this document. */
  readonly reaches?: string | undefined
  /** Whether the intent of an earlier or this try is over. */
  readonly endsIntent?: boolean
  /** Lines that may have been added below its document, all tries told together; undefined when nothing new is known. */
  readonly intended?: readonly IntendedLine[] | undefined
  /** Links that it went on without, and that it would use. */
  readonly hopes?: readonly Missing[] | undefined
  /** The linked records that it was filled from, on both sides. */
  readonly leansOn?: readonly { readonly entity: EntityRef; readonly id: string }[] | undefined
  /** A document that was taken back, of which nothing stays now that the record has a new one. */
  readonly left?: Left | undefined
}

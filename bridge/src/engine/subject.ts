import type { EntityRef, Stage } from '../mapping/index.ts'
import type { FieldValues } from './ports.ts'
import type { SourceRecord } from './records.ts'
import type { Left } from './shared-document.ts'
import type { Agreed, Intent, Job, WrittenRecord } from './store.ts'
import type { Settled } from './verdict.ts'

/** One record on its way through a run. Each step adds what it has found out. */
export interface Subject {
  readonly job: Job
  readonly record: SourceRecord
  /** What a person calls it. */
  readonly title: string | undefined
  /** Id of the record it is linked to. */
  readonly partner: string | undefined
  /** Of the record on which the flow's stages depend; undefined when the flow has none. */
  readonly stage?: Stage | undefined
  /** It has come back: its target was deleted when it was withdrawn. */
  readonly back?: boolean
  /** A document that was taken back, of which nothing stays once the record has a new one. */
  readonly left?: Left | undefined
  /** What a person has chosen for it. */
  readonly decision?: string | undefined
}

export interface FilledSubject extends Subject {
  /** The linked records it was filled from, on both sides: when the other system refuses it, one of them may be why. */
  readonly leansOn: readonly { readonly entity: EntityRef; readonly id: string }[]
  /** What the rules gave, including what only serves to find the partner or to create it. */
  readonly filled: FieldValues
  /** Our reference on the record to be. */
  readonly reference: string | undefined
}

/** A subject whose partner is known, found or still to be created. */
export interface PlacedSubject extends FilledSubject {
  /** The partner was found in this run. */
  readonly coupled: boolean
  /** For a record to be created: what already looks like it. */
  readonly known: readonly string[]
  /** From an earlier try whose outcome nobody knows. */
  readonly intent: Intent | undefined
  /** What was written last. */
  readonly before?: WrittenRecord | undefined
  /** What a comparison with the target came to. */
  readonly merge?: Merge | undefined
  /** Lines that the record which made the document before us has written below it. */
  readonly linesBefore?: Readonly<Record<string, string>> | undefined
  /** It joins a document that another record of the deal has made. */
  readonly joins?: boolean
}

/** What is to be written, as far as the target side has a say. */
export interface Merge {
  /** Fields in which the target's value stands. */
  readonly leave: readonly string[]
  readonly agreed: Agreed
  /** What the audit trail says besides. */
  readonly note: string | undefined
}

/** What a step passes on, and what it has settled. */
export interface Step<Item> {
  readonly going: readonly Item[]
  readonly settled: readonly Settled[]
}

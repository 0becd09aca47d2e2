import type { EntityRef } from '../mapping/index.ts'

export type { Entity } from './entity.ts'

/** What the bridge itself has written below a record, by our keys, lower case. */
export interface MirrorsBelow {
  readonly entity: EntityRef
  readonly keys: ReadonlySet<string>
}

/** One record as it is in its system now, in engine form. */
export interface SourceRecord {
  readonly id: string
  /** ETag or modification stamp: changes whenever the record does. */
  readonly version: string | undefined
  readonly fields: Readonly<Record<string, unknown>>
  /** Of records that people merge: their system moves it to the winner without a word. Left out: the system does not tell. */
  readonly below?: MirrorsBelow
}

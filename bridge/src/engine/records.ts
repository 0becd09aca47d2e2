export type { Entity } from './entity.ts'

/** One record as it is in its system now, in engine form. */
export interface SourceRecord {
  readonly id: string
  /** ETag or modification stamp: changes whenever the record does. */
  readonly version: string | undefined
  readonly fields: Readonly<Record<string, unknown>>
}

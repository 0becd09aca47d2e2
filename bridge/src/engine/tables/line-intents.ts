import type { FieldValues } from '../ports.ts'
import type { JobKey } from './jobs.ts'

/** A line as a try has sent it, or was about to: our key, target field values. */
export interface IntendedLine {
  readonly key: string
  readonly fields: FieldValues
}

/**
 * "We are about to add these lines." Written before the call, removed when it is confirmed which line is which. A target system
 * that keeps no key of ours on a line tells by nothing else what a try has added whose answer was lost.
 */
export interface LineIntents {
  /** By record. */
  find(flow: string, company: string, records: readonly string[]): Promise<ReadonlyMap<string, readonly IntendedLine[]>>
  /** Adds to what earlier tries of the same record were about to add. */
  add(intended: readonly (JobKey & { readonly lines: readonly IntendedLine[] })[]): Promise<void>
  remove(keys: readonly JobKey[]): Promise<void>
}

import type { FilledLine } from '../../mapping/index.ts'
import type { JobKey } from './jobs.ts'

/** A line as it was about to be added. */
export interface IntendedLine extends FilledLine {
  /** When the call began, ISO; of lines whose `id` is not known. */
  readonly at?: string
}

/**
 * "We are about to add these lines." Written before the call: the lines of a new document, and of one that is there those that
 * have no id yet. Removed when it is confirmed which line is which; replaced by what is left in doubt when the call fails. A
 * target system that keeps no key of ours on a line tells by nothing else what a try has added whose answer was lost. One with an
 * `id` is known to be that line.
 */
export interface LineIntents {
  /** By record. */
  find(flow: string, company: string, records: readonly string[]): Promise<ReadonlyMap<string, readonly IntendedLine[]>>
  /** Adds to what earlier tries of the same record were about to add. */
  add(intended: readonly (JobKey & { readonly lines: readonly IntendedLine[] })[]): Promise<void>
  /** What is left of them; none of those without lines. */
  replace(intended: readonly (JobKey & { readonly lines: readonly IntendedLine[] })[]): Promise<void>
}

import type { Switches } from '../switches.ts'
import type { Deletion } from './table.ts'

/** How long the Recycle Bin keeps a record, in milliseconds. */
const kept = 15 * 86_400_000

/** Whether a deleted row can still be seen by `queryAll` and brought back. [Salesforce Help: Recycle Bin] */
export function inRecycleBin({ at, recycleBin }: Pick<Deletion, 'at' | 'recycleBin'>, now: number): boolean {
  return recycleBin && now <= at + kept
}

/**
 * Whether a deletion still stands in the log that `deleted` reads: what skipped the Recycle Bin goes when it is purged.
 * [Object Reference: OrderItem; REST API: sObject Get Deleted]
 */
export function inDeleteLog(
  { at, recycleBin }: Pick<Deletion, 'at' | 'recycleBin'>,
  now: number,
  { hardDeletePurgeSeconds }: Pick<Switches, 'hardDeletePurgeSeconds'>,
): boolean {
  return recycleBin || now < at + hardDeletePurgeSeconds * 1000
}

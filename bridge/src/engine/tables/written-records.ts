import type { JobKey } from './jobs.ts'

/** What a flow wrote last for a record: an equal result causes no write. */
export interface WrittenRecord extends JobKey {
  readonly hash: string
  readonly targetId: string
  readonly at: string
  /** The lines below it that are ours: our key of each, its id in the target system. */
  readonly lines?: Readonly<Record<string, string>> | undefined
  /** What both sides agreed upon last; of flows that do not compare, what they have to remember. */
  readonly agreed?: Agreed | undefined
  /** How often somebody else has changed the target since it was linked. `save` leaves it alone. */
  readonly touches?: number
  /** How many of these changes have been looked at. */
  readonly looked?: number
}

/** Values in the plain form of `plain` (hash-of.ts), by target field. */
export interface Agreed {
  /** As we wrote them. */
  readonly fields: Readonly<Record<string, unknown>>
  /** How the target keeps them, where it keeps them otherwise; of flows that do not compare, what their writer remembers. */
  readonly held: Readonly<Record<string, unknown>>
}

export interface WrittenRecords {
  find(flow: string, company: string, records: readonly string[]): Promise<ReadonlyMap<string, WrittenRecord>>
  save(records: readonly WrittenRecord[]): Promise<void>
  forget(keys: readonly JobKey[]): Promise<void>
  /** The next run writes these records whatever was written last; what is known of their lines and links stays. */
  distrust(keys: readonly JobKey[]): Promise<void>
  /** Somebody has changed (or deleted) these targets of these flows; returns the records that were written to them. */
  touch(flows: readonly string[], company: string, targetIds: readonly string[]): Promise<readonly JobKey[]>
}

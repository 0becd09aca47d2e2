import type { changeTypes } from './avro-schema.ts'
import type { EventSchema } from './event-schemas.ts'

export type ChangeType = (typeof changeTypes)[number]

/** What a channel does with an event of an entity that it has selected. */
export interface Selection {
  /** Record fields whose values go along with updates and deletes although they did not change. */
  readonly enriched: readonly string[]
  /** Whether the event passes the filter expression of the channel's member. */
  readonly passes: boolean
}

/** A change event on the bus; it is encoded on delivery, since subscribers see different fields. */
export interface ChangeEvent {
  /** UUID; a duplicate delivery has the same one under another replay id. */
  readonly id: string
  /** The version that was in force at the commit. */
  readonly schema: EventSchema
  /** Object name, e.g. `BC_Invoice__c`. */
  readonly entity: string
  /** The channels that had selected the entity at the commit. */
  readonly channels: ReadonlyMap<string, Selection>
  readonly recordIds: readonly string[]
  readonly changeType: ChangeType
  readonly changeOrigin: string
  readonly transactionKey: string
  readonly sequenceNumber: number
  /** Milliseconds since the epoch. */
  readonly commitTimestamp: number
  readonly commitNumber: bigint
  readonly commitUser: string
  /** The record's values by field name, as stored. */
  readonly values: Readonly<Record<string, unknown>>
  /** Names of the fields whose values go along: all for CREATE and UNDELETE, the changed ones for UPDATE, else none. */
  readonly carried: ReadonlySet<string> | 'all'
  /** Large texts that are sent as their difference from before, by field. */
  readonly differences: ReadonlyMap<string, string>
  /** Fields that an update changed, to null or to a value; empty for every other change type. */
  readonly changed: ReadonlySet<string>
}

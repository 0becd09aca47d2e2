/** Behaviour of the event bus that Salesforce does not document; each default is explained in the README. */
export interface PubSubSwitches {
  /** Seconds of silence after which an empty response with the newest replay id is sent; Salesforce: within 270. */
  keepAliveSeconds: number
  /** Seconds at nothing requested after which the server ends the stream. */
  idleCloseSeconds: number
  /** How long events can be replayed. */
  retentionSeconds: number
  /** Most events in one response. */
  batchSize: number
  /** The first replay id; clients must not read anything into its size. */
  firstReplayId: bigint
  /** How far each replay id lies above the one before, in turn: ids are not contiguous. `[1]` = contiguous. */
  replayIdSteps: readonly number[]
  /** An access token that expires during a stream: `next-stream` leaves it alone, `at-once` ends it. */
  expiredSession: 'next-stream' | 'at-once'
  /** `/data/XChangeEvent` exists when X is selected in `any-channel`, or only in the standard `default-channel`. */
  entityTopics: 'any-channel' | 'default-channel'
  /**
   * Enriched fields of a channel member on updates and deletes; `ignored` as in the guides that gave them to CometD alone.
   * [Change Data Capture Developer Guide: Enrich Change Events with Extra Fields]
   */
  enrichedFields: 'ignored' | 'delivered'
  /** Whether a gap event, which has no fields to judge by, passes the filter expression of a channel member. */
  filteredGaps: 'delivered' | 'judged'
  /**
   * Subscribing to a channel of several entities without View All Data: `silent` about entities that the user may not view, or
   * `refused`. The guide lets everybody subscribe to any custom channel, since Summer '20 also to `/data/ChangeEvents`, and asks
   * for permissions on delivery. The stricter one is the default: who can do with it can do with both.
   * [Change Data Capture Developer Guide: Required Permissions for Change Event Subscribers; Summer '20 release notes: Subscribe to
   * the /data/ChangeEvents Channel Even Without All Required Permissions]
   */
  channelsWithoutViewAllData: 'silent' | 'refused'
  /** Whether ManagedSubscribe (beta) is there; without it the method is UNIMPLEMENTED. */
  managedSubscribe: boolean
  /** Seconds without a request after which a PublishStream fails. */
  publishStreamIdleSeconds: number
  /** `changeOrigin` of writes through User Interface API and GraphQL: as `rest`, or as what people do in `lightning`. */
  uiApiOrigin: 'rest' | 'lightning'
  /** Events delivered to all subscribers of the org within 24 hours; a Developer org has 10,000. */
  dailyDeliveries: number
  /** The first commit number; set it above 2^53 to catch clients that read it as a floating-point number. */
  firstCommitNumber: bigint
  /** Whether equal changes to several records of one transaction are told in one event. */
  mergeChanges: boolean
  /** Most record ids in one merged event. */
  mergedRecordIds: number
  /** Updates of large texts: as a difference from before where that is shorter, or `never` so. */
  textDifferences: 'sent' | 'never'
  /** Larger events become gap events. */
  mostEventBytes: number
  /** Changes of one transaction that are told one by one; those beyond come as one GAP_OVERFLOW for each entity. */
  mostTransactionChanges: number
}

export const defaultPubSubSwitches: PubSubSwitches = {
  keepAliveSeconds: 270,
  idleCloseSeconds: 70,
  retentionSeconds: 72 * 3600,
  batchSize: 100,
  firstReplayId: 6_470_000n,
  replayIdSteps: [1, 2, 1, 4],
  expiredSession: 'next-stream',
  entityTopics: 'any-channel',
  enrichedFields: 'delivered',
  filteredGaps: 'delivered',
  channelsWithoutViewAllData: 'refused',
  managedSubscribe: true,
  publishStreamIdleSeconds: 70,
  uiApiOrigin: 'rest',
  dailyDeliveries: 10_000,
  firstCommitNumber: 10_958_000_000_000n,
  mergeChanges: true,
  mergedRecordIds: 200,
  textDifferences: 'sent',
  mostEventBytes: 1_048_576,
  mostTransactionChanges: 100_000,
}

/** The messages of `pubsub_api.proto` as the server reads and writes them; unset fields have their defaults. */
export interface FetchRequest {
  readonly topicName: string
  readonly replayPreset: 'LATEST' | 'EARLIEST' | 'CUSTOM'
  readonly replayId: Buffer
  readonly numRequested: number
  readonly authRefresh: string
}

export interface ConsumerEvent {
  readonly event: { readonly id: string; readonly schemaId: string; readonly payload: Buffer }
  readonly replayId: Buffer
}

export interface FetchResponse {
  readonly events: readonly ConsumerEvent[]
  readonly latestReplayId: Buffer
  readonly rpcId: string
  readonly pendingNumRequested: number
}

export interface TopicRequest {
  readonly topicName: string
}

export interface TopicInfo {
  readonly topicName: string
  readonly tenantGuid: string
  readonly canPublish: boolean
  readonly canSubscribe: boolean
  readonly schemaId: string
  readonly rpcId: string
}

export interface SchemaRequest {
  readonly schemaId: string
}

export interface SchemaInfo {
  readonly schemaJson: string
  readonly schemaId: string
  readonly rpcId: string
}

export interface PublishRequest {
  readonly topicName: string
  readonly events: readonly object[]
  readonly authRefresh: string
}

export interface ManagedFetchRequest {
  readonly subscriptionId: string
  readonly developerName: string
  readonly numRequested: number
  readonly authRefresh: string
  readonly commitReplayIdRequest: { readonly commitRequestId: string; readonly replayId: Buffer } | null
}

export interface ManagedFetchResponse extends FetchResponse {
  readonly commitResponse?: {
    readonly commitRequestId: string
    readonly replayId: Buffer
    readonly error?: { readonly code: 'COMMIT'; readonly msg: string }
    /** Milliseconds since the epoch. */
    readonly processTime: string
  }
}

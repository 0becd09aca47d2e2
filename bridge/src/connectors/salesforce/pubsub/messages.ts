/** The messages of pubsub-api.proto as @grpc/proto-loader gives them. */
export interface TopicInfo {
  readonly topicName: string
  readonly canSubscribe: boolean
  readonly schemaId: string
}

export interface SchemaInfo {
  readonly schemaJson: string
  readonly schemaId: string
}

/** `replayPreset` and `replayId` count in the first request of a stream only. */
export interface FetchRequest {
  readonly topicName: string
  readonly numRequested: number
  readonly replayPreset?: 'LATEST' | 'EARLIEST' | 'CUSTOM'
  readonly replayId?: Buffer
}

export interface ConsumerEvent {
  readonly event: { readonly id: string; readonly schemaId: string; readonly payload: Buffer }
  readonly replayId: Buffer
}

/** Without events: a keep-alive, at least every 270 seconds. */
export interface FetchResponse {
  readonly events: readonly ConsumerEvent[]
  readonly latestReplayId: Buffer
  readonly pendingNumRequested: number
}

import { type ClientDuplexStream, credentials, loadPackageDefinition, Metadata, type ServiceError } from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'
import { readAnswers } from '../../emulators/salesforce/pubsub/testing/read-answers.ts'

const proto = `${import.meta.dirname}/../../emulators/salesforce/pubsub/pubsub_api.proto`

/** Messages as proto-loader gives them with camel case, longs and enums as text. */
export interface Received {
  readonly events: readonly {
    readonly event: { readonly id: string; readonly schemaId: string; readonly payload: Buffer }
    readonly replayId: Buffer
  }[]
  readonly latestReplayId: Buffer
  readonly rpcId: string
  readonly pendingNumRequested: number
  readonly commitResponse?: {
    readonly commitRequestId: string
    readonly replayId: Buffer
    readonly error: { readonly code: string; readonly msg: string } | null
    readonly processTime: string
  } | null
}

export interface Topic {
  readonly topicName: string
  readonly tenantGuid: string
  readonly canPublish: boolean
  readonly canSubscribe: boolean
  readonly schemaId: string
  readonly rpcId: string
}

type Reply<Answer> = (error: ServiceError | null, answer: Answer) => void
type Unary<Answer> = (request: object, metadata: Metadata, reply: Reply<Answer>) => void
type Streaming = (metadata: Metadata) => ClientDuplexStream<object, Received>

interface Stub {
  readonly GetTopic: Unary<Topic>
  readonly GetSchema: Unary<{ readonly schemaJson: string; readonly schemaId: string }>
  readonly Publish: Unary<unknown>
  readonly Subscribe: Streaming
  readonly ManagedSubscribe: Streaming
  readonly PublishStream: Streaming
  close(): void
}

interface Loaded {
  readonly eventbus: {
    readonly v1: { readonly PubSub: new (endpoint: string, security: unknown) => Stub }
  }
}

/** A stream read answer by answer. */
export interface Reading {
  write(request: object): void
  /** The next answer; undefined at a plain end; rejects with the error that ended the stream. */
  next(): Promise<Received | undefined>
  halfClose(): void
  cancel(): void
}

export interface PubSubClient {
  getTopic(topicName: string): Promise<Topic>
  getSchema(schemaId: string): Promise<string>
  publish(request: object): Promise<unknown>
  open(method: 'Subscribe' | 'ManagedSubscribe' | 'PublishStream', first: object): Reading
  close(): void
}

function reading(call: ClientDuplexStream<object, Received>): Reading {
  return {
    write: (request) => void call.write(request),
    next: readAnswers(call),
    halfClose: () => call.end(),
    cancel: () => call.cancel(),
  }
}

/** The Pub/Sub API over grpc-js and proto-loader, nothing else: what any Node client of the vendor's .proto comes to. */
export function pubSubClient(endpoint: string, headers: Readonly<Record<string, string>>): PubSubClient {
  const loaded = loadPackageDefinition(
    loadSync(proto, { keepCase: false, longs: String, enums: String, defaults: true }),
  ) as unknown as Loaded
  const stub = new loaded.eventbus.v1.PubSub(endpoint, credentials.createInsecure())
  const metadata = new Metadata()
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value)

  const ask = <Answer>(method: 'GetTopic' | 'GetSchema' | 'Publish', request: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const call = (stub[method] as unknown as Unary<Answer>).bind(stub)
      call(request, metadata, (error, answer) => {
        if (error) reject(error)
        else resolve(answer)
      })
    })

  return {
    getTopic: (topicName) => ask<Topic>('GetTopic', { topicName }),
    getSchema: async (schemaId) => (await ask<{ schemaJson: string }>('GetSchema', { schemaId })).schemaJson,
    publish: (request) => ask('Publish', request),
    open(method, first) {
      const call = stub[method](metadata)
      const read = reading(call)
      call.write(first)
      return read
    },
    close: () => stub.close(),
  }
}

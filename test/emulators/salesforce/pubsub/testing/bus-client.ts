import { Client, type ClientDuplexStream, credentials, Metadata } from '@grpc/grpc-js'
import avro from 'avsc'
import type { ConsumerEvent, FetchRequest, FetchResponse, SchemaInfo, TopicInfo } from '../messages.ts'
import { serviceDefinition } from '../service.ts'
import { long } from './long.ts'
import { readAnswers } from './read-answers.ts'

/** The start of a change event, as avsc reads it with wrapped unions. */
export interface Decoded {
  readonly ChangeEventHeader: {
    readonly entityName: string
    readonly recordIds: readonly string[]
    readonly changeType: string
    readonly changeOrigin: string
    readonly transactionKey: string
    readonly sequenceNumber: number
    readonly commitTimestamp: bigint
    readonly commitNumber: bigint
    readonly commitUser: string
    readonly nulledFields: readonly string[]
    readonly diffFields: readonly string[]
    readonly changedFields: readonly string[]
  }
  readonly [field: string]: unknown
}

export interface Stream {
  request(next: Partial<FetchRequest>): void
  /** The next response; rejects with the ServiceError that ended the stream, resolves undefined at a plain end. */
  next(): Promise<FetchResponse | undefined>
  cancel(): void
}

export interface BusClient {
  getTopic(topicName: string): Promise<TopicInfo>
  getSchema(schemaId: string): Promise<SchemaInfo>
  unary(method: string, request: object): Promise<unknown>
  /**
   * @param method another streaming method than Subscribe
   * @param options.quiet opens the stream without a request
   */
  subscribe(first: Partial<FetchRequest>, method?: string, options?: { quiet?: boolean }): Stream
  decode(event: ConsumerEvent): Promise<Decoded>
  close(): void
}

/** A gRPC client as anybody would write one on grpc-js, proto-loader and avsc. */
export function busClient(endpoint: string, headers: Readonly<Record<string, string>>): BusClient {
  const client = new Client(endpoint, credentials.createInsecure())
  const service = serviceDefinition()
  const metadata = new Metadata()
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value)
  const types = new Map<string, Promise<avro.Type>>()

  function unary(method: string, request: object): Promise<unknown> {
    const { path, requestSerialize, responseDeserialize } = service[method] ?? {}
    if (!path || !requestSerialize || !responseDeserialize) throw new Error(`no method ${method}`)
    return new Promise((resolve, reject) => {
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, metadata, (error, answer) => {
        if (error) reject(error)
        else resolve(answer)
      })
    })
  }

  const getSchema = (schemaId: string) => unary('GetSchema', { schemaId }) as Promise<SchemaInfo>

  return {
    unary,
    getSchema,
    getTopic: (topicName) => unary('GetTopic', { topicName }) as Promise<TopicInfo>,
    subscribe(first, method = 'Subscribe', { quiet = false } = {}) {
      const { path, requestSerialize, responseDeserialize } = service[method] ?? {}
      if (!path || !requestSerialize || !responseDeserialize) throw new Error(`no method ${method}`)
      const call = client.makeBidiStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        metadata,
      ) as ClientDuplexStream<Partial<FetchRequest>, FetchResponse>
      const next = readAnswers(call)
      if (!quiet) call.write(first)
      return {
        request: (next) => void call.write(next),
        next,
        cancel: () => call.cancel(),
      }
    },
    async decode({ event }) {
      const known =
        types.get(event.schemaId) ??
        getSchema(event.schemaId).then(({ schemaJson }) =>
          avro.Type.forSchema(JSON.parse(schemaJson) as avro.Schema, { wrapUnions: true, registry: { long } }),
        )
      types.set(event.schemaId, known)
      return (await known).fromBuffer(event.payload) as Decoded
    },
    close: () => client.close(),
  }
}

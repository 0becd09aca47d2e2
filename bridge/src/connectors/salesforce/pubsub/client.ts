import { credentials, loadPackageDefinition, Metadata, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js'
import { load } from '@grpc/proto-loader'
import type { Clock } from '../../../engine/clock.ts'
import type { Session } from '../session.ts'
import type { FetchRequest, FetchResponse, SchemaInfo, TopicInfo } from './messages.ts'
import { pubSubError } from './errors.ts'

/** One unary call that has not been answered for this long never will be. */
const unaryPatience = 30_000

/** The generated client, as loaded from the proto file. */
interface Stub {
  getTopic: Unary<{ topicName: string }, TopicInfo>
  getSchema: Unary<{ schemaId: string }, SchemaInfo>
  subscribe(metadata: Metadata): ClientDuplexStream<FetchRequest, FetchResponse>
  close(): void
}
type Unary<Request, Response> = (
  request: Request,
  metadata: Metadata,
  done: (error: ServiceError | null, response?: Response) => void,
) => { cancel(): void }

/** A thin client of the Pub/Sub API: it neither retries nor reconnects. */
export interface PubSub {
  /** @throws PubSubError */
  topic(session: Session, topicName: string): Promise<TopicInfo>
  /** @throws PubSubError */
  schema(session: Session, schemaId: string): Promise<SchemaInfo>
  subscribe(session: Session): ClientDuplexStream<FetchRequest, FetchResponse>
  close(): void
}

/** @param options.insecure plaintext, for a server on this machine only */
export async function createPubSub(
  options: { readonly endpoint: string; readonly insecure: boolean },
  services: { readonly clock: Pick<Clock, 'wait'> },
): Promise<PubSub> {
  const definition = await load(`${import.meta.dirname}/pubsub-api.proto`, {
    keepCase: false,
    longs: String,
    enums: String,
    // Without defaults an empty list would be undefined.
    defaults: true,
  })
  const loaded = loadPackageDefinition(definition) as unknown as {
    eventbus: { v1: { PubSub: new (endpoint: string, credentials: unknown, options: object) => Stub } }
  }
  const channel = options.insecure ? credentials.createInsecure() : credentials.createSsl()
  const stub = new loaded.eventbus.v1.PubSub(options.endpoint, channel, {
    // Events are up to 1 MB, a response holds up to 100.
    'grpc.max_receive_message_length': 128 * 1024 * 1024,
  })
  const unary = <Request, Response>(
    method: Unary<Request, Response>,
    request: Request,
    session: Session,
  ): Promise<Response> =>
    new Promise((resolve, reject) => {
      const answered = new AbortController()
      const call = method.call(stub, request, metadataOf(session), (error, response) => {
        answered.abort()
        if (error) reject(pubSubError(error))
        else if (response === undefined) reject(new Error('The Pub/Sub API gave an empty answer.'))
        else resolve(response)
      })
      // Cancelling what is answered already does nothing.
      void services.clock.wait(unaryPatience, answered.signal).then(() => call.cancel())
    })
  return {
    topic: (session, topicName) => unary(stub.getTopic, { topicName }, session),
    schema: (session, schemaId) => unary(stub.getSchema, { schemaId }, session),
    subscribe: (session) => stub.subscribe(metadataOf(session)),
    close: () => stub.close(),
  }
}

/** Sent with every call: call credentials do not go together with a plaintext channel. */
function metadataOf(session: Session): Metadata {
  const metadata = new Metadata()
  metadata.set('accesstoken', session.accessToken)
  metadata.set('instanceurl', session.instanceUrl)
  metadata.set('tenantid', session.organizationId)
  return metadata
}

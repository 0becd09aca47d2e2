import { randomUUID } from 'node:crypto'
import {
  loadPackageDefinition,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'
import { authenticate, type Caller } from './authenticate.ts'
import { RpcError, toServiceError } from './errors.ts'
import { getSchema } from './get-schema.ts'
import { getTopic } from './get-topic.ts'
import type { Grounds } from './grounds.ts'
import { recordRpc } from './journal.ts'
import { managedSubscribe, type ManagedSubscribeCall } from './managed-subscribe.ts'
import type { PublishRequest, SchemaRequest, TopicRequest } from './messages.ts'
import { publish, publishStream, type PublishStreamCall } from './publish.ts'
import { rpcFault } from './rpc-faults.ts'
import { type OpenStreams, subscribe, type SubscribeCall } from './subscribe.ts'

/** The file that clients of the sandbox may load as well. */
export const protoPath = `${import.meta.dirname}/pubsub_api.proto`

interface Loaded {
  readonly eventbus: { readonly v1: { readonly PubSub: { readonly service: ServiceDefinition } } }
}

export function serviceDefinition(): ServiceDefinition {
  const loaded = loadSync(protoPath, { keepCase: false, longs: String, enums: String, defaults: true })
  return (loadPackageDefinition(loaded) as unknown as Loaded).eventbus.v1.PubSub.service
}

/** A method with one request and one answer. */
function unary<Request>(
  grounds: Grounds,
  method: string,
  subject: (request: Request) => string,
  answer: (request: Request, caller: Caller) => object,
) {
  return (call: ServerUnaryCall<Request, object>, reply: sendUnaryData<object>): void => {
    const rpc = { id: randomUUID(), method }
    const what = `${method} ${subject(call.request)}`
    try {
      const down = grounds.down()
      if (down) throw down
      const caller = authenticate(call.metadata, grounds)
      const fault = rpcFault(grounds.faults, what)
      if (fault) throw fault.error
      const body = answer(call.request, caller)
      recordRpc(grounds, what, undefined)
      reply(null, { ...body, rpcId: rpc.id })
    } catch (error) {
      if (!(error instanceof RpcError)) throw error
      recordRpc(grounds, what, error)
      reply(toServiceError(error, rpc))
    }
  }
}

/** The methods of `eventbus.v1.PubSub`, in the order of the guide. */
export function pubSubService(grounds: Grounds, open: OpenStreams): UntypedServiceImplementation {
  return {
    subscribe: (call: SubscribeCall) => subscribe(call, grounds, open),
    getSchema: unary<SchemaRequest>(
      grounds,
      'GetSchema',
      ({ schemaId }) => schemaId,
      (request) => getSchema(request, grounds),
    ),
    getTopic: unary<TopicRequest>(
      grounds,
      'GetTopic',
      ({ topicName }) => topicName,
      (request, caller) => getTopic(request, caller, grounds),
    ),
    publish: unary<PublishRequest>(
      grounds,
      'Publish',
      ({ topicName }) => topicName,
      (request) => publish(request, grounds),
    ),
    publishStream: (call: PublishStreamCall) => publishStream(call, grounds),
    managedSubscribe: (call: ManagedSubscribeCall) => managedSubscribe(call, grounds, open),
  }
}

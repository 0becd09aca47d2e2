import { Metadata, status, type ServiceError } from '@grpc/grpc-js'

/** Every code that this sandbox answers with, without its prefix [Pub/Sub API guide: Handle Errors]. */
export type ErrorCode =
  | 'service.unavailable'
  | 'service.auth.error'
  | 'service.auth.headers.invalid'
  | 'service.auth.refresh.invalid'
  | 'topic.not.found'
  | 'topic.validation.empty'
  | 'schema.validation.failed'
  | 'subscription.fetch.replayid.corrupted'
  | 'subscription.fetch.replayid.validation.failed'
  | 'subscription.fetch.requested.events.invalid'
  | 'subscription.fetch.topic.mismatch'
  | 'subscription.topic.cannot.subscribe'
  | 'subscription.limit.exceeded'
  | 'topic.meta.permission'
  | 'publish.topic.validation.empty'
  | 'publish.event.count.invalid'
  | 'publish.stream.sweeper.timeout'
  | 'managed.subscription.id.or.developer.name.empty'
  | 'managed.subscription.developer.name.not.found'
  | 'managed.subscription.subscription.id.not.found'
  | 'managed.subscription.subscription.id.invalid'
  | 'managed.subscription.already.active'
  | 'managed.subscription.config.stopped'
  | 'managed.subscription.config.deleted'

/** Which gRPC status goes with each code; the guide names it for some only, the rest follows gRPC's own meaning. */
export const statusOf: Readonly<Record<ErrorCode, status>> = {
  'service.unavailable': status.INTERNAL,
  'service.auth.error': status.UNAUTHENTICATED,
  'service.auth.headers.invalid': status.INVALID_ARGUMENT,
  'service.auth.refresh.invalid': status.UNAUTHENTICATED,
  'topic.not.found': status.NOT_FOUND,
  'topic.validation.empty': status.INVALID_ARGUMENT,
  'schema.validation.failed': status.INVALID_ARGUMENT,
  'subscription.fetch.replayid.corrupted': status.INVALID_ARGUMENT,
  'subscription.fetch.replayid.validation.failed': status.INVALID_ARGUMENT,
  'subscription.fetch.requested.events.invalid': status.INVALID_ARGUMENT,
  'subscription.fetch.topic.mismatch': status.INVALID_ARGUMENT,
  'subscription.topic.cannot.subscribe': status.PERMISSION_DENIED,
  'subscription.limit.exceeded': status.RESOURCE_EXHAUSTED,
  'topic.meta.permission': status.PERMISSION_DENIED,
  'publish.topic.validation.empty': status.INVALID_ARGUMENT,
  'publish.event.count.invalid': status.INVALID_ARGUMENT,
  'publish.stream.sweeper.timeout': status.DEADLINE_EXCEEDED,
  'managed.subscription.id.or.developer.name.empty': status.INVALID_ARGUMENT,
  'managed.subscription.developer.name.not.found': status.NOT_FOUND,
  'managed.subscription.subscription.id.not.found': status.NOT_FOUND,
  'managed.subscription.subscription.id.invalid': status.INVALID_ARGUMENT,
  'managed.subscription.already.active': status.ALREADY_EXISTS,
  'managed.subscription.config.stopped': status.FAILED_PRECONDITION,
  'managed.subscription.config.deleted': status.NOT_FOUND,
}

/** An RPC that ends here: becomes the gRPC status and its trailers. */
export class RpcError extends Error {
  /** Without its prefix. */
  readonly code: string | undefined
  readonly status: status

  /**
   * @param code one that this sandbox answers with, or, with a status, any other of the guide's; undefined for failures below Salesforce: a lost connection, or what this sandbox does not do
   */
  constructor(code: ErrorCode | undefined, message: string, grpcStatus?: status)
  constructor(code: string, message: string, grpcStatus: status)
  constructor(code: string | undefined, message: string, grpcStatus?: status) {
    super(message)
    this.code = code
    this.status = grpcStatus ?? (code ? statusOf[code as ErrorCode] : status.UNAVAILABLE)
  }
}

export const codePrefix = 'sfdc.platform.eventbus.grpc.'

/**
 * What grpc-js sends: details end in `rpcId: …`, trailers carry `error-code`, `rpc-id` and `type`.
 * Errors without a code have no trailers, as a connection that breaks has none.
 */
export function toServiceError(error: RpcError, rpc: { readonly id: string; readonly method: string }): ServiceError {
  const metadata = new Metadata()
  if (error.code) {
    metadata.set('error-code', codePrefix + error.code)
    metadata.set('rpc-id', rpc.id)
    metadata.set('type', rpc.method)
  }
  const details = error.code ? `${error.message} rpcId: ${rpc.id}` : error.message
  return Object.assign(new Error(details), { code: error.status, details, metadata })
}

/** What this sandbox does not do: never mistaken for a refusal by Salesforce. */
export function notSupported(what: string): RpcError {
  return new RpcError(
    undefined,
    `NOT_SUPPORTED_BY_SANDBOX: ${what} is not supported by this sandbox`,
    status.UNIMPLEMENTED,
  )
}

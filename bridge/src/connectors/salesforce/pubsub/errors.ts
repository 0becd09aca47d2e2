import { status, type ServiceError } from '@grpc/grpc-js'
import { Misconfigured } from '../../../engine/errors.ts'

/** What happens next after an error of the Pub/Sub API. */
export type Next =
  /** Back off, resume from the replay id. */
  | 'resume'
  /** Another session, resume. */
  | 'sign-in'
  /** The replay id is unknown or older than 72 hours: catch up by query, start from the earliest event. */
  | 'catch-up'
  /** There is no such topic: the entity is not selected for Change Data Capture. */
  | 'no-topic'
  /** The run-as user may not subscribe to this topic: another may do. */
  | 'closed'
  /** The allocation of delivered events is used up: wait long. */
  | 'wait-long'
  /** An admin must act. */
  | 'stop'

/** An error of the Pub/Sub API, with its code less the prefix `sfdc.platform.eventbus.grpc.`. */
export class PubSubError extends Error {
  override readonly name = 'PubSubError'
  readonly code: string
  readonly next: Next
  /** Salesforce's own words, with the rpc id that its support asks for. */
  readonly vendor: string
  constructor(code: string, next: Next, vendor: string, cause: unknown) {
    super(`The Pub/Sub API says ${code}: ${vendor}`, { cause })
    this.code = code
    this.next = next
    this.vendor = vendor
  }
}

const prefix = 'sfdc.platform.eventbus.grpc.'

/** First pattern that fits; anything else is passing trouble. [Pub/Sub API: Handle Errors] */
const consequences: readonly (readonly [pattern: RegExp, next: Next])[] = [
  [/^service\.auth\.headers\.invalid/, 'stop'],
  [/^service\.auth\./, 'sign-in'],
  [/^service\.tenant\.license/, 'stop'],
  [/^topic\.not\.found/, 'no-topic'],
  [/^topic\.meta\.permission/, 'closed'],
  [/^schema\.meta\.permission/, 'stop'],
  [/^subscription\.topic\.cannot\.subscribe/, 'closed'],
  [/^subscription\.fetch\.replayid\./, 'catch-up'],
  [/^subscription\.limit\.exceeded/, 'wait-long'],
]

/** Reads status and trailers (`error-code`, `rpc-id`) of a failed call. */
export function pubSubError(error: unknown): PubSubError {
  if (error instanceof PubSubError) return error
  if (!isServiceError(error)) {
    return new PubSubError('connection.lost', 'resume', error instanceof Error ? error.message : String(error), error)
  }
  // Typed as always present, missing when the connection never came about.
  const metadata = error.metadata as ServiceError['metadata'] | undefined
  const trailer = metadata?.get('error-code')[0]?.toString()
  const full = trailer ?? new RegExp(`${prefix.replaceAll('.', '\\.')}[\\w.]+`).exec(error.details)?.[0]
  const rpc = metadata?.get('rpc-id')[0]?.toString()
  const code = full?.replace(prefix, '') ?? `grpc status ${error.code}`
  const known = consequences.find(([pattern]) => pattern.test(code))?.[1]
  const next = known ?? (error.code === status.UNAUTHENTICATED ? 'sign-in' : 'resume')
  const words = rpc !== undefined && !error.details.includes(rpc) ? `${error.details} rpcId: ${rpc}` : error.details
  return new PubSubError(code, next, words, error)
}

/** What an admin must do about an error that stops the stream. */
export function stopped(error: PubSubError, topic: string): Misconfigured {
  const advice = error.code.startsWith('service.tenant.license')
    ? 'The org is not licensed for the Pub/Sub API: ask Salesforce.'
    : error.next === 'no-topic'
      ? `Setup → Change Data Capture: select the entity, deploy the channel (force-app/cdc), or set SF_CDC_CHANNEL to a channel that exists; ${topic} does not.`
      : `Give the bridge's run-as user View All on every object of ${topic} (permission set BC_Integration), then restart.`
  return new Misconfigured(`Salesforce refuses the subscription to ${topic}: ${error.code}`, {
    advice,
    vendor: error.vendor,
    cause: error,
  })
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'details' in error && typeof error.details === 'string'
}

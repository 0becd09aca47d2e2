import { type Access, ApiError, type Context } from '../context.ts'
import type { Store } from '../data/store.ts'
import { cannotDeserialize } from '../dml/coerce.ts'
import type { Actor } from '../records.ts'
import type { ObjectSchema } from '../schema.ts'
import { objectNotHere } from '../standard-objects/not-here.ts'
import type { Notifications } from './actions/notifications.ts'
import type { Limits } from './limits.ts'
import type { Locators } from './locators.ts'

/** One REST call below `/services/data/vXX.X`, parsed; composite makes more of them from its sub-requests. */
export interface Call {
  readonly method: string
  /** Values of the route's `:names`, percent-decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The JSON body; undefined when there was none. */
  readonly body: unknown
  /** Whether the body came as multipart, with the content of a file beside the JSON. */
  readonly multipart?: boolean
  readonly headers: Headers
  readonly actor: Actor
  readonly access: Access
  /** `/services/data/v67.0`. */
  readonly base: string
}

export interface Answer {
  readonly status: number
  /** Left out on 204. */
  readonly body?: unknown
  /** The content of a file, in place of a JSON body. */
  readonly content?: Uint8Array<ArrayBuffer>
  readonly headers?: Readonly<Record<string, string>>
}

/** What the REST operations lean on; each names the part it needs. */
export interface RestWorld extends Pick<
  Context,
  'dml' | 'locks' | 'describe' | 'schema' | 'records' | 'clock' | 'switches' | 'instanceUrl'
> {
  readonly store: Store
  readonly limits: Limits
  readonly locators: Locators
  readonly notifications: Notifications
}

export type Operation<Needs extends keyof RestWorld> = (call: Call, world: Pick<RestWorld, Needs>) => Answer

export const notFound = (message = 'The requested resource does not exist'): ApiError =>
  new ApiError(404, { statusCode: 'NOT_FOUND', message, fields: [] })

export const badRequest = (statusCode: string, message: string, fields: readonly string[] = []): ApiError =>
  new ApiError(400, { statusCode, message, fields })

/** The object named in the path; one that the user may not read is not there. */
export function objectInPath(call: Call, { schema }: Pick<RestWorld, 'schema'>): ObjectSchema {
  const object = schema.object(call.params.object ?? '')
  if (!object) throw objectNotHere(call.params.object ?? '') ?? notFound()
  if (!call.access.canRead(object.name)) throw notFound()
  return object
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The body as a JSON object, else JSON_PARSER_ERROR. */
export function bodyOf(call: Call): Record<string, unknown> {
  if (isRecord(call.body)) return call.body
  throw badRequest(
    'JSON_PARSER_ERROR',
    call.body === undefined
      ? 'Premature end of input: expected a JSON object at [line:1, column:1]'
      : 'Unexpected token: expected START_OBJECT at [line:1, column:1]',
  )
}

/**
 * A switch of a body such as `allOrNone`; off when it is left out.
 * @throws ApiError 400 JSON_PARSER_ERROR for anything but true, false and null
 */
export function switchIn(body: Readonly<Record<string, unknown>>, name: string): boolean {
  const value = body[name] ?? false
  if (typeof value === 'boolean') return value
  throw badRequest('JSON_PARSER_ERROR', cannotDeserialize('boolean', value))
}

/**
 * A switch of a query string such as `updateOnly`: `true` or `false` in any case, off when it is left out. What anything else does is not
 * documented.
 * @throws ApiError 400 INVALID_INPUT, unless the switch `unreadableBooleans` has it count as false
 */
export function switchInQuery(
  { query }: Pick<Call, 'query'>,
  name: string,
  { switches }: Pick<RestWorld, 'switches'>,
): boolean {
  const text = query.get(name) ?? 'false'
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  if (switches.unreadableBooleans === 'false') return false
  throw badRequest('INVALID_INPUT', `${name}: true or false is required, not ${text}`)
}

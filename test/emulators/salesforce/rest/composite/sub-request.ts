import { ApiError, notSupported } from '../../context.ts'
import { type Answer, badRequest, type Call, notFound, type RestWorld } from '../call.ts'
import { operationFor } from '../dispatch.ts'
import { errorBody } from '../error-body.ts'
import { refuseHeaders } from '../refuse-headers.ts'
import { fromHeaders } from '../../server/actor.ts'
import { baseOf, versionOf } from '../versions.ts'

const methods: readonly string[] = ['POST', 'PUT', 'PATCH', 'GET', 'DELETE']

/** "Possible values are POST, PUT, PATCH, GET, and DELETE (case-sensitive)." [REST API: Composite Subrequest] */
export const isMethod = (method: string): boolean => methods.includes(method)

/** What the request around a sub-request takes. */
export interface Takes {
  /** Paths below the version; undefined = all. */
  readonly resources?: RegExp
  /** Versions of a sub-request. */
  readonly versions?: { readonly from: number; readonly to: number }
}

/** Percent-decoded path segments; undefined when the encoding is broken. */
export function segmentsOf(pathname: string): readonly string[] | undefined {
  try {
    return pathname
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent)
  } catch {
    return undefined
  }
}

/**
 * Runs one request inside another, as the same user but in its own version and with headers of its own beside those of the request around it: its url begins
 * with `/services/data/vXX.0/`. Errors become answers. [REST API: Composite Subrequest]
 */
export function subRequest(
  outer: Call,
  world: RestWorld,
  request: { method: string; url: string; body: unknown; headers?: Headers },
  takes: Takes,
): Answer {
  try {
    if (!request.url.startsWith('/')) throw notFound()
    // No base: `//x` would be read as another host, and `//[` as none.
    const url = new URL(`http://sandbox${request.url}`)
    const version = /^\/services\/data\/([^/]+)\//.exec(url.pathname)?.[1]
    if (version === undefined) throw notFound()
    const headers = new Headers(outer.headers)
    for (const [name, value] of request.headers ?? []) headers.set(name, value)
    refuseHeaders(headers)
    const base = baseOf(version)
    const segments = segmentsOf(url.pathname.slice(base.length)) ?? ['%']
    if (!isMethod(request.method))
      throw new ApiError(405, {
        statusCode: 'METHOD_NOT_ALLOWED',
        message: `HTTP Method '${request.method}' not allowed. Allowed are ${methods.join(',')}`,
        fields: [],
      })
    const { handler, params } = operationFor(request.method, segments)
    const { resources, versions } = takes
    if (
      (versions && (versionOf(base) < versions.from || versionOf(base) > versions.to)) ||
      (resources && !resources.test(segments.join('/')))
    )
      throw badRequest('INVALID_INPUT', `${request.method} ${request.url} is not supported inside this request`)
    const { userId, api } = outer.actor
    const answer = handler(
      {
        ...outer,
        base,
        actor: { userId, api, apiVersion: version.slice(1), ...fromHeaders(headers) },
        headers,
        multipart: false,
        method: request.method,
        params,
        query: url.searchParams,
        body: request.body,
      },
      world,
    )
    if (answer.content) throw notSupported('The content of a file inside a composite request')
    return answer
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: errorBody(error) }
    throw error
  }
}

import { ApiError, notSupported } from '../../context.ts'
import { type Answer, type Call, notFound, type RestWorld } from '../call.ts'
import { operationFor } from '../dispatch.ts'
import { errorBody } from '../error-body.ts'
import { refuseHeaders } from '../refuse-headers.ts'
import { duplicatesOf } from '../../server/actor.ts'
import { baseOf } from '../versions.ts'

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
 * Runs one request inside another, as the same user but in its own version and with headers of its own: its url begins with `/services/data/vXX.0/`. Errors
 * become answers. [REST API: Composite Subrequest]
 */
export function subRequest(
  outer: Call,
  world: RestWorld,
  request: { method: string; url: string; body: unknown; headers?: Headers },
): Answer {
  try {
    const url = new URL(request.url, 'http://sandbox')
    const version = /^\/services\/data\/([^/]+)\//.exec(url.pathname)?.[1]
    if (version === undefined || !request.url.startsWith('/')) throw notFound()
    const headers = new Headers(outer.headers)
    for (const [name, value] of request.headers ?? []) headers.set(name, value)
    refuseHeaders(headers)
    const base = baseOf(version)
    const segments = segmentsOf(url.pathname.slice(base.length))
    const { handler, params } = operationFor(request.method, segments ?? ['%'])
    const answer = handler(
      {
        ...outer,
        base,
        actor: { ...outer.actor, ...duplicatesOf(headers), apiVersion: version.slice(1) },
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

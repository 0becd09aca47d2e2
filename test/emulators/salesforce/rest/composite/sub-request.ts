import { ApiError, notSupported } from '../../context.ts'
import type { Answer, Call, RestWorld } from '../call.ts'
import { operationFor } from '../dispatch.ts'
import { errorBody } from '../error-body.ts'

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

/** Runs one request inside another, as the same user; errors become answers. */
export function subRequest(
  outer: Call,
  world: RestWorld,
  request: { method: string; url: string; body: unknown },
): Answer {
  try {
    const url = new URL(request.url, 'http://sandbox')
    const segments = segmentsOf(url.pathname.replace(/^\/services\/data\/v[\d.]+/, ''))
    const { handler, params } = operationFor(request.method.toUpperCase(), segments ?? ['%'])
    const answer = handler(
      {
        ...outer,
        multipart: false,
        method: request.method.toUpperCase(),
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

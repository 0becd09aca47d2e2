import type { Context as Http, MiddlewareHandler } from 'hono'
import { ApiError } from '../context.ts'
import type { Row } from '../records.ts'

/**
 * Answers of GET carry their `eTag` as a header too; a caller who has that one already is told so with 304.
 * [User Interface API Developer Guide: Conditional Requests]
 */
export const entityTags: MiddlewareHandler = async (http, next) => {
  await next()
  if (http.req.method !== 'GET' || http.res.status !== 200) return
  const { eTag } = (await http.res.clone().json()) as { readonly eTag?: unknown }
  if (typeof eTag !== 'string') return
  const known = (http.req.header('if-none-match') ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  if (known.includes(`"${eTag}"`)) http.res = new Response(null, { status: 304, headers: { etag: `"${eTag}"` } })
  else http.res.headers.set('etag', `"${eTag}"`)
}

/**
 * Refuses to write over a change that the caller has not seen: `If-Modified-Since` (or `If-Unmodified-Since`) with an HTTP date.
 * [User Interface API Developer Guide: Update a Record]
 */
export function refuseStale(http: Http, row: Row): void {
  const given = http.req.header('if-unmodified-since') ?? http.req.header('if-modified-since')
  if (given === undefined) return
  const seen = Date.parse(given)
  if (Number.isNaN(seen))
    throw new ApiError(400, {
      statusCode: 'ILLEGAL_QUERY_PARAMETER_VALUE',
      message: `${given} isn't a date that HTTP knows.`,
      fields: [],
    })
  // HTTP dates have whole seconds.
  const changed = Math.floor(Date.parse(String(row.LastModifiedDate)) / 1000) * 1000
  if (changed > seen)
    throw new ApiError(412, {
      statusCode: 'CONDITIONAL_UPDATE_FAILED',
      message: "This record was modified by someone else since you last loaded it. Refresh it to see what's new.",
      fields: [],
    })
}

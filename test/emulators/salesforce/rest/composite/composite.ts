import { type Answer, badRequest, bodyOf, type Call, isRecord, type RestWorld, switchIn } from '../call.ts'
import { allOrNone, type Part, readParts, runParts } from './parts.ts'
import { subRequest } from './sub-request.ts'

/** Queries, further pages of them, and collections. */
const isHeavy = ({ url }: Pick<Part, 'url'>): boolean =>
  /^\/services\/data\/[^/]+\/(query(All)?|composite\/sobjects)(?![^/?])|^@\{.*nextRecordsUrl\}/i.test(url)

/**
 * `POST /composite`: at most 25 sub-requests in order, of which at most 5 are queries or collections; each may use the answers before it. Without `allOrNone` each is a
 * transaction of its own. [REST API: Composite]
 */
export function composite(call: Call, world: RestWorld): Answer {
  const body = bodyOf(call)
  const together = switchIn(body, 'allOrNone')
  const parts = readParts(body.compositeRequest, call)
  if (parts.length > 25)
    throw badRequest('LIMIT_EXCEEDED', 'The composite request cannot have more than 25 sub-requests')
  if (parts.filter(isHeavy).length > 5)
    throw badRequest(
      'LIMIT_EXCEEDED',
      'The composite request cannot have more than 5 sub-requests that are queries or sObject collections',
    )
  const compositeResponse = together
    ? allOrNone(parts, call, world).answers
    : runParts(parts, call, world, { stopAtFailure: false })
  return { status: 200, body: { compositeResponse } }
}

/** `POST /composite/batch`: independent sub-requests, ≤ 25, urls from the version on (`v67.0/sobjects/…`). */
export function batch(call: Call, world: RestWorld): Answer {
  const given = bodyOf(call)
  const { batchRequests } = given
  const haltOnError = switchIn(given, 'haltOnError')
  if (!Array.isArray(batchRequests) || batchRequests.length > 25)
    throw badRequest('INVALID_INPUT', 'batchRequests: a list of at most 25 sub-requests is required')
  const results: { statusCode: number; result: unknown }[] = []
  for (const part of batchRequests as unknown[]) {
    const { method, url, richInput } = isRecord(part) ? part : {}
    if (typeof method !== 'string' || typeof url !== 'string')
      throw badRequest('INVALID_INPUT', 'Each sub-request needs method and url')
    const halt = haltOnError && results.some((result) => result.statusCode >= 400)
    const path = `/services/data/${url.replace(/^\/?(services\/data\/)?/, '')}`
    const { status, body } = halt
      ? {
          status: 412,
          body: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }],
        }
      : subRequest(call, world, { method, url: path, body: richInput })
    results.push({ statusCode: status, result: body ?? null })
  }
  return { status: 200, body: { hasErrors: results.some((result) => result.statusCode >= 400), results } }
}

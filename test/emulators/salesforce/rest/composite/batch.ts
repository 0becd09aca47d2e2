import { type Answer, badRequest, bodyOf, type Call, isRecord, type RestWorld, switchIn } from '../call.ts'
import { ApiError } from '../../context.ts'
import { errorBody } from '../error-body.ts'
import { spendCall } from '../limits.ts'
import { versionOf } from '../versions.ts'
import { isMethod, subRequest } from './sub-request.ts'

interface Part {
  readonly method: string
  readonly url: string
  readonly body: unknown
}

/** [REST API: Composite Batch] */
const resources = /^(limits|sobjects|query|queryAll|search|connect|chatter|actions)(\/|$)/
const oldest = 34

/**
 * A part with the whole of its url: it may begin at the version. One with a method or a url that is none refuses the request, before anything runs.
 * [REST API: Batch Request Body]
 */
function partOf(part: unknown): Part {
  const { method, url, richInput } = isRecord(part) ? part : {}
  const path = typeof url === 'string' ? /^(?:\/?services\/data\/|\/)?(v\d+\.0\/.*)$/s.exec(url)?.[1] : undefined
  if (typeof method !== 'string' || !isMethod(method) || path === undefined)
    throw badRequest('INVALID_INPUT', 'Each sub-request needs a method and a url that begins with its version')
  return { method, url: `/services/data/${path}`, body: richInput }
}

const halted: Answer = {
  status: 412,
  body: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }],
}

/** The request around was counted already: as the first of its parts. */
function answerPart(part: Part, first: boolean, call: Call, world: RestWorld): Answer {
  try {
    if (!first) spendCall(world)
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: errorBody(error) }
    throw error
  }
  return subRequest(call, world, part, { resources, versions: { from: oldest, to: versionOf(call.base) } })
}

/** `POST /composite/batch`: at most 25 independent sub-requests, each a transaction and an API call of its own. */
export function batch(call: Call, world: RestWorld): Answer {
  const given = bodyOf(call)
  const { batchRequests } = given
  const haltOnError = switchIn(given, 'haltOnError')
  if (!Array.isArray(batchRequests) || batchRequests.length > 25)
    throw badRequest('INVALID_INPUT', 'batchRequests: a list of at most 25 sub-requests is required')
  const results: { statusCode: number; result: unknown }[] = []
  const failed = (): boolean => results.some((result) => result.statusCode >= 400)
  for (const [index, part] of batchRequests.map(partOf).entries()) {
    const { status, body } = haltOnError && failed() ? halted : answerPart(part, index === 0, call, world)
    results.push({ statusCode: status, result: body ?? null })
  }
  return { status: 200, body: { hasErrors: failed(), results } }
}

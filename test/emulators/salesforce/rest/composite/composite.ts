import { ApiError } from '../../context.ts'
import { type Answer, badRequest, bodyOf, type Call, isRecord, type RestWorld } from '../call.ts'
import { errorBody } from '../error-body.ts'
import { fillReferences } from './reference.ts'
import { subRequest } from './sub-request.ts'

interface SubAnswer {
  readonly body: unknown
  readonly httpHeaders: Readonly<Record<string, string>>
  readonly httpStatusCode: number
  readonly referenceId: string
}

interface Part {
  readonly method: string
  readonly url: string
  readonly body: unknown
  readonly referenceId: string
}

function partsOf(call: Call): readonly Part[] {
  const { compositeRequest } = bodyOf(call)
  if (!Array.isArray(compositeRequest))
    throw badRequest('INVALID_INPUT', 'compositeRequest: a list of sub-requests is required')
  if (compositeRequest.length > 25)
    throw badRequest('LIMIT_EXCEEDED', 'The composite request cannot have more than 25 sub-requests')
  const parts = compositeRequest.map((part: unknown): Part => {
    const { method, url, referenceId, body } = isRecord(part) ? part : {}
    if (typeof method !== 'string' || typeof url !== 'string' || typeof referenceId !== 'string')
      throw badRequest('INVALID_INPUT', 'Each sub-request needs method, url and referenceId')
    return { method, url, referenceId, body }
  })
  if (new Set(parts.map((part) => part.referenceId)).size < parts.length)
    throw badRequest('INVALID_INPUT', 'Each referenceId must be unique in the composite request')
  return parts
}

const halted = (part: Part): SubAnswer => ({
  body: [
    {
      errorCode: 'PROCESSING_HALTED',
      message: 'The transaction was rolled back since another operation in the same transaction failed.',
    },
  ],
  httpHeaders: {},
  httpStatusCode: 400,
  referenceId: part.referenceId,
})

function answerPart(part: Part, call: Call, world: RestWorld, answers: ReadonlyMap<string, unknown>): SubAnswer {
  let answer: Answer
  try {
    const url = String(fillReferences(part.url, answers))
    answer = subRequest(call, world, { method: part.method, url, body: fillReferences(part.body, answers) })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    answer = { status: error.status, body: errorBody(error) }
  }
  const location = answer.headers?.location
  return {
    body: answer.body ?? null,
    httpHeaders: location === undefined ? {} : { Location: location },
    httpStatusCode: answer.status,
    referenceId: part.referenceId,
  }
}

/**
 * `POST /composite`: sub-requests in order, each may use the answers before it. Without `allOrNone` each is a transaction of
 * its own. [REST API: Composite]
 */
export function composite(call: Call, world: RestWorld): Answer {
  const parts = partsOf(call)
  const allOrNone = bodyOf(call).allOrNone === true
  const run = (): SubAnswer[] => {
    const answers = new Map<string, unknown>()
    const results: SubAnswer[] = []
    for (const part of parts) {
      const result = answerPart(part, call, world, answers)
      results.push(result)
      if (result.httpStatusCode < 300) answers.set(part.referenceId, result.body)
      else if (allOrNone) break
    }
    return results
  }
  const compositeResponse = allOrNone
    ? world.dml.transaction(call.actor, (rollback) => {
        const results = run()
        const bad = results.findIndex((result) => result.httpStatusCode >= 300)
        if (bad < 0) return results
        rollback()
        return parts.map((part, index) => (index === bad ? (results[bad] ?? halted(part)) : halted(part)))
      })
    : run()
  return { status: 200, body: { compositeResponse } }
}

/** `POST /composite/batch`: independent sub-requests, ≤ 25, urls from the version on (`v67.0/sobjects/…`). */
export function batch(call: Call, world: RestWorld): Answer {
  const { batchRequests, haltOnError } = bodyOf(call)
  if (!Array.isArray(batchRequests) || batchRequests.length > 25)
    throw badRequest('INVALID_INPUT', 'batchRequests: a list of at most 25 sub-requests is required')
  const results: { statusCode: number; result: unknown }[] = []
  for (const part of batchRequests as unknown[]) {
    const { method, url, richInput } = isRecord(part) ? part : {}
    if (typeof method !== 'string' || typeof url !== 'string')
      throw badRequest('INVALID_INPUT', 'Each sub-request needs method and url')
    const halt = haltOnError === true && results.some((result) => result.statusCode >= 400)
    const path = `/${url.replace(/^\/?(services\/data\/)?/, '')}`.replace(/^\/v[\d.]+/, '')
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

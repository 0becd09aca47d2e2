import { ApiError } from '../../context.ts'
import { type Answer, badRequest, type Call, isRecord, type RestWorld } from '../call.ts'
import { errorBody } from '../error-body.ts'
import { versionOf } from '../versions.ts'
import { fillReferences } from './reference.ts'
import { subRequest, type Takes } from './sub-request.ts'

/** Older versions take any text. [forcedotcom/SalesforceMobileSDK-Android#2515, guardian/support-service-lambdas#1512] */
const firstWithPlainReferences = 54

/** One sub-request. */
export interface Part {
  readonly method: string
  readonly url: string
  readonly body: unknown
  readonly referenceId: string
  /** Beside those of the request around it. */
  readonly headers: Headers
}

export interface SubAnswer {
  readonly body: unknown
  readonly httpHeaders: Readonly<Record<string, string>>
  readonly httpStatusCode: number
  readonly referenceId: string
}

/** `httpHeaders` of a sub-request, which has some from the request around it. [REST API: Composite Subrequest] */
function headersOf(given: unknown): Headers {
  const headers = given ?? {}
  if (!isRecord(headers) || !Object.values(headers).every((value) => typeof value === 'string'))
    throw badRequest('JSON_PARSER_ERROR', 'httpHeaders: a map of names to texts is required')
  const inherited = Object.keys(headers).find((name) => /^(accept|authorization|content-type)$/i.test(name))
  if (inherited !== undefined)
    throw badRequest('INVALID_INPUT', `The header ${inherited} must not be specified in a sub-request`)
  try {
    return new Headers(headers as Record<string, string>)
  } catch {
    throw badRequest('INVALID_INPUT', 'httpHeaders: names and values that HTTP can carry are required')
  }
}

/**
 * `compositeRequest` of a composite request or of one graph.
 * @throws ApiError 400 INVALID_INPUT, JSON_PARSER_ERROR for a referenceId of other characters
 */
export function readParts(compositeRequest: unknown, { base }: Pick<Call, 'base'>): readonly Part[] {
  if (!Array.isArray(compositeRequest))
    throw badRequest('INVALID_INPUT', 'compositeRequest: a list of sub-requests is required')
  const parts = compositeRequest.map((part: unknown): Part => {
    const { method, url, referenceId, body, httpHeaders } = isRecord(part) ? part : {}
    if (typeof method !== 'string' || typeof url !== 'string' || typeof referenceId !== 'string')
      throw badRequest('INVALID_INPUT', 'Each sub-request needs method, url and referenceId')
    if (!/^[A-Za-z0-9]\w*$/.test(referenceId) && versionOf(base) >= firstWithPlainReferences)
      throw badRequest(
        'JSON_PARSER_ERROR',
        `Provided referenceId ('${referenceId}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`,
      )
    return { method, url, referenceId, body, headers: headersOf(httpHeaders) }
  })
  if (new Set(parts.map((part) => part.referenceId)).size < parts.length)
    throw badRequest('INVALID_INPUT', 'Each referenceId must be unique in the composite request')
  return parts
}

export const halted = (part: Part): SubAnswer => ({
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

/** What the request around takes, and what it checks a sub-request for before it runs, with an ApiError. */
export interface Around extends Takes {
  readonly check?: (part: Part) => void
}

function answerPart(
  part: Part,
  call: Call,
  world: RestWorld,
  answers: ReadonlyMap<string, unknown>,
  around: Around,
): SubAnswer {
  let answer: Answer
  try {
    around.check?.(part)
    const url = String(fillReferences(part.url, answers))
    answer = subRequest(call, world, { ...part, url, body: fillReferences(part.body, answers) }, around)
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
 * Whether a sub-request undoes all of a request that is all or nothing: an error, and a collection in which a row failed, which answers 200 all the
 * same. [REST API: allOrNone Parameters in Composite and Collections Requests]
 */
const undoes = ({ httpStatusCode, body }: SubAnswer): boolean =>
  httpStatusCode >= 300 || (Array.isArray(body) && body.some((row) => isRecord(row) && row.success === false))

/** Runs sub-requests in order, each may use the answers before it. */
export function runParts(
  parts: readonly Part[],
  call: Call,
  world: RestWorld,
  options: Around & { readonly stopAtFailure: boolean },
): readonly SubAnswer[] {
  const answers = new Map<string, unknown>()
  const results: SubAnswer[] = []
  for (const part of parts) {
    const result = answerPart(part, call, world, answers, options)
    results.push(result)
    if (options.stopAtFailure && undoes(result)) break
    if (result.httpStatusCode < 300) answers.set(part.referenceId, result.body)
  }
  return results
}

/**
 * As `runParts`, in one transaction: when one fails, nothing of it stays and the others say that they were halted. A collection that failed is answered as it
 * went, rows with `success: true` included: "the fact that the Composite request is rolled back means that the Account creation is rolled back".
 * [REST API: allOrNone Parameters in Composite and Collections Requests, case 4]
 */
export function allOrNone(
  parts: readonly Part[],
  call: Call,
  world: RestWorld,
  around: Around,
): { readonly successful: boolean; readonly answers: readonly SubAnswer[] } {
  return world.dml.transaction(call.actor, (rollback) => {
    const results = runParts(parts, call, world, { ...around, stopAtFailure: true })
    const bad = results.findIndex(undoes)
    if (bad < 0) return { successful: true, answers: results }
    rollback()
    const answers = parts.map((part, index) => (index === bad ? (results[bad] ?? halted(part)) : halted(part)))
    return { successful: false, answers }
  })
}

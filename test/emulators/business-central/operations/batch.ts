import { Decimal } from 'decimal.js'
import type { ApiName } from '../entities.ts'
import { badRequest, notSupported, ServiceError } from '../errors.ts'
import { answerTo, errorAnswer, json, type Answer } from '../http/answer.ts'
import { preference, type ServiceRequest } from '../http/service-request.ts'
import type { Service } from '../service.ts'
import { dispatch } from './dispatch.ts'
import { writeExact } from '../wire/exact-json.ts'
import { isObject, readBody } from './read-body.ts'

/** How one part is answered; faults may come between. */
export type ServePart = (request: ServiceRequest) => Answer

const most = 100

/** @throws ServiceError 500 that names the maximum, as users of the service report */
export function tooManyParts(count: number): void {
  if (count > most)
    throw new ServiceError(500, 'Internal_ServerError', `The batch holds ${count} operations; the maximum is ${most}.`)
}

/**
 * `$batch` in JSON. Without isolation every part stands alone. With `Isolation: snapshot` all parts share a
 * transaction: when one fails everything is taken back, yet earlier parts are still reported as done – 201 with ids
 * that do not exist – and when it was the first part, it alone is answered. What a posting action committed stays all
 * the same. [Microsoft Learn: Use OData batch]
 */
export function batch(service: Service, request: ServiceRequest, serve: ServePart): Answer {
  const { requests } = readBody(request)
  if (!Array.isArray(requests)) throw badRequest("The batch must have an array named 'requests'.")
  tooManyParts(requests.length)
  const parts = requests.map((part) => parsePart(part, request))
  const snapshot = request.header('isolation')?.toLowerCase() === 'snapshot'
  const goOn = service.switches.batchContinuesOnError || wantsToGoOn(request)

  const run = (stopAtFailure: boolean) => {
    const responses: PartAnswer[] = []
    for (const part of parts) {
      const answer = 'error' in part ? part.error : answerPart(service, part, responses, serve)
      responses.push({ id: part.id, answer })
      if (answer.status >= 400 && stopAtFailure) break
    }
    return responses
  }
  const responses = snapshot ? inOneTransaction(service, () => run(false)) : run(!goOn)
  return json(200, { responses: responses.map(partJson) })
}

/** `dependsOn` and `$id` at the beginning of an url are OData's; whether the vendor takes them is unknown. */
function answerPart(
  service: Service,
  { request, dependsOn }: Part & { readonly request: ServiceRequest },
  before: readonly PartAnswer[],
  serve: ServePart,
): Answer {
  const { switches } = service
  if (switches.batchDependsOn === 'honour') {
    const failed = before.find(({ id, answer }) => answer.status >= 400 && dependsOn.includes(String(id)))
    if (failed) return errorAnswer(424, 'BadRequest', `The operation '${String(failed.id)}' it depends on has failed.`)
  }
  const named = switches.batchReferences === 'resolve' ? /^\$([^/?(]+)/.exec(request.path) : null
  if (!named) return serve(request)
  const made = before.find(({ id }) => String(id) === named[1])?.answer.headers['Location']
  const path = made?.slice(service.root().length).replace(/^\/api\/[^/]+\//, '')
  if (path === undefined) return errorAnswer(404, 'BadRequest_ResourceNotFound', `'${named[0]}' names no new record.`)
  return serve({ ...request, path: path + request.path.slice(named[0].length) })
}

/** `odata.continue-on-error` alone or with a value that is not false. */
const wantsToGoOn = (request: ServiceRequest): boolean => {
  const value = preference(request, 'odata.continue-on-error') ?? preference(request, 'continue-on-error')
  return value !== undefined && value !== 'false'
}

interface PartAnswer {
  readonly id: unknown
  readonly answer: Answer
}

class RolledBack extends Error {
  readonly responses: readonly PartAnswer[]
  constructor(responses: readonly PartAnswer[]) {
    super('rolled back')
    this.responses = responses
  }
}

function inOneTransaction(service: Service, work: () => PartAnswer[]): readonly PartAnswer[] {
  const nest = service.companies.reduceRight<() => readonly PartAnswer[]>(
    (inner, company) => () => company.transaction(inner),
    () => {
      const responses = work()
      if (responses.some(({ answer }) => answer.status >= 400)) throw new RolledBack(responses)
      return responses
    },
  )
  try {
    return nest()
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error
    const [first] = error.responses
    return first && first.answer.status >= 400 ? [first] : error.responses
  }
}

interface PartHead {
  readonly id: unknown
  readonly dependsOn: readonly string[]
}
type Part = PartHead & ({ readonly request: ServiceRequest } | { readonly error: Answer })

function parsePart(part: unknown, { caller, header }: Pick<ServiceRequest, 'caller' | 'header'>): Part {
  const id = isObject(part) ? idOf(part['id']) : null
  const needs = isObject(part) ? part['dependsOn'] : undefined
  const dependsOn = Array.isArray(needs) ? needs.map(String) : []
  try {
    if (!isObject(part)) throw badRequest('A part of the batch must be an object.')
    const { method, url, headers, body } = part
    if (typeof method !== 'string' || typeof url !== 'string')
      throw badRequest('A part of the batch needs "method" and "url".')
    // Reports: a leading slash or a host-relative form is not found.
    if (url.startsWith('/') || /^https?:/i.test(url))
      throw new ServiceError(
        404,
        'BadRequest_ResourceNotFound',
        `The url '${url}' must be relative to the service root.`,
      )
    const [path, query] = split(url)
    const given = new Map(
      Object.entries(isObject(headers) ? headers : {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    )
    const text = body === undefined ? '' : typeof body === 'string' ? body : writeExact(body)
    return {
      id,
      dependsOn,
      request: {
        method: method.toUpperCase(),
        path,
        query: new URLSearchParams(query),
        header: (name) => given.get(name.toLowerCase()) ?? (isIntent(name) ? header(name) : undefined),
        body: new TextEncoder().encode(text),
        inBatch: true,
        ...(caller && { caller }),
      },
    }
  } catch (error) {
    return { id, dependsOn, error: answerTo(error) }
  }
}

/** What the envelope says of its parts: that they only read. */
export const isIntent = (name: string): boolean => name.toLowerCase() === 'data-access-intent'

const idOf = (id: unknown): unknown => (id === undefined ? null : id instanceof Decimal ? id.toString() : id)

function split(url: string): [string, string] {
  const at = url.indexOf('?')
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
}

function partJson({ id, answer }: PartAnswer): Record<string, unknown> {
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const body = answer.body instanceof Uint8Array ? Buffer.from(answer.body).toString('base64') : answer.body
  return { id, status: answer.status, headers, ...(body !== undefined && { body }) }
}

/** The way a part is answered when no fault comes between. */
export const servePart =
  (service: Service, api: ApiName, prefix: string): ServePart =>
  (request) => {
    if (request.path.startsWith('$batch')) return answerTo(badRequest('A batch cannot hold a batch.'))
    const answer = dispatch(service, api, prefix, request)
    return 'slow' in answer ? answerTo(notSupported(`${answer.slow.kind} inside a batch`)) : answer
  }

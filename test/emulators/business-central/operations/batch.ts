import type { ApiName } from '../entities.ts'
import { badRequest, notSupported, ServiceError } from '../errors.ts'
import { answerTo, errorAnswer, json, type Answer } from '../http/answer.ts'
import { preference, type ServiceRequest } from '../http/service-request.ts'
import type { Service } from '../service.ts'
import { type Part, parsePart } from './batch-part.ts'
import { dispatch } from './dispatch.ts'
import { readBody } from './read-body.ts'
import { subscribe } from './subscriptions.ts'

/** How one part is answered, at once unless somebody else is asked first; faults may come between. */
export type ServePart = (request: ServiceRequest) => Answer | Promise<Answer>

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
export async function batch(service: Service, request: ServiceRequest, serve: ServePart): Promise<Answer> {
  const { requests } = readBody(request)
  if (!Array.isArray(requests)) throw badRequest("The batch must have an array named 'requests'.")
  tooManyParts(requests.length)
  const snapshot = request.header('isolation')?.toLowerCase() === 'snapshot'
  const parts = requests.map((part) => parsePart(part, request, snapshot))
  const answered: Answered = (part, before) => ('error' in part ? part.error : answerPart(service, part, before, serve))
  const responses = snapshot
    ? inOneTransaction(service, () => allAtOnce(parts, answered))
    : await oneByOne(parts, answered, service.switches.batchContinuesOnError || wantsToGoOn(request))
  return json(200, { responses: responses.map(partJson) })
}

type Answered = (part: Part, before: readonly PartAnswer[]) => Answer | Promise<Answer>

/** Every part by itself; other requests come between only where one waits for somebody. */
async function oneByOne(parts: readonly Part[], answered: Answered, goOn: boolean): Promise<PartAnswer[]> {
  const responses: PartAnswer[] = []
  for (const part of parts) {
    const made = answered(part, responses)
    const answer = made instanceof Promise ? await made : made
    responses.push({ id: part.id, answer })
    if (answer.status >= 400 && !goOn) break
  }
  return responses
}

/** All parts without a pause, as a transaction needs it. */
function allAtOnce(parts: readonly Part[], answered: Answered): PartAnswer[] {
  const responses: PartAnswer[] = []
  for (const part of parts) {
    const answer = answered(part, responses)
    if (answer instanceof Promise) throw new Error('A part of a snapshot batch waits.')
    responses.push({ id: part.id, answer })
  }
  return responses
}

/** `dependsOn` and `$id` at the beginning of an url are OData's; whether the vendor takes them is unknown. */
function answerPart(
  service: Service,
  { request, dependsOn }: Part & { readonly request: ServiceRequest },
  before: readonly PartAnswer[],
  serve: ServePart,
): Answer | Promise<Answer> {
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

function partJson({ id, answer }: PartAnswer): Record<string, unknown> {
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const body = answer.body instanceof Uint8Array ? Buffer.from(answer.body).toString('base64') : answer.body
  return { id, status: answer.status, headers, ...(body !== undefined && { body }) }
}

/**
 * The way a part is answered when no fault comes between. Making and renewing subscriptions waits for the receiver: not in a
 * snapshot batch, whose parts are one transaction.
 */
export const servePart =
  (service: Service, api: ApiName, prefix: string): ServePart =>
  (request) => {
    if (request.path.startsWith('$batch')) return answerTo(badRequest('A batch cannot hold a batch.'))
    const answer = dispatch(service, api, prefix, request)
    if (!('slow' in answer)) return answer
    const target = answer.slow
    if (target.kind !== 'subscriptions' || request.inBatch === 'snapshot')
      return answerTo(notSupported(`${target.kind} inside a batch with snapshot isolation`))
    const at = { api, root: `${service.root()}/${prefix}`, now: service.clock.now() }
    return subscribe({ at, service, target, request }).catch(answerTo)
  }

import { XMLValidator } from 'fast-xml-parser'
import type { Generated } from './request-world.ts'

export interface Answered {
  readonly status: number
  readonly type: string
  readonly text: string
}

/** [REST API Developer Guide: Status Codes and Error Responses]; 501 is this sandbox's own. */
const statuses = new Set([200, 201, 202, 204, 300, 400, 401, 403, 404, 405, 409, 410, 412, 414, 415, 431, 501])

const stack = /\bat \S+ \(?(file:|\/|node:)|the sandbox itself failed|UNKNOWN_EXCEPTION/

// eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is a package of its own that nothing else here needs
const wellFormed = (xml: string): boolean => XMLValidator.validate(xml) === true

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is wrong with an error array of REST. */
function badErrors(body: unknown): string | undefined {
  if (!Array.isArray(body) || body.length === 0) return 'an error that is no array'
  for (const error of body as unknown[]) {
    // Actions answer one result per input.
    if (isObject(error) && error.actionName !== undefined) continue
    if (!isObject(error) || typeof error.message !== 'string' || !/^[A-Z][A-Z_]*$/.test(String(error.errorCode)))
      return `not an error: ${JSON.stringify(error)}`
    if (error.fields !== undefined && !Array.isArray(error.fields)) return 'fields that are no list'
  }
  return undefined
}

/** One result of a collection: `id` with success, `statusCode` and `message` without. */
function badRow(row: unknown): string | undefined {
  if (!isObject(row) || typeof row.success !== 'boolean') return undefined
  if (row.success) return typeof row.id === 'string' && /^\w{18}$/.test(row.id) ? undefined : 'a saved row without id'
  const errors = row.errors as { statusCode?: unknown; message?: unknown }[] | undefined
  const good = errors?.every((error) => typeof error.statusCode === 'string' && typeof error.message === 'string')
  return good === true && errors?.length !== 0 ? undefined : `a failed row without reason: ${JSON.stringify(row)}`
}

/** Parts of composite, graph and batch are answers in themselves. */
function badPart(part: unknown): string | undefined {
  if (!isObject(part)) return 'a part that is no object'
  const status = part.httpStatusCode ?? part.statusCode
  const body = 'httpStatusCode' in part ? part.body : part.result
  if (typeof status !== 'number') return 'a part without status'
  if (status < 300) return undefined
  if (!statuses.has(status)) return `a part with ${status}`
  return status === 300 ? undefined : badErrors(body)
}

function badTreeRow(row: Record<string, unknown>): string | undefined {
  if (Array.isArray(row.errors)) return badRow({ success: false, errors: row.errors })
  return badRow({ success: true, id: row.id })
}

function badBody(body: unknown): string | undefined {
  if (Array.isArray(body)) return body.map(badRow).find((why) => why !== undefined)
  if (!isObject(body)) return 'no JSON'
  const graphs = Array.isArray(body.graphs)
    ? (body.graphs as { graphResponse?: { compositeResponse?: unknown } }[])
    : []
  const lists = [body.compositeResponse, 'hasErrors' in body ? body.results : undefined]
  const composites = graphs.map((graph) => graph.graphResponse?.compositeResponse)
  const found = [...lists, ...composites].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
  // Rows of a tree carry their reference and no status.
  return found
    .map((one) =>
      isObject(one) && 'referenceId' in one && !('httpStatusCode' in one) ? badTreeRow(one) : badPart(one),
    )
    .find((why) => why !== undefined)
}

/** What is wrong with an answer; undefined when it is one that the documentation knows. */
export function undocumented(request: Generated, { status, type, text }: Answered): string | undefined {
  if (stack.test(text)) return 'the sandbox failed'
  if (request.path.startsWith('/services/Soap/') && status !== 501 && status !== 404)
    return wellFormed(text) && (status === 200 || status === 500) ? undefined : `SOAP ${status}`
  if (!statuses.has(status)) return `status ${status}`
  if (request.method === 'HEAD') return text === '' ? undefined : 'HEAD with a body'
  if (status === 204) return text === '' ? undefined : '204 with a body'
  if (/octet-stream|text\/csv/.test(type)) return status === 200 ? undefined : `${status} with content`
  if (status === 201 && text === '') return undefined
  if (!type.startsWith('application/json')) return `${status} as ${type}`
  const body = parsed(text)
  if (status === 300) return Array.isArray(body) ? undefined : '300 without records'
  if (status < 300) return badBody(body)
  if (request.path.startsWith('/services/oauth2/'))
    return isObject(body) && typeof body.error === 'string'
      ? undefined
      : badErrors(body) && 'an OAuth error without name'
  return isObject(body) && Array.isArray(body.results) ? undefined : badErrors(body)
}

import { Decimal } from 'decimal.js'
import { badRequest, ServiceError } from '../errors.ts'
import { answerTo, type Answer } from '../http/answer.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import { writeExact } from '../wire/exact-json.ts'
import { isObject } from './read-body.ts'

interface PartHead {
  readonly id: unknown
  readonly dependsOn: readonly string[]
}
/** One part of a batch in JSON: a request, or what is wrong with it. */
export type Part = PartHead & ({ readonly request: ServiceRequest } | { readonly error: Answer })

/** Reads one part; `snapshot` says that all parts are one transaction. */
export function parsePart(
  part: unknown,
  { caller, header }: Pick<ServiceRequest, 'caller' | 'header'>,
  snapshot: boolean,
): Part {
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
        inBatch: snapshot ? 'snapshot' : true,
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

import type { Answer } from '../http/answer.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import type { Switches } from '../switches.ts'
import { entityUrl, type ApiAt } from './context-url.ts'
import { isObject } from './read-body.ts'
import type { Target } from './target.ts'

type Json = Record<string, unknown>

/**
 * An answer at the level of metadata that `Accept` asks for, when the switch `metadataLevels` heeds it: `none` leaves
 * only count and next link, `full` says type and address of every row. [OASIS: OData JSON Format 4.0, 3.1]
 */
export function atLevel(
  answer: Answer,
  request: ServiceRequest,
  at: ApiAt,
  target: Target,
  { metadataLevels }: Pick<Switches, 'metadataLevels'>,
): Answer {
  const level = /odata\.metadata=(none|full)/i.exec(request.header('accept') ?? '')?.[1]?.toLowerCase()
  const { body, headers, status } = answer
  if (metadataLevels === 'minimal' || level === undefined || status >= 300 || !isPlain(body)) return answer
  const changed = level === 'none' ? bare(body) : described(body, at, target)
  const type = `application/json; odata.metadata=${level}; odata.streaming=true`
  return { ...answer, headers: { ...headers, 'Content-Type': type }, body: changed }
}

/** An object that was made here: an exact number is an object too, without a prototype. */
const isPlain = (value: unknown): value is Json => isObject(value) && Object.getPrototypeOf(value) === Object.prototype

const kept = ['@odata.nextLink', '@odata.count']

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare)
  if (!isPlain(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !name.includes('@') || kept.some((each) => name.endsWith(each)))
      .map(([name, each]) => [name, bare(each)]),
  )
}

function described(body: Json, at: ApiAt, target: Target): Json {
  if (target.kind !== 'collection' && target.kind !== 'entity') return body
  const { set, context } = target
  const one = (row: unknown): unknown => {
    if (!isPlain(row)) return row
    const { '@odata.context': where, ...rest } = row
    const key = row[set.key[0] ?? 'id']
    const url = typeof key === 'string' ? entityUrl(at, context.company.id, set, key) : undefined
    return {
      ...(where !== undefined && { '@odata.context': where }),
      '@odata.type': `#Microsoft.NAV.${set.type}`,
      ...(url !== undefined && { '@odata.id': url, '@odata.editLink': url }),
      ...rest,
    }
  }
  if (Array.isArray(body['value'])) return { ...body, value: body['value'].map(one) }
  return one(body) as Json
}

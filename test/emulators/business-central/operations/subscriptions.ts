import type { Switches } from '../switches.ts'
import { entitySet } from '../entities.ts'
import { badRequest, methodNotAllowed, recordNotFound } from '../errors.ts'
import { json, noContent, plainNumber, type Answer } from '../http/answer.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import { entityJson } from '../odata/entity-json.ts'
import { parseQuery } from '../odata/query-options.ts'
import { filterAndSort } from '../odata/run-query.ts'
import type { Service } from '../service.ts'
import type { Subscription } from '../webhooks/subscription.ts'
import type { Wanted } from '../webhooks/subscriptions.ts'
import type { ApiAt } from './context-url.ts'
import { checkMatch } from './match.ts'
import { pageOfRows } from './paging.ts'
import { readBody } from './read-body.ts'
import type { Target } from './target.ts'

const set = entitySet('subscriptions')

/** The set `subscriptions`: keyed by a quoted text, not below a company. Create and renewal wait for the handshake. */
export async function subscriptions(
  at: ApiAt,
  service: Service,
  target: Target & { kind: 'subscriptions' },
  request: ServiceRequest,
): Promise<Answer> {
  const { key } = target
  if (key === undefined) {
    if (request.method === 'GET') return list(at, service, target.count, request)
    if (request.method !== 'POST') throw methodNotAllowed(request.method, 'subscriptions')
    const made = await service.subscriptions.create(wanted(readBody(request), undefined))
    return one(at, service, made, 201)
  }
  const found = service.subscriptions.get(key)
  if (!found) throw recordNotFound('subscriptions', key)
  switch (request.method) {
    case 'GET':
      return one(at, service, found, 200, request)
    case 'PATCH': {
      checkMatch(request, found, service.switches.subscriptionNeedsIfMatch)
      const renewed = await service.subscriptions.renew(key, wanted(readBody(request), found))
      return one(at, service, renewed, 200)
    }
    case 'DELETE':
      checkMatch(request, found, service.switches.subscriptionNeedsIfMatch)
      service.subscriptions.remove(key)
      return noContent()
    default:
      throw methodNotAllowed(request.method, 'subscriptions')
  }
}

const writable = ['notificationUrl', 'resource', 'clientState']

/** @throws ServiceError 400 for an empty body, other properties, or what is missing on create */
function wanted(body: Record<string, unknown>, before: Subscription | undefined): Wanted {
  const given = Object.entries(body).filter(([name]) => !name.includes('@'))
  if (before && given.length === 0) throw badRequest('The request body holds no property to change.')
  for (const [name, value] of given) {
    if (!writable.includes(name)) throw badRequest(`The property '${name}' cannot be written on subscriptions.`)
    if (typeof value !== 'string') throw badRequest(`The property '${name}' must be a text.`)
  }
  const text = (name: 'notificationUrl' | 'resource' | 'clientState'): string => {
    const value = body[name] ?? before?.[name] ?? ''
    return typeof value === 'string' ? value : ''
  }
  for (const name of ['notificationUrl', 'resource'] as const)
    if (text(name) === '') throw badRequest(`The property '${name}' must be provided.`)
  if (text('clientState').length > 2048) throw badRequest('The clientState can be no longer than 2048 characters.')
  return { notificationUrl: text('notificationUrl'), resource: text('resource'), clientState: text('clientState') }
}

/** `companies` stands in for the company that properties worked out from data would need; there are none here. */
function context(
  at: ApiAt,
  { companies, switches }: { readonly companies: Service['companies']; readonly switches: Switches },
) {
  const [company] = companies
  if (!company) throw badRequest('There is no company.')
  return { company, switches, root: at.root, now: at.now }
}

function one(at: ApiAt, service: Service, row: Subscription, status: number, request?: ServiceRequest): Answer {
  const options = parseQuery(request?.query ?? [])
  const body = entityJson(context(at, service), set, row, options)
  return json(
    status,
    { '@odata.context': `${at.root}/$metadata#subscriptions/$entity`, ...body },
    { ETag: row._etag, ...(status === 201 && { Location: `${at.root}/subscriptions('${row.id}')` }) },
  )
}

function list(at: ApiAt, service: Service, count: boolean, request: ServiceRequest): Answer {
  const options = parseQuery(request.query)
  const reading = context(at, service)
  const all = filterAndSort(reading, set, service.subscriptions.list(), options)
  if (count) return plainNumber(all.length)
  const { rows, nextLink } = pageOfRows(at, reading, set, request, options, all)
  return json(200, {
    '@odata.context': `${at.root}/$metadata#subscriptions`,
    ...(options.count && { '@odata.count': all.length }),
    value: rows.map((row) => entityJson(reading, set, row, options)),
    ...(nextLink !== undefined && { '@odata.nextLink': nextLink }),
  })
}

import type { Switches } from '../switches.ts'
import { entitySet } from '../entities.ts'
import { badRequest, methodNotAllowed, recordNotFound, ServiceError } from '../errors.ts'
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

/** What a request is answered from. */
interface Asked {
  readonly at: ApiAt
  readonly service: Service
  readonly target: Target & { kind: 'subscriptions' }
  readonly request: ServiceRequest
}

/**
 * The set `subscriptions`: keyed by a quoted text, not below a company. Reading and deleting are answered at once;
 * create and renewal wait for the handshake and are left to `subscribe`.
 */
export function subscriptions({ at, service, target, request }: Asked): Answer | undefined {
  const { key } = target
  const { method } = request
  if (key === undefined) {
    if (method === 'GET') return list(at, service, target.count, request)
    if (method !== 'POST') throw methodNotAllowed(method, 'subscriptions')
    return undefined
  }
  const found = mustFind(service, key)
  switch (method) {
    case 'GET':
      return one(at, service, found, 200, request)
    case 'DELETE':
      checkMatch(request, found, service.switches.subscriptionNeedsIfMatch, service.switches)
      service.subscriptions.remove(key)
      return noContent()
    case 'PATCH':
      return undefined
    default:
      throw methodNotAllowed(method, 'subscriptions')
  }
}

/** POST and PATCH of subscriptions: the receiver is asked first. */
export async function subscribe({ at, service, target: { key }, request }: Asked): Promise<Answer> {
  const { switches } = service
  if (key === undefined) {
    const made = await service.subscriptions.create(wanted(readBody(request), undefined, switches))
    return one(at, service, made, 201)
  }
  const found = mustFind(service, key)
  checkMatch(request, found, switches.subscriptionNeedsIfMatch, switches)
  const renewed = await service.subscriptions.renew(key, wanted(readBody(request), found, switches))
  return one(at, service, renewed, 200)
}

function mustFind(service: Service, key: string): Subscription {
  const found = service.subscriptions.get(key)
  if (!found) throw recordNotFound('subscriptions', key)
  return found
}

const writable = ['notificationUrl', 'resource', 'clientState'] as const
const longestState = 2048

/**
 * @throws ServiceError 400 for an empty body or an unknown property, `BadRequest_RequiredParamNotProvided` for what is
 * missing, `Application_StringExceededLength` for a client state that is too long; `readOnlyWrite` for properties that
 * are the server's
 */
function wanted(
  body: Record<string, unknown>,
  before: Subscription | undefined,
  { readOnlyWrite }: Pick<Switches, 'readOnlyWrite'>,
): Wanted {
  const given = Object.entries(body).filter(([name]) => !name.includes('@'))
  if (before && given.length === 0) throw badRequest('The request body holds no property to change.')
  for (const [name, value] of given) {
    if (!Object.hasOwn(set.properties, name))
      throw badRequest(`The property '${name}' does not exist on type 'Microsoft.NAV.${set.type}'.`)
    if (!writable.some((each) => each === name))
      throw new ServiceError(readOnlyWrite.status, readOnlyWrite.code, `The property '${name}' is read-only.`)
    if (typeof value !== 'string') throw badRequest(`The property '${name}' must be a text.`)
  }
  const text = (name: (typeof writable)[number]): string => {
    const value = body[name] ?? before?.[name] ?? ''
    return typeof value === 'string' ? value : ''
  }
  for (const name of ['notificationUrl', 'resource'] as const)
    if (text(name) === '')
      throw new ServiceError(400, 'BadRequest_RequiredParamNotProvided', `The "${name}" must be provided.`)
  const clientState = text('clientState')
  if (clientState.length > longestState)
    throw new ServiceError(
      400,
      'Application_StringExceededLength',
      `The length of the string is ${clientState.length}, but it must be less than or equal to ${longestState} characters. Property: clientState.`,
    )
  return { notificationUrl: text('notificationUrl'), resource: text('resource'), clientState }
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

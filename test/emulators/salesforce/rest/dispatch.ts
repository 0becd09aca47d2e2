import { ApiError, notSupported } from '../context.ts'
import { customNotification } from './actions/custom-notification.ts'
import { actionKinds, customActions, describeCustomNotification, standardActions } from './actions/list.ts'
import { type Answer, type Call, notFound, type RestWorld } from './call.ts'
import {
  createCollection,
  deleteCollection,
  readCollection,
  updateCollection,
  upsertCollection,
} from './composite/collections.ts'
import { createTree } from './composite/tree.ts'
import { query, queryAll, queryMore } from './query/query.ts'
import { limitsResource, resources } from './resources.ts'
import { readContent } from './sobjects/content.ts'
import { create } from './sobjects/create.ts'
import { deleteById } from './sobjects/delete.ts'
import { basicInfo, describeGlobal, describeSObject } from './sobjects/describe.ts'
import { deleteByExternalId, readByExternalId, upsertByExternalId, upsertWithoutKey } from './sobjects/external-id.ts'
import { read } from './sobjects/read.ts'
import { deleted, updated } from './sobjects/replication.ts'
import { update } from './sobjects/update.ts'

type Handler = (call: Call, world: RestWorld) => Answer

/** Every resource below `/services/data/vXX.X` that works within one transaction. First match wins. */
const routes: readonly (readonly [method: string, path: string, handler: Handler])[] = [
  ['GET', '', resources],
  ['GET', 'limits', limitsResource],
  ['GET', 'actions', actionKinds],
  ['GET', 'actions/standard', standardActions],
  ['GET', 'actions/custom', customActions],
  ['GET', 'actions/standard/customNotificationAction', describeCustomNotification],
  ['POST', 'actions/standard/customNotificationAction', customNotification],
  ['GET', 'query', query],
  ['GET', 'queryAll', queryAll],
  ['GET', 'query/:locator', queryMore],
  ['GET', 'queryAll/:locator', queryMore],
  ['GET', 'sobjects', describeGlobal],
  ['GET', 'sobjects/:object', basicInfo],
  ['POST', 'sobjects/:object', create],
  ['GET', 'sobjects/:object/describe', describeSObject],
  ['GET', 'sobjects/:object/updated', updated],
  ['GET', 'sobjects/:object/deleted', deleted],
  ['POST', 'sobjects/:object/Id', upsertWithoutKey],
  ['GET', 'sobjects/:object/:id', read],
  ['PATCH', 'sobjects/:object/:id', update],
  ['DELETE', 'sobjects/:object/:id', deleteById],
  ['GET', 'sobjects/ContentVersion/:id/VersionData', readContent],
  ['GET', 'sobjects/:object/:field/:value', readByExternalId],
  ['PATCH', 'sobjects/:object/:field/:value', upsertByExternalId],
  ['DELETE', 'sobjects/:object/:field/:value', deleteByExternalId],
  ['POST', 'composite/sobjects', createCollection],
  ['PATCH', 'composite/sobjects', updateCollection],
  ['DELETE', 'composite/sobjects', deleteCollection],
  ['POST', 'composite/sobjects/:object', readCollection],
  ['GET', 'composite/sobjects/:object', readCollection],
  ['PATCH', 'composite/sobjects/:object/:field', upsertCollection],
  ['POST', 'composite/tree/:object', createTree],
]

/** Resources that exist at Salesforce and not here. */
const missing: readonly RegExp[] = [
  /^(actions|analytics|appMenu|async-queries|chatter|commerce|connect|consent|eclair|event|flexiPage|knowledge|licensing|parameterizedSearch|process|quickActions|recent|search|support|tabs|theme|tooling|wave)\b/,
  /^sobjects\/[^/]+\/(describe\/.+|quickActions|listviews|defaultValues|[^/]+\/[^/]+\/.+)/,
]

function match(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
  const parts = pattern === '' ? [] : pattern.split('/')
  if (parts.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? ''
    if (part.startsWith(':')) params[part.slice(1)] = segment
    else if (part !== segment) return undefined
  }
  return params
}

/**
 * Finds the operation for a path below the version.
 * @throws ApiError 404 NOT_FOUND, 405 METHOD_NOT_ALLOWED, or 501 for what this sandbox does not do
 */
export function operationFor(
  method: string,
  segments: readonly string[],
): { handler: Handler; params: Record<string, string> } {
  let allowed = false
  for (const [routeMethod, pattern, handler] of routes) {
    const params = match(pattern, segments)
    if (params && routeMethod === (method === 'HEAD' ? 'GET' : method)) return { handler, params }
    allowed ||= params !== undefined
  }
  const path = segments.join('/')
  if (missing.some((pattern) => pattern.test(path))) throw notSupported(`${method} /${path}`)
  if (allowed)
    throw new ApiError(405, {
      statusCode: 'METHOD_NOT_ALLOWED',
      message: `HTTP Method '${method}' not allowed. Allowed are HEAD,GET,PATCH,DELETE`,
      fields: [],
    })
  throw notFound()
}

import { notSupported } from '../context.ts'
import { customNotification } from './actions/custom-notification.ts'
import { actionKinds, customActions, describeCustomNotification, standardActions } from './actions/list.ts'
import { type Answer, type Call, notFound, objectInPath, type Operation, type RestWorld } from './call.ts'
import {
  createCollection,
  deleteCollection,
  readCollection,
  updateCollection,
  upsertCollection,
} from './composite/collections.ts'
import { createTree } from './composite/tree.ts'
import { methodNotAllowed } from './method-not-allowed.ts'
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
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** A resource of an object that Salesforce has and this sandbox has not; of an object that is not there neither has it. */
const missingHere: Operation<'schema'> = (call, world) => {
  objectInPath(call, world)
  throw notSupported(`${call.method} /sobjects/${call.params.object ?? ''}/${call.params.resource ?? ''}`)
}
const missingOf = (resource: string): Partial<Record<Method, Handler>> => {
  const handler: Handler = (call, world) => missingHere({ ...call, params: { ...call.params, resource } }, world)
  return { GET: handler, POST: handler, PATCH: handler, DELETE: handler }
}

/** Every resource below `/services/data/vXX.X` that works within one transaction. The first path that matches wins. */
const routes: readonly (readonly [path: string, handlers: Partial<Record<Method, Handler>>])[] = [
  ['', { GET: resources }],
  ['limits', { GET: limitsResource }],
  ['actions', { GET: actionKinds }],
  ['actions/standard', { GET: standardActions }],
  ['actions/custom', { GET: customActions }],
  ['actions/standard/customNotificationAction', { GET: describeCustomNotification, POST: customNotification }],
  ['query', { GET: query }],
  ['queryAll', { GET: queryAll }],
  ['query/:locator', { GET: queryMore }],
  ['queryAll/:locator', { GET: queryMore }],
  ['sobjects', { GET: describeGlobal }],
  ['sobjects/:object', { GET: basicInfo, POST: create }],
  ['sobjects/:object/describe', { GET: describeSObject }],
  ['sobjects/:object/updated', { GET: updated }],
  ['sobjects/:object/deleted', { GET: deleted }],
  ['sobjects/:object/listviews', missingOf('listviews')],
  ['sobjects/:object/listviews/*', missingOf('listviews')],
  ['sobjects/:object/quickActions', missingOf('quickActions')],
  ['sobjects/:object/quickActions/*', missingOf('quickActions')],
  ['sobjects/:object/describe/*', missingOf('describe')],
  ['sobjects/:object/Id', { POST: upsertWithoutKey }],
  ['sobjects/:object/:id', { GET: read, PATCH: update, DELETE: deleteById }],
  ['sobjects/ContentVersion/:id/VersionData', { GET: readContent }],
  ['sobjects/:object/:field/:value', { GET: readByExternalId, PATCH: upsertByExternalId, DELETE: deleteByExternalId }],
  ['composite/sobjects', { POST: createCollection, PATCH: updateCollection, DELETE: deleteCollection }],
  ['composite/sobjects/:object', { GET: readCollection, POST: readCollection }],
  ['composite/sobjects/:object/:field', { PATCH: upsertCollection }],
  ['composite/tree/:object', { POST: createTree }],
]

/** Resources that exist at Salesforce and not here. [REST API Developer Guide: Reference] */
const missing: readonly RegExp[] = [
  /^(actions|analytics|appMenu|async-queries|chatter|commerce|compactLayouts|connect|consent|dedupe|domino|eclair|emailConnect|event|flexiPage|folders|iot|jobs|jsonxform|knowledge|knowledgeManagement|licensing|localizedvalue|metadata|mobile|nouns|parameterizedSearch|payments|process|quickActions|recent|scheduling|search|serviceTemplates|smartdatadiscovery|support|tabs|theme|tokenizer|tooling|wave)(\/|$)/,
  /^limits\/recordCount$/,
  /^sobjects\/[^/]+\/[^/]+\/[^/]+\/.+/,
  /^composite$/,
]

function match(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
  const parts = pattern === '' ? [] : pattern.split('/')
  const open = parts.at(-1) === '*'
  if (open ? segments.length < parts.length : segments.length !== parts.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? ''
    if (part.startsWith(':')) params[part.slice(1)] = segment
    else if (part !== segment && part !== '*') return undefined
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
  const path = segments.join('/')
  if (path === 'sobjects/relevantItems') throw notSupported(`${method} /${path}`)
  for (const [pattern, handlers] of routes) {
    const params = match(pattern, segments)
    if (!params) continue
    const asked = method === 'HEAD' ? 'GET' : method
    const found = Object.entries(handlers).find(([one]) => one === asked)
    if (!found) throw methodNotAllowed(method, Object.keys(handlers))
    return { handler: found[1], params }
  }
  if (missing.some((pattern) => pattern.test(path))) throw notSupported(`${method} /${path}`)
  throw notFound()
}

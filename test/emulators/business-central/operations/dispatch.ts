import { entitySets, type ApiName, type EntitySet } from '../entities.ts'
import { badRequest, methodNotAllowed, switched } from '../errors.ts'
import { answerTo, json, noContent, type Answer } from '../http/answer.ts'
import { requireRight, type Right } from '../http/caller.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import { metadata } from '../odata/metadata.ts'
import type { Service } from '../service.ts'
import { callAction } from './call-action.ts'
import { companies } from './companies.ts'
import { atLevel } from './metadata-level.ts'
import type { ApiAt } from './context-url.ts'
import { create } from './create.ts'
import { readCollection } from './read-collection.ts'
import { readEntity } from './read-entity.ts'
import { remove } from './remove.ts'
import { resolve } from './resolve.ts'
import { readStream, writeStream } from './streams.ts'
import { subscriptions } from './subscriptions.ts'
import type { Target } from './target.ts'
import { update } from './update.ts'

/** Requests that go out to a receiver and so take time. */
export type Slow = { readonly slow: Target & { kind: 'subscriptions' } } | { readonly slow: Target & { kind: 'batch' } }

/**
 * Answers one request, at once: everything the service does happens in memory, so a batch can run in one transaction.
 * Subscriptions and batches are handed back, because they wait.
 */
export function dispatch(service: Service, api: ApiName, prefix: string, request: ServiceRequest): Answer | Slow {
  try {
    const at = { api, root: `${service.root()}/${prefix}`, now: service.clock.now() }
    refuseMethod(request)
    const target = resolve(service, api, request)
    const answer = run(service, at, target, request)
    return 'slow' in answer ? answer : atLevel(answer, request, at, target, service.switches)
  } catch (error) {
    return answerTo(switched(error, service.switches))
  }
}

function run(service: Service, at: ApiAt, target: Target, request: ServiceRequest): Answer | Slow {
  const { method } = request
  const { switches } = service
  const needs = (right: Right, set: EntitySet) => requireRight(request.caller, right, set, switches)
  switch (target.kind) {
    case 'service':
      only(method, 'GET', '')
      return json(200, {
        '@odata.context': `${at.root}/$metadata`,
        value: [...entitySets(at.api).keys()].map((name) => ({ name, kind: 'EntitySet', url: name })),
      })
    case 'metadata':
      only(method, 'GET', '$metadata')
      return {
        status: 200,
        headers: { 'OData-Version': '4.0', 'Content-Type': 'application/xml' },
        body: metadata(at.api, service.switches.version29),
      }
    case 'companies':
      return companies(at, service, target, request)
    case 'batch':
      only(method, 'POST', '$batch')
      return { slow: target as Target & { kind: 'batch' } }
    case 'subscriptions':
      return subscriptions({ at, service, target, request }) ?? { slow: target }
    case 'collection':
      needs(method === 'GET' ? 'R' : 'I', target.set)
      if (method === 'GET') return readCollection(at, target, request)
      only(method, 'POST', target.set.name)
      return create(at, target, request)
    case 'entity':
      needs(method === 'GET' ? 'R' : method === 'PATCH' ? 'M' : 'D', target.set)
      if (method === 'GET') return readEntity(at, target, request)
      if (method === 'PATCH') return update(at, target, request)
      only(method, 'DELETE', target.set.name)
      return remove(target, request)
    case 'nothing':
      only(method, 'GET', target.set.name)
      return noContent()
    case 'action':
      only(method, 'POST', target.name)
      needs('X', target.set)
      return callAction(at, target, request)
    case 'stream':
      needs(method === 'GET' ? 'R' : 'M', target.set)
      if (method === 'GET') return readStream(target)
      only(method, 'PATCH', target.name)
      return writeStream(target, request)
  }
}

/** @throws ServiceError 405 for a method nothing has, 400 for a write that says it is none */
function refuseMethod(request: ServiceRequest): void {
  const { method } = request
  if (!['GET', 'POST', 'PATCH', 'DELETE'].includes(method)) throw methodNotAllowed(method, request.path)
  // A batch of reads is a read: its parts are looked at one by one.
  const reads = method === 'GET' || /^\/?\$batch\/?$/.test(request.path)
  if (!reads && request.header('data-access-intent')?.toLowerCase() === 'readonly')
    throw badRequest('A writing request cannot have Data-Access-Intent: ReadOnly.')
}

function only(method: string, wanted: string, on: string): void {
  if (method !== wanted) throw methodNotAllowed(method, on)
}

import { methodNotAllowed } from '../errors.ts'
import { json, type Answer } from '../http/answer.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import { entityJson } from '../odata/entity-json.ts'
import { parseQuery } from '../odata/query-options.ts'
import { contextUrl, type ApiAt } from './context-url.ts'
import type { EntityTarget } from './target.ts'

/** GET of one row, with its tag. */
export function readEntity(at: ApiAt, { set, context, row }: EntityTarget, request: ServiceRequest): Answer {
  if (!set.verbs.includes('GET')) throw methodNotAllowed('GET', set.name)
  const options = parseQuery(request.query)
  return entityAnswer(at, { kind: 'entity', set, context, row }, options, 200)
}

/** One row as an answer; the tag stands in the header too. */
export function entityAnswer(
  at: ApiAt,
  { set, context, row }: EntityTarget,
  options: ReturnType<typeof parseQuery>,
  status: number,
  headers: Record<string, string> = {},
): Answer {
  const body = {
    '@odata.context': contextUrl(at, context.company.id, set, true),
    ...entityJson({ ...context, root: at.root, now: at.now }, set, row, options),
  }
  const tag = '@odata.etag' in body ? body['@odata.etag'] : undefined
  return json(status, body, { ...(typeof tag === 'string' && { ETag: tag }), ...headers })
}

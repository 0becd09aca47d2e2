import { badRequest, methodNotAllowed } from '../errors.ts'
import { noContent, type Answer } from '../http/answer.ts'
import { preference, type ServiceRequest } from '../http/service-request.ts'
import { parseQuery } from '../odata/query-options.ts'
import { pageOf } from '../pages/index.ts'
import { plain } from '../pages/plain.ts'
import { rowByKey } from '../pages/reading.ts'
import { resolveReferences } from '../pages/resolve-references.ts'
import type { ApiAt } from './context-url.ts'
import { checkMatch } from './match.ts'
import { readBody } from './read-body.ts'
import { entityAnswer } from './read-entity.ts'
import { readValues } from './read-values.ts'
import type { EntityTarget } from './target.ts'

/** PATCH of one row: needs `If-Match`, answers with the whole row. */
export function update(at: ApiAt, { set, context, row }: EntityTarget, request: ServiceRequest): Answer {
  if (!set.verbs.includes('PATCH')) throw methodNotAllowed('PATCH', set.name)
  checkMatch(request, row, true, context.switches)
  const body = readBody(request)
  const options = parseQuery(request.query)
  const page = pageOf(set)
  const { values } = readValues(context, set, body, page.state?.(context, row) ?? 'draft')
  if (Object.keys(values).length === 0) throw badRequest('The request body holds no property to change.')
  const { company } = context
  const changed = company.transaction(() => {
    const change = resolveReferences(context, set, values)
    return (page.update ?? plain.update)(context, set, row, change)
  })
  // The row of a dimension set line is found below its parent only.
  const fresh = page.source ? changed : (rowByKey(context, set, row.id) ?? changed)
  if (preference(request, 'return-no-content') !== undefined || preference(request, 'return') === 'minimal')
    return noContent()
  return entityAnswer(at, { kind: 'entity', set, context, row: fresh }, options, 200)
}

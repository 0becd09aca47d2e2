import { entitySet, navigationNamed, type EntitySet } from '../entities.ts'
import { methodNotAllowed } from '../errors.ts'
import { noContent, type Answer } from '../http/answer.ts'
import { preference, type ServiceRequest } from '../http/service-request.ts'
import { parseQuery } from '../odata/query-options.ts'
import { pageOf } from '../pages/index.ts'
import type { PageContext } from '../pages/page.ts'
import { plain } from '../pages/plain.ts'
import { rowByKey } from '../pages/reading.ts'
import { resolveReferences } from '../pages/resolve-references.ts'
import { BusinessError, type Row } from '../tables.ts'
import { noGuid } from '../wire/blank.ts'
import type { Values } from '../wire/coerce.ts'
import { entityUrl, type ApiAt } from './context-url.ts'
import { inheritedBy } from './inherited.ts'
import { readBody } from './read-body.ts'
import { entityAnswer } from './read-entity.ts'
import { readValues } from './read-values.ts'
import type { CollectionTarget } from './target.ts'

/** POST to a set: one row, with its lines when they come along. All or nothing. */
export function create(at: ApiAt, { set, context, inherits }: CollectionTarget, request: ServiceRequest): Answer {
  if (!set.verbs.includes('POST')) throw methodNotAllowed('POST', set.name)
  const body = readBody(request)
  const options = parseQuery(request.query)
  const { company } = context
  const made = company.transaction(() => createDeep(context, set, body, inherits))
  // The row of a dimension set line is found below its parent only.
  const row = pageOf(set).source ? made : (rowByKey(context, set, made.id) ?? made)
  const location = entityUrl(at, company.id, set, row.id)
  if (preference(request, 'return-no-content') !== undefined || preference(request, 'return') === 'minimal')
    return noContent({ Location: location, 'OData-EntityId': location })
  return entityAnswer(at, { kind: 'entity', set, context, row }, options, 201, { Location: location })
}

/**
 * A record made below its parent, or along with it, is its own: another one named in the body is refused, or passed over by
 * the switch `otherParentInBody`. The pages say it of `documentId`, how they answer a record that is made is unknown.
 * [API v2.0, page APIV2 - Sales Order Lines]
 *
 * @throws BusinessError 400
 */
function refuseOtherParent({ switches }: PageContext, values: Values, inherits: Values): void {
  if (switches.otherParentInBody === 'ignore') return
  for (const [name, parent] of Object.entries(inherits)) {
    const said = values[name]
    if (said !== undefined && said !== noGuid && said !== parent)
      throw new BusinessError(`The value for "${name}" cannot be modified.`)
  }
}

function createDeep(context: PageContext, set: EntitySet, body: Record<string, unknown>, inherits: Values): Row {
  const { values, collections } = readValues(context, set, body, 'create')
  const page = pageOf(set)
  refuseOtherParent(context, values, inherits)
  const complete = resolveReferences(context, set, { ...values, ...inherits })
  const row = (page.create ?? plain.create)(context, set, complete)
  for (const [name, parts] of collections) {
    const navigation = navigationNamed(set, name, context.switches)
    const target = navigation && entitySet(navigation.set)
    if (!target) continue
    if (!target.verbs.includes('POST')) throw methodNotAllowed('POST', target.name)
    for (const part of parts) createDeep(context, target, part, inheritedBy(set, row, target, navigation))
  }
  page.created?.(context, row)
  return row
}

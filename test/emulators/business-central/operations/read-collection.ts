import { methodNotAllowed } from '../errors.ts'
import { json, plainNumber, type Answer } from '../http/answer.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import { entityWriter, type WriteContext } from '../odata/entity-json.ts'
import { propertiesOf } from '../odata/filter/expression.ts'
import { equalities } from '../odata/filter/equalities.ts'
import { withWildcards } from '../odata/filter/wildcard.ts'
import { parseQuery, type QueryOptions } from '../odata/query-options.ts'
import { filterAndSort } from '../odata/run-query.ts'
import { splitFlowFilter } from '../odata/flow-filter.ts'
import { pageOf } from '../pages/index.ts'
import type { PageContext } from '../pages/page.ts'
import { isStored, readProperty, rowsOf, rowsWhere } from '../pages/reading.ts'
import { BusinessError, type Row } from '../tables.ts'
import { noGuid } from '../wire/blank.ts'
import { contextUrl, type ApiAt } from './context-url.ts'
import { pageOfRows } from './paging.ts'
import type { CollectionTarget } from './target.ts'

/**
 * GET of a set: filter, sort, page, expand.
 *
 * @throws ServiceError 400 for a query that cannot be read, 405 when the set cannot be read at all
 */
export function readCollection(at: ApiAt, target: CollectionTarget, request: ServiceRequest): Answer {
  const { set } = target
  if (!set.verbs.includes('GET')) throw methodNotAllowed('GET', set.name)
  const { filter: all, ...given } = parseQuery(request.query)
  const { filter, range } = splitFlowFilter(all, set)
  const context: PageContext = { ...target.context, range }
  const options: QueryOptions = {
    ...given,
    ...(filter && { filter: pageOf(set).wildcards === true ? withWildcards(filter) : filter }),
  }
  const rows = filterAndSort(context, set, candidates({ ...target, context }, options), options)
  if (target.count) return plainNumber(rows.length)

  const { rows: page, nextLink } = pageOfRows(at, context, set, request, options, rows)
  const write: WriteContext = { ...context, root: at.root, now: at.now }
  return json(200, {
    '@odata.context': contextUrl(at, context.company.id, set),
    ...(options.count && { '@odata.count': rows.length }),
    value: page.map(entityWriter(write, set, options)),
    ...(nextLink !== undefined && { '@odata.nextLink': nextLink }),
  })
}

/**
 * The rows a filter has to look at: an index narrows them when the filter pins a stored property.
 *
 * @throws BusinessError 400 when the set can be read below a parent only and none is named
 */
export function candidates(
  { set, context, below }: CollectionTarget,
  { filter }: Pick<QueryOptions, 'filter'>,
): readonly Row[] {
  if (below) return below
  const pinned = filter ? equalities(filter, set) : new Map<string, string>()
  const { needsParent } = pageOf(set)
  if (needsParent && !needsParent.properties.some((property) => pinned.has(property)))
    throw new BusinessError(needsParent.refusal)
  const { upperCaseCodes, filterCaseSensitive } = context.switches
  for (const [name, value] of pinned) {
    const property = set.properties[name]
    if (!property || !isStored(set, name)) continue
    // A blank may be stored as a missing value, which no index knows.
    if (value === '' || value === noGuid) continue
    if (property.type === 'Guid') return rowsWhere(context, set, name, value)
    if (property.code === true && upperCaseCodes) return rowsWhere(context, set, name, value.toUpperCase())
    if (property.code !== true && filterCaseSensitive) return rowsWhere(context, set, name, value)
  }
  const rows = rowsOf(context, set)
  const { unlessFiltered } = pageOf(set)
  if (!unlessFiltered || (filter && propertiesOf(filter).has(unlessFiltered.property))) return rows
  return rows.filter((row) => readProperty(context, set, row, unlessFiltered.property) === unlessFiltered.value)
}

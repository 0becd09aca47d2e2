import type { EntitySet } from '../entities.ts'
import { preference, type ServiceRequest } from '../http/service-request.ts'
import type { QueryOptions } from '../odata/query-options.ts'
import { countUpTo, rowOrder } from '../odata/row-order.ts'
import { readSkipToken, writeSkipToken } from '../odata/skip-token.ts'
import type { PageContext } from '../pages/page.ts'
import type { Row } from '../tables.ts'
import type { ApiAt } from './context-url.ts'

/** One page of an answer. */
export interface PageOfRows {
  readonly rows: readonly Row[]
  /** Address of the next page; left out on the last one, and always with `$top`. */
  readonly nextLink?: string
}

/**
 * Cuts the page that a request asks for out of all rows, which are in the order of the query. A next link goes on behind
 * the place of the last row, so rows that change, come or go between two pages cost no other row. Pages are at most
 * `maxPageSize` long; `$top` is never answered with a next link.
 * [Microsoft Learn: Server-driven paging in OData web services]
 *
 * @throws ServiceError 400 for a token that is not ours, or too old
 */
export function pageOfRows(
  at: ApiAt,
  context: PageContext,
  set: EntitySet,
  request: ServiceRequest,
  options: QueryOptions,
  rows: readonly Row[],
): PageOfRows {
  const { maxPageSize, skipTokenLifetimeSeconds: lifetimeSeconds } = context.switches
  const order = rowOrder(context, set, options.orderBy)
  const parts = options.orderBy.length + 4
  const start =
    options.skipToken === undefined
      ? options.skip
      : countUpTo(rows, readSkipToken(options.skipToken, { now: at.now, lifetimeSeconds, parts }).after, order)
  const size = pageSize(request, maxPageSize)
  const page = rows.slice(start, start + Math.min(size, options.top ?? size))
  const last = page.at(-1)
  if (options.top !== undefined || !last || start + page.length >= rows.length) return { rows: page }
  const token = writeSkipToken({ after: order.placeOf(last), madeAt: at.now })
  return { rows: page, nextLink: nextLink(at, context, request, token) }
}

function pageSize(request: ServiceRequest, maximum: number): number {
  const wanted = Number(preference(request, 'odata.maxpagesize') ?? preference(request, 'maxpagesize'))
  return Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, maximum) : maximum
}

/** `aid=…` is seen in next links of live tenants; what it means is unknown, so it is a switch and not read back. */
function nextLink(
  at: ApiAt,
  { switches: { nextLinkAid } }: Pick<PageContext, 'switches'>,
  request: ServiceRequest,
  token: string,
): string {
  const query = [...request.query].filter(([name]) => !['$skip', '$skiptoken', 'aid'].includes(name))
  const aid = nextLinkAid === undefined ? [] : [['aid', nextLinkAid] as const]
  const pairs = [...aid, ...query, ['$skiptoken', token] as const].map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  )
  return `${at.root}/${request.path}?${pairs.join('&')}`
}

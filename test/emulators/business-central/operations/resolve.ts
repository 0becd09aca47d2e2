import {
  entitySets,
  isKnownElsewhere,
  navigationNamed,
  type ApiName,
  type EntitySet,
  type Navigation,
} from '../entities.ts'
import { badRequest, notSupported, recordNotFound, ServiceError, unknownSegment } from '../errors.ts'
import type { Segment } from '../http/segment.ts'
import { parseSegments } from '../http/segment.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import type { PageContext } from '../pages/page.ts'
import { rowByKey } from '../pages/reading.ts'
import { related } from '../pages/related.ts'
import type { Service } from '../service.ts'
import type { Row } from '../tables.ts'
import { isGuid } from '../wire/coerce.ts'
import { companyOf } from './company-of.ts'
import { inheritedBy } from './inherited.ts'
import type { Target } from './target.ts'

/**
 * Follows a path below the service root to what it names; parents on the way must exist.
 *
 * @throws ServiceError 404 for what does not exist, 501 for what this sandbox leaves out
 */
export function resolve(service: Service, api: ApiName, request: ServiceRequest): Target {
  const segments = parseSegments(request.path)
  const [first, ...others] = segments
  if (!first) return { kind: 'service' }
  if (first.name === '$metadata') return { kind: 'metadata' }
  if (first.name === '$batch') return { kind: 'batch' }
  if (first.name === 'entityDefinitions') throw notSupported('entityDefinitions')
  if (first.name === 'subscriptions') return subscriptions(first, others)

  const inCompany = first.name === 'companies'
  if (inCompany && first.key === undefined) {
    const [next, ...more] = others
    if (more.length > 0 || (next && next.name !== '$count')) throw unknownSegment(next?.name ?? '')
    return { kind: 'companies', count: next !== undefined }
  }
  const company = companyOf(service, inCompany ? first : undefined, request)
  const context: PageContext = { company, switches: service.switches }
  const path = inCompany ? others : segments
  const [start, ...rest] = path
  if (!start) return { kind: 'companies', key: company.id }
  const set = entitySets(api).get(start.name)
  if (!set || !belowCompany(set)) {
    if (api === 'v2.0' && isKnownElsewhere(start.name)) throw notSupported(`the entity set ${start.name}`)
    if (api === 'analytics/v1.0') throw notSupported(`the entity set ${start.name} of the Analytics API`)
    if (api === 'runtime/beta' && start.name === 'apiRoutes') throw notSupported('apiRoutes')
    throw unknownSegment(start.name)
  }
  if (start.key === undefined) return collection(context, set, rest)
  return below(context, set, mustFind(context, set, start), rest)
}

/** Companies and subscriptions stand at the service root only. */
const belowCompany = ({ name }: EntitySet): boolean => name !== 'companies' && name !== 'subscriptions'

function subscriptions({ key }: Segment, rest: readonly Segment[]): Target {
  const [next, ...more] = rest
  const count = next?.name === '$count' && key === undefined
  if ((next && !count) || more.length > 0) throw unknownSegment(next?.name ?? '')
  return { kind: 'subscriptions', count, ...(key !== undefined && { key }) }
}

function collection(context: PageContext, set: EntitySet, rest: readonly Segment[]): Target {
  const [next] = rest
  if (rest.length > 1 || (next && next.name !== '$count')) throw unknownSegment(next?.name ?? '')
  return { kind: 'collection', context, set, inherits: {}, count: next !== undefined }
}

/** Goes on from one row: an action, a stream, or a navigation property and what lies behind it. */
function below(context: PageContext, set: EntitySet, row: Row, path: readonly Segment[]): Target {
  const [next, ...rest] = path
  if (!next) return { kind: 'entity', context, set, row }
  const action = /^Microsoft\.NAV\.(\w+)$/i.exec(next.name)?.[1]
  if (action !== undefined && rest.length === 0) {
    const name = set.actions.find((each) => each.toLowerCase() === action.toLowerCase())
    if (!name) throw unknownSegment(next.name)
    return { kind: 'action', context, set, row, name }
  }
  const navigation = navigationNamed(set, next.name, context.switches)
  if (navigation) return behind(context, set, row, navigation, next, rest)
  const property = Object.hasOwn(set.properties, next.name) ? set.properties[next.name] : undefined
  if (property?.type === 'Stream' && (rest.length === 0 || rest[0]?.name === '$value'))
    return { kind: 'stream', context, set, row, name: next.name }
  if (property) throw notSupported(`reading the single property ${next.name}`)
  throw unknownSegment(next.name)
}

function behind(
  context: PageContext,
  set: EntitySet,
  row: Row,
  navigation: Navigation,
  { key, name, quoted }: Segment,
  rest: readonly Segment[],
): Target {
  const target = entitySets('v2.0').get(navigation.set)
  if (!target) throw unknownSegment(name)
  if (key !== undefined) refuseNoGuid(target, key, quoted)
  const rows = related(context, set, row, navigation)
  if (!navigation.many) {
    // Some clients put the key of a to-one part: `pdfDocument(id)`, `picture(id)`.
    const found = rows.find((each) => key === undefined || each[target.key[0] ?? 'id'] === key || each.id === key)
    if (found) return below(context, target, found, rest)
    if (rest.length > 0 || key !== undefined) throw recordNotFound(target.type, key ?? row.id)
    return { kind: 'nothing', set: target }
  }
  if (key !== undefined) {
    const found = rows.find((each) => each[target.key[0] ?? 'id'] === key)
    if (!found) throw recordNotFound(target.type, key)
    return below(context, target, found, rest)
  }
  if (rest.length > 1 || (rest[0] && rest[0].name !== '$count')) throw unknownSegment(rest[0]?.name ?? '')
  return {
    kind: 'collection',
    context,
    set: target,
    below: rows,
    inherits: inheritedBy(set, row, target, navigation),
    count: rest.length > 0,
  }
}

/** Guids stand bare: in quotes they are texts. */
function refuseNoGuid(set: EntitySet, key: string, quoted: boolean | undefined): void {
  if (set.properties[set.key[0] ?? 'id']?.type === 'Guid' && (quoted === true || !isGuid(key)))
    throw badRequest(`The key '${key}' is not a valid Edm.Guid.`)
}

function mustFind(context: PageContext, set: EntitySet, { key = '', quoted }: Segment): Row {
  if (set.key.length > 1) throw notSupported(`reading ${set.name} by its key`)
  refuseNoGuid(set, key, quoted)
  const row = rowByKey(context, set, key)
  if (!row) throw new ServiceError(404, 'Internal_RecordNotFound', recordNotFound(set.type, key).message)
  return row
}

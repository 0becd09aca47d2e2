import type { ApiName } from '../entities.ts'
import { badRequest, notSupported, ServiceError, unknownSegment } from '../errors.ts'
import type { Switches } from '../switches.ts'

/** What an address means before anybody looks at data. */
export interface ServicePath {
  readonly api: ApiName
  /** The API's own part of the path: `api/v2.0`, `api/microsoft/analytics/v1.0`. */
  readonly prefix: string
  /** What comes below the service root, not decoded. */
  readonly rest: string
}

const microsoft: Readonly<Record<string, ApiName>> = {
  'analytics/v1.0': 'analytics/v1.0',
  'analytics/v0.5': 'analytics/v1.0',
  'runtime/beta': 'runtime/beta',
}

/**
 * Reads `/v2.0/{tenant}/{environment}/api/…`; the tenant may be left out, because the token already tells it.
 *
 * @throws ServiceError when tenant or environment are others, or the API is not offered here
 */
export function parseServicePath(
  path: string,
  at: {
    readonly tenantIds: readonly string[]
    readonly environment: string
    readonly switches: Pick<Switches, 'environmentNotFound' | 'tenantUnavailable'>
  },
): ServicePath {
  const [version, ...segments] = path.replace(/^\/+/, '').split('/').map(decode)
  if (version !== 'v2.0') throw unknownSegment(version ?? '')
  const root = segments.findIndex((segment) => segment === 'api' || segment === 'ODataV4')
  if (root < 0 || root > 2) throw unknownSegment(segments[0] ?? '')
  if (segments[root] === 'ODataV4') throw notSupported('OData web services (ODataV4)')
  const environment = segments[root - 1]
  const tenant = root === 2 ? segments[0] : undefined
  if (tenant !== undefined && !at.tenantIds.includes(tenant.toLowerCase())) {
    const { status, code } = at.switches.tenantUnavailable
    throw new ServiceError(status, code, `The tenant '${tenant}' is not available.`)
  }
  if (environment?.toLowerCase() !== at.environment.toLowerCase()) {
    const { status, code } = at.switches.environmentNotFound
    throw new ServiceError(status, code, `The environment '${environment ?? ''}' does not exist.`)
  }
  return parseApi(
    segments.slice(root + 1),
    path
      .replace(/^\/+/, '')
      .split('/')
      .slice(root + 2),
  )
}

function parseApi(decoded: readonly string[], raw: readonly string[]): ServicePath {
  const [first = '', group = '', version = ''] = decoded
  if (first === 'v2.0') return { api: 'v2.0', prefix: 'api/v2.0', rest: raw.slice(1).join('/') }
  if (first !== 'microsoft') throw unknownSegment(`api/${first}`)
  const api = microsoft[`${group}/${version}`]
  if (!api) throw notSupported(`the API microsoft/${group}/${version}`)
  return { api, prefix: `api/microsoft/${group}/${version}`, rest: raw.slice(3).join('/') }
}

/** @throws ServiceError 400 when a percent sign begins nothing */
export function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw badRequest(`The segment '${segment}' is not encoded correctly.`)
  }
}

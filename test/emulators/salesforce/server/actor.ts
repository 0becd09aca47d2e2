import { ApiError } from '../context.ts'
import type { Sessions } from '../oauth/sessions.ts'
import type { Actor } from '../records.ts'

export const bearerOf = (request: Request): string =>
  /^(Bearer|OAuth)\s+(.+)$/i.exec(request.headers.get('authorization') ?? '')?.[2]?.trim() ?? ''

/** `client=bcbridge` of `Sforce-Call-Options`, which may hold other options beside it. */
export const clientOf = (options: string | null): string | undefined =>
  /(?:^|[,;])\s*client\s*=\s*([^,;\s][^,;]*)/i.exec(options ?? '')?.[1]?.trim()

/** `allowSave=true; includeRecordDetails=false; runAsCurrentUser=true`, in any order; every user sees all records here. */
function duplicatesOf(headers: Headers): Pick<Actor, 'duplicates'> {
  const header = headers.get('sforce-duplicate-rule-header')
  if (header === null) return {}
  const on = (name: string): boolean => new RegExp(`\\b${name}\\s*=\\s*true\\b`, 'i').test(header)
  return { duplicates: { allowSave: on('allowSave'), includeRecordDetails: on('includeRecordDetails') } }
}

/** What the headers of a call, or of a call inside another, say about who acts. */
export function fromHeaders(headers: Headers): Pick<Actor, 'client' | 'duplicates'> {
  const client = clientOf(headers.get('sforce-call-options'))
  return { ...(client === undefined ? {} : { client }), ...duplicatesOf(headers) }
}

/** The user behind the bearer token, with the client's name for change events. */
export function actorOf(request: Request, sessions: Sessions): Actor {
  const session = sessions.find(bearerOf(request))
  if (!session)
    throw new ApiError(401, { statusCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid', fields: [] })
  const [, version, resource] = /^\/services\/data\/v(\d+\.0)\/([^/]*)/.exec(new URL(request.url).pathname) ?? []
  return {
    userId: session.userId,
    api: 'rest',
    ...(version === undefined ? {} : { apiVersion: version }),
    ...(resource === 'ui-api' || resource === 'graphql' ? { ui: true } : {}),
    ...fromHeaders(request.headers),
  }
}

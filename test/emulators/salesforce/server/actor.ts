import { ApiError } from '../context.ts'
import type { Sessions } from '../oauth/sessions.ts'
import type { Actor } from '../records.ts'

export const bearerOf = (request: Request): string =>
  /^(Bearer|OAuth)\s+(.+)$/i.exec(request.headers.get('authorization') ?? '')?.[2]?.trim() ?? ''

/** `client=bcbridge` of `Sforce-Call-Options`. */
export const clientOf = (options: string | null): string | undefined =>
  /client\s*=\s*([^,;]+)/i.exec(options ?? '')?.[1]?.trim()

/** `allowSave=true; includeRecordDetails=false; runAsCurrentUser=true`, in any order; every user sees all records here. */
export function duplicatesOf(headers: Headers): Pick<Actor, 'duplicates'> {
  const header = headers.get('sforce-duplicate-rule-header')
  if (header === null) return {}
  const on = (name: string): boolean => new RegExp(`\\b${name}\\s*=\\s*true\\b`, 'i').test(header)
  return { duplicates: { allowSave: on('allowSave'), includeRecordDetails: on('includeRecordDetails') } }
}

/** The user behind the bearer token, with the client's name for change events. */
export function actorOf(request: Request, sessions: Sessions): Actor {
  const session = sessions.find(bearerOf(request))
  if (!session)
    throw new ApiError(401, { statusCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid', fields: [] })
  const client = clientOf(request.headers.get('sforce-call-options'))
  const [, version, resource] = /\/services\/data\/v(\d+\.0)\/([^/?]*)/.exec(request.url) ?? []
  return {
    userId: session.userId,
    api: 'rest',
    ...(version === undefined ? {} : { apiVersion: version }),
    ...(resource === 'ui-api' || resource === 'graphql' ? { ui: true } : {}),
    ...(client === undefined ? {} : { client }),
    ...duplicatesOf(request.headers),
  }
}

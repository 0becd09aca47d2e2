import { refusal } from './aadsts.ts'

/**
 * The one resource a client-credentials scope asks for: `{application ID URI}/.default`. More than one scope, or a
 * named permission, is refused. [Microsoft Learn: Microsoft identity platform and the OAuth 2.0 client credentials flow]
 */
export function requestedResource(scope: string, known: { resources: readonly string[]; directory: string }): string {
  const scopes = scope
    .split(/\s+/)
    .filter((each) => each !== '' && !['openid', 'profile', 'offline_access'].includes(each))
  const [only] = scopes
  if (only === undefined || scopes.length > 1) throw refusal.malformedScope(scope)
  if (!only.endsWith('/.default')) throw refusal.scopeNotDefault(scope)
  const resource = only.slice(0, -'/.default'.length)
  if (!URL.canParse(resource) && !/^[0-9a-f-]{36}$/i.test(resource)) throw refusal.malformedScope(scope)
  if (!known.resources.includes(resource)) throw refusal.unknownResource(resource, known.directory)
  return resource
}

import { issueToken } from './access-token.ts'
import { refusal } from './aadsts.ts'
import { assertionType, checkAssertion } from './client-assertion.ts'
import { checkSecret } from './client-secret.ts'
import type { Directory } from './directory.ts'
import { requestedResource } from './scope.ts'

/** The token answer. Client credentials never bring a refresh token. */
export interface TokenAnswer {
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly ext_expires_in: number
  readonly access_token: string
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name)?.trim() ?? ''
  if (value === '') throw refusal.missingParameter(name)
  return value
}

/**
 * `POST /{tenant}/oauth2/v2.0/token` with `grant_type=client_credentials`; the tenant has been checked. Throws an
 * `EntraError` for everything Entra refuses.
 * [Microsoft Learn: Microsoft identity platform and the OAuth 2.0 client credentials flow]
 */
export async function answerToken(
  form: URLSearchParams,
  directory: Directory,
  options: { audiences: readonly string[]; lifetimeSeconds: number },
): Promise<TokenAnswer> {
  const grant = required(form, 'grant_type')
  const clientId = required(form, 'client_id')
  if (grant !== 'client_credentials') throw refusal.unsupportedGrant(grant)
  const scope = required(form, 'scope')
  if (!/^[0-9a-f-]{36}$/i.test(clientId) || /^[0-]+$/.test(clientId)) throw refusal.malformedApp(clientId)
  const app = directory.apps.get(clientId.toLowerCase())
  if (!app) throw refusal.unknownApp(clientId, directory.tenant.id)
  const { switches, clock, tenant } = directory
  const resource = requestedResource(scope, { resources: switches.resources, directory: tenant.id })

  const assertion = form.get('client_assertion')
  const secret = form.get('client_secret')
  if (assertion !== null && assertion !== '') {
    const type = required(form, 'client_assertion_type')
    if (type !== assertionType) throw refusal.wrongAssertionType(type)
    const now = switches.assertionTime === 'wall' ? Date.now() : clock.now()
    await checkAssertion(app, assertion, {
      now,
      switches,
      audiences: options.audiences,
      seen: directory.seenAssertions,
    })
  } else if (secret !== null && secret !== '') checkSecret(app, secret, clock.now())
  else throw refusal.noCredential()

  const proof = assertion !== null && assertion !== '' ? 'certificate' : 'secret'
  const { lifetimeSeconds } = options
  const token = await issueToken(
    { clock, key: directory.key, tenantId: tenant.id },
    { app, resource, lifetimeSeconds, proof },
  )
  const expires = Math.max(0, lifetimeSeconds - 1)
  return { token_type: 'Bearer', expires_in: expires, ext_expires_in: expires, access_token: token }
}

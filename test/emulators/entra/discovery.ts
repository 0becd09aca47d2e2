import { refusal } from './aadsts.ts'

/**
 * `/{tenant}/v2.0/.well-known/openid-configuration`, as far as this sandbox can keep what it says: endpoints for
 * signing in a person are left out because there is none.
 * [Microsoft Learn: OpenID Connect on the Microsoft identity platform]
 */
export function openIdConfiguration(base: string, tenantId: string): Record<string, unknown> {
  return {
    token_endpoint: `${base}/${tenantId}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/${tenantId}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${base}/${tenantId}/v2.0`,
    request_uri_parameter_supported: false,
    authorization_endpoint: `${base}/${tenantId}/oauth2/v2.0/authorize`,
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'tid', 'ver'],
    tenant_region_scope: 'NA',
    cloud_instance_name: 'microsoftonline.com',
  }
}

/** `/common/discovery/instance`: which hosts are one cloud. This sandbox is a cloud of one host. */
export function instanceDiscovery(base: string, authorizationEndpoint: string | undefined): Record<string, unknown> {
  if (authorizationEndpoint === undefined) throw refusal.missingParameter('authorization_endpoint')
  const asked = URL.canParse(authorizationEndpoint) ? new URL(authorizationEndpoint) : undefined
  const { host } = new URL(base)
  const tenant = asked?.pathname.split('/')[1]
  if (asked?.host !== host || !tenant) throw refusal.unknownAuthority(authorizationEndpoint)
  return {
    tenant_discovery_endpoint: `${base}/${tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  }
}

import { randomUUID } from 'node:crypto'

/** A refusal as Microsoft Entra ID words it. `error` is the OAuth code, `code` the AADSTS number. */
export class EntraError extends Error {
  readonly code: number
  readonly error: string
  readonly status: 400 | 401 | 501
  constructor(code: number, error: string, message: string, status: 400 | 401 | 501 = 400) {
    super(message)
    this.name = 'EntraError'
    this.code = code
    this.error = error
    this.status = status
  }
}

const credentialsPage = 'https://learn.microsoft.com/entra/identity-platform/certificate-credentials'

/**
 * The refusals this sandbox knows. Texts follow what Entra answers; a client decides on `error` and status, because
 * Microsoft reserves the right to change codes and texts.
 * [Microsoft Learn: Microsoft Entra authentication and authorization error codes]
 */
export const refusal = {
  missingParameter: (name: string) =>
    new EntraError(900144, 'invalid_request', `The request body must contain the following parameter: '${name}'.`),
  wrongMethod: (method: string) =>
    new EntraError(900561, 'invalid_request', `The endpoint only accepts POST requests. Received a ${method} request.`),
  unsupportedGrant: (grant: string) =>
    new EntraError(
      70003,
      'unsupported_grant_type',
      `The app requested an unsupported grant type '${grant}'. This sandbox supports client_credentials.`,
    ),
  emptyTenant: (tenant: string) =>
    new EntraError(
      900021,
      'invalid_request',
      `Requested tenant identifier '${tenant}' is not valid. Tenant identifiers may not be an empty GUID.`,
    ),
  malformedTenant: (tenant: string) =>
    new EntraError(
      900023,
      'invalid_request',
      `Specified tenant identifier '${tenant}' is neither a valid DNS name, nor a valid external domain.`,
    ),
  unknownTenant: (tenant: string) =>
    new EntraError(
      90002,
      'invalid_tenant',
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the ` +
        'correct cloud. Check with your subscription administrator, this may happen if there are no active ' +
        'subscriptions for the tenant.',
    ),
  noTenant: () =>
    new EntraError(
      50059,
      'invalid_request',
      'No tenant-identifying information found in either the request or implied by any provided credentials.',
    ),
  malformedApp: (clientId: string) =>
    new EntraError(700038, 'unauthorized_client', `${clientId} is not a valid application identifier.`),
  unknownApp: (clientId: string, directory: string) =>
    new EntraError(
      700016,
      'unauthorized_client',
      `Application with identifier '${clientId}' was not found in the directory '${directory}'. This can happen if ` +
        'the application has not been installed by the administrator of the tenant or consented to by any user in ' +
        'the tenant. You may have sent your authentication request to the wrong tenant.',
    ),
  noCredential: () =>
    new EntraError(
      7000216,
      'invalid_client',
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
      401,
    ),
  wrongSecret: (clientId: string) =>
    new EntraError(
      7000215,
      'invalid_client',
      'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not ' +
        `the client secret ID, for a secret added to app '${clientId}'.`,
      401,
    ),
  expiredSecret: (clientId: string) =>
    new EntraError(
      7000222,
      'invalid_client',
      `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys ` +
        'for your app, or consider using certificate credentials for added security.',
      401,
    ),
  scopeNotDefault: (scope: string) =>
    new EntraError(
      1002012,
      'invalid_scope',
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with ` +
        '/.default suffixed to the resource identifier (application ID URI).',
    ),
  malformedScope: (scope: string) =>
    new EntraError(
      70011,
      'invalid_scope',
      "The provided request must include a 'scope' input parameter. The provided value for the input parameter " +
        `'scope' is not valid. The scope ${scope} is not valid.`,
    ),
  unknownResource: (resource: string, directory: string) =>
    new EntraError(
      500011,
      'invalid_resource',
      `The resource principal named ${resource} was not found in the tenant named ${directory}. This can happen if ` +
        'the application has not been installed by the administrator of the tenant or consented to by any user in ' +
        'the tenant. You might have sent your authentication request to the wrong tenant.',
    ),
  malformedAssertion: (why = 'JWT token is invalid or malformed.') => new EntraError(50027, 'invalid_request', why),
  wrongAssertionType: (type: string) =>
    new EntraError(
      50027,
      'invalid_request',
      `Invalid JWT token. The client_assertion_type '${type}' is not 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'.`,
    ),
  unknownCertificate: (thumbprint: string, clientId: string) =>
    new EntraError(
      700027,
      'invalid_client',
      'The certificate with identifier used to sign the client assertion is not registered on application. [Reason - ' +
        `The key was not found., Thumbprint of key used by client: '${thumbprint}', Please visit the Azure Portal, ` +
        `Graph Explorer or directly use MS Graph to see configured keys for app Id '${clientId}'. Review the ` +
        `documentation at ${credentialsPage}`,
      401,
    ),
  wrongSignature: (thumbprint: string) =>
    new EntraError(
      700027,
      'invalid_client',
      'Client assertion failed signature validation. [Reason - The provided signature value did not match the ' +
        `expected signature value., Thumbprint of key used by client: '${thumbprint}']`,
      401,
    ),
  expiredCertificate: (thumbprint: string) =>
    new EntraError(
      700027,
      'invalid_client',
      'Client assertion failed signature validation. [Reason - The key used is expired., Thumbprint of key used by ' +
        `client: '${thumbprint}']`,
      401,
    ),
  wrongIssuer: () =>
    new EntraError(
      700021,
      'invalid_client',
      "Client assertion application identifier doesn't match 'client_id' parameter. Review the documentation at " +
        `${credentialsPage} .`,
      401,
    ),
  wrongAudience: () =>
    new EntraError(
      700023,
      'invalid_client',
      `Client assertion audience claim does not match Realm issuer. Review the documentation at ${credentialsPage} .`,
      401,
    ),
  outsideValidTime: (now: string, from: string, until: string) =>
    new EntraError(
      700024,
      'invalid_client',
      `Client assertion is not within its valid time range. Current time: ${now}, assertion valid from ${from}, ` +
        `expiry time of assertion ${until}. Review the documentation at ${credentialsPage} .`,
      401,
    ),
  unknownAuthority: (authority: string) =>
    new EntraError(50049, 'invalid_instance', `Unknown or invalid instance. The authority '${authority}' is unknown.`),
  throttled: () => new EntraError(90055, 'temporarily_unavailable', 'There are too many incoming requests.'),
  transient: () =>
    new EntraError(90033, 'temporarily_unavailable', 'A transient error has occurred. Please try again.'),
  notSupported: (what: string) =>
    new EntraError(0, 'not_supported_by_sandbox', `Not supported by this sandbox: ${what}.`, 501),
} as const

/** The error body Entra sends: description that ends in trace, correlation and time, and the same as fields. */
export function errorBody(
  refused: EntraError,
  world: { now: number; correlationId: string | undefined; base: string },
) {
  const timestamp = `${new Date(world.now).toISOString().slice(0, 19).replace('T', ' ')}Z`
  const trace = randomUUID()
  const correlation = world.correlationId ?? randomUUID()
  const text = refused.code === 0 ? refused.message : `AADSTS${refused.code}: ${refused.message}`
  return {
    error: refused.error,
    error_description: `${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [refused.code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `${world.base}/error?code=${refused.code}`,
  }
}

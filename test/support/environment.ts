import type { Sandboxes } from '../emulators/start.ts'

/** The environment an operator would give a bridge that works with these sandboxes. */
export function environmentFor({ description }: Pick<Sandboxes, 'description'>): Record<string, string> {
  const { salesforce, businessCentral, entra } = description
  return {
    SF_LOGIN_URL: salesforce.loginUrl,
    SF_CLIENT_ID: salesforce.clientId,
    SF_CLIENT_SECRET: salesforce.clientSecret,
    SF_PUBSUB_ENDPOINT: salesforce.pubSubEndpoint,
    SF_PUBSUB_INSECURE: 'true',
    BC_BASE_URL: businessCentral.baseUrl,
    BC_TENANT_ID: businessCentral.tenantId,
    BC_ENVIRONMENT: businessCentral.environment,
    BC_COMPANIES: businessCentral.companies.map(({ name }) => `"${name}"`).join(','),
    BC_CLIENT_ID: entra.clientId,
    BC_CLIENT_SECRET: entra.clientSecret,
    ENTRA_AUTHORITY: entra.authority,
    LOG_LEVEL: 'silent',
  }
}

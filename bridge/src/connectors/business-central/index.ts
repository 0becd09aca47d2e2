import type { Entity } from '../../engine/entity.ts'
import type { Connector } from '../../engine/ports.ts'
import type { CompanyRef } from '../../mapping/index.ts'
import { createTokenSource } from '../../protocols/entra-token.ts'
import { createHttpClient } from '../../protocols/http-client.ts'
import { createActions } from './actions.ts'
import { createBelow } from './below.ts'
import { createChanges, type WebhookReceiver } from './changes/index.ts'
import { checkBusinessCentral } from './check.ts'
import { createClient } from './client.ts'
import { findCompanies } from './companies.ts'
import { createSchemas } from './metadata.ts'
import { createReader } from './reader.ts'
import { createSince } from './since.ts'
import type { BusinessCentralServices, BusinessCentralSettings } from './settings.ts'
import { createWriter } from './writer.ts'

/**
 * Per user: 6,000 requests in a sliding window of five minutes, five at once. We stay below, so that people who use the same
 * application elsewhere still get through. [Microsoft Learn: Operational limits for Business Central online]
 */
const limits = { concurrent: 5, requests: 5400, perSeconds: 300, timeoutSeconds: 120 }

const names = {
  tenant: 'BC_TENANT_ID',
  authority: 'ENTRA_AUTHORITY',
  clientId: 'BC_CLIENT_ID',
  clientSecret: 'BC_CLIENT_SECRET',
  clientCertificate: 'BC_CLIENT_CERTIFICATE',
}

export interface BusinessCentralConnector extends Connector {
  readonly companies: readonly CompanyRef[]
  readonly webhook: WebhookReceiver
}

/**
 * All we know of Business Central: signs in, finds the companies.
 *
 * @param watch the entities whose changes somebody wants to hear of
 * @throws Misconfigured when Entra or Business Central refuses us, or a company does not exist
 */
export async function createBusinessCentralConnector(
  settings: BusinessCentralSettings,
  services: BusinessCentralServices,
  watch: readonly Entity[],
): Promise<BusinessCentralConnector> {
  const { clock } = services
  const http = createHttpClient(limits, clock)
  const { authority, clientId, clientSecret, clientCertificate } = settings
  const scope = 'https://api.businesscentral.dynamics.com/.default'
  const tokens = createTokenSource({ authority, clientId, clientSecret, clientCertificate, scope, names }, services)
  const client = createClient(settings, { http, tokens })
  const companies = await findCompanies(client, settings)
  const { sources, webhook } = createChanges(client, services, settings, companies, watch)
  const budget = () => ({ used: http.used(), limit: 6000 })
  return {
    system: 'business-central',
    companies,
    webhook,
    reader: createReader({ client, clock }),
    writer: createWriter(client, settings.dimensions),
    schema: createSchemas(client),
    changes: sources,
    actions: createActions(client),
    below: createBelow(client),
    since: createSince(client),
    check: () => checkBusinessCentral(client, { settings, companies, watch, used: budget }),
    usage: () => [{ name: 'five minutes', ...budget() }],
    close: () => http.close(),
  }
}

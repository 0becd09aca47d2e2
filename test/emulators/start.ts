import { createBusinessCentralEmulator } from './business-central/index.ts'
import { createEntraEmulator } from './entra/index.ts'
import { VirtualClock } from './kit/clock.ts'
import { createSalesforceEmulator } from './salesforce/index.ts'
import { deployPackage } from '../support/deploy-package.ts'

export interface SandboxOptions {
  readonly ports?: { readonly salesforce?: number; readonly businessCentral?: number; readonly entra?: number }
  /** What Business Central begins with (default `cronus`). */
  readonly seed?: 'cronus' | 'empty'
  /** Deploys `force-app` and assigns its permission sets (default true). */
  readonly deployPackage?: boolean
  /** Time stands still until it is advanced; given as the first instant. Left out: time runs. */
  readonly standStillAt?: number
  /** Switches of the Salesforce org. */
  readonly salesforce?: Parameters<typeof createSalesforceEmulator>[0]
}

/** The three sandboxes, wired to each other and to nothing else. */
export async function startSandboxes(options: SandboxOptions = {}) {
  const clock = () =>
    new VirtualClock(options.standStillAt === undefined ? {} : { start: options.standStillAt, running: false })
  const entra = await createEntraEmulator({ port: options.ports?.entra ?? 0, clock: clock() })
  const businessCentral = await createBusinessCentralEmulator({
    port: options.ports?.businessCentral ?? 0,
    clock: clock(),
    seed: options.seed ?? 'cronus',
    tenantId: entra.tenantId,
    verifyToken: (token) => entra.verifyToken(token),
  })
  const salesforce = await createSalesforceEmulator({
    ...options.salesforce,
    port: options.ports?.salesforce ?? 0,
    clock: clock(),
  })
  if (options.deployPackage !== false) {
    await deployPackage(salesforce)
    salesforce.assign('integration@sandbox.example', 'BC_Integration')
    salesforce.assign('rep@sandbox.example', 'BC_Billing_User')
    salesforce.assign(salesforce.username, 'BC_Sync_Admin')
  }
  return {
    entra,
    businessCentral,
    salesforce,
    /** One JSON line for programs in any language. */
    description: {
      salesforce: {
        loginUrl: salesforce.loginUrl,
        clientId: salesforce.clientId,
        clientSecret: salesforce.clientSecret,
        username: salesforce.username,
        accessToken: salesforce.accessToken,
        apiVersion: salesforce.apiVersion,
        pubSubEndpoint: salesforce.pubSubEndpoint,
      },
      businessCentral: {
        baseUrl: businessCentral.url,
        tenantId: businessCentral.tenantId,
        environment: businessCentral.environment,
        companies: businessCentral.companies.map(({ id, name }) => ({ id, name })),
      },
      entra: {
        authority: entra.authority,
        caCertificate: entra.caCertificate,
        clientId: entra.clientId,
        clientSecret: entra.clientSecret,
      },
    },
    async close() {
      await Promise.all([salesforce.close(), businessCentral.close(), entra.close()])
    },
  }
}

export type Sandboxes = Awaited<ReturnType<typeof startSandboxes>>

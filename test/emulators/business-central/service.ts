import type { Clock } from '../kit/clock.ts'
import type { SandboxCompany } from './company/company.ts'
import type { Switches } from './switches.ts'
import type { Subscriptions } from './webhooks/subscriptions.ts'

/** One environment of Business Central: what the HTTP face works on. */
export interface Service {
  readonly tenantId: string
  readonly environment: string
  readonly companies: readonly SandboxCompany[]
  readonly clock: Clock
  readonly switches: Switches
  readonly subscriptions: Subscriptions
  /** `http://127.0.0.1:PORT/v2.0/{tenant}/{environment}` */
  root(): string
}

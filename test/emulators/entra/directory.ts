import type { VirtualClock } from '../kit/clock.ts'
import type { App } from './apps.ts'
import type { SigningKey } from './signing-key.ts'
import type { Switches } from './switches.ts'
import type { Tenant } from './tenant.ts'

/** All the sandbox knows. */
export interface Directory {
  readonly tenant: Tenant
  readonly clock: Pick<VirtualClock, 'now' | 'after'>
  readonly switches: Switches
  readonly key: SigningKey
  /** By client id, lower case. */
  readonly apps: Map<string, App>
  readonly seenAssertions: Map<string, number>
}

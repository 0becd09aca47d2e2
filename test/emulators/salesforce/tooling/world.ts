import type { VirtualClock } from '../../kit/clock.ts'
import type { IdSource } from '../ids.ts'
import type { Deployments } from '../metadata/deployments.ts'
import type { Switches } from '../switches.ts'
import type { PackageRegistry } from './registry.ts'
import type { Tables } from './tables.ts'

/** What the Tooling API leans on. */
export interface ToolingWorld {
  readonly tables: Tables
  readonly clock: VirtualClock
  readonly ids: IdSource
  readonly deployments: Pick<Deployments, 'deployNow'>
  readonly packages: PackageRegistry
  readonly switches: Pick<Switches, 'devHub' | 'packageVersionSeconds' | 'packageInstallSeconds' | 'betaPackages'>
  /** Name of the organization, the publisher of its packages. */
  readonly organizationName: () => string
}

/** Does `work` after so many seconds of the clock, at once for none. */
export function later(seconds: number, { clock }: Pick<ToolingWorld, 'clock'>, work: () => void): void {
  if (seconds === 0) work()
  else clock.after(seconds * 1000, work)
}

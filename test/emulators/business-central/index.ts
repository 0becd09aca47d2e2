import { VirtualClock } from '../kit/clock.ts'
import { Faults } from '../kit/faults.ts'
import { Journal } from '../kit/journal.ts'
import { listen } from '../kit/listen.ts'
import { createCompany, type SandboxCompany } from './company/company.ts'
import { createApp } from './http/app.ts'
import type { VerifyToken } from './http/authenticate.ts'
import type { ApplicationSettings } from './http/caller.ts'
import { createLimits } from './http/limits.ts'
import { seedCompanies, type SeedName } from './seed/index.ts'
import type { Service } from './service.ts'
import { defaultSwitches, type Switches } from './switches.ts'
import type { Delivery } from './webhooks/deliver.ts'
import { createSubscriptions, type Subscriptions } from './webhooks/subscriptions.ts'

export type { SandboxCompany } from './company/company.ts'
export type { ApplicationSettings } from './http/caller.ts'
export type { VerifyToken } from './http/authenticate.ts'
export type { Switches } from './switches.ts'

export interface BusinessCentralOptions {
  /** 0 (the default) takes any free port. */
  readonly port?: number
  /** Default: a clock that runs. */
  readonly clock?: VirtualClock
  /** `cronus` (the default): two demo companies with data; `empty`: the same companies with set-up only. */
  readonly seed?: SeedName
  /** Directory id; default a fixed one. */
  readonly tenantId?: string
  /** Verified domain of the directory, taken in addresses too; default `cronus.onmicrosoft.com`. */
  readonly tenantDomain?: string
  /** Default `Production`. */
  readonly environment?: string
  /** Default: every token that is not empty speaks for one application. Give the Entra ID sandbox's to check them. */
  readonly verifyToken?: VerifyToken
  /** Client ids enabled on the page Microsoft Entra Applications; default: every application that has a good token. */
  readonly applications?: readonly string[]
  readonly switches?: Partial<Switches>
}

export interface BusinessCentralEmulator {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  readonly tenantId: string
  readonly environment: string
  readonly companies: readonly SandboxCompany[]
  readonly clock: VirtualClock
  readonly faults: Faults
  readonly journal: Journal
  readonly subscriptions: Pick<Subscriptions, 'list' | 'remove'>
  /** The switches that may be changed while it runs. */
  readonly switches: { -readonly [Name in 'unchangedNotificationSeconds' | 'linesOfChangedHeader']: Switches[Name] }
  /** Calls made to webhook receivers, oldest first. */
  deliveries(): readonly Delivery[]
  /** A company by id or name. @throws Error when there is none */
  company(idOrName: string): SandboxCompany
  /**
   * Switches an application on or off in Business Central, or sets it up with fewer rights; the first call ends "every
   * application".
   */
  setApplication(clientId: string, state: boolean | ApplicationSettings): void
  /**
   * Does work as somebody who may not schedule tasks, a delegated administrator for example: notifications of the
   * changes wait until somebody who may changes the same table.
   */
  withoutTasks<T>(work: () => T): T
  /** Back to the fresh seed; faults, journal, subscriptions and limits are cleared. The clock goes on. */
  reset(): void
  close(): Promise<void>
}

/**
 * Starts Business Central online for one environment on the loopback interface.
 *
 * ```ts
 * const entra = await createEntraEmulator()
 * const bc = await createBusinessCentralEmulator({ tenantId: entra.tenantId, verifyToken: entra.verifyToken })
 * ```
 */
export async function createBusinessCentralEmulator(
  options: BusinessCentralOptions = {},
): Promise<BusinessCentralEmulator> {
  const clock = options.clock ?? new VirtualClock()
  const switches = { ...defaultSwitches, ...options.switches }
  const faults = new Faults()
  const journal = new Journal()
  const tenantId = (options.tenantId ?? 'c0ffee00-0000-4000-8000-000000000001').toLowerCase()
  const environment = options.environment ?? 'Production'
  const seeds = seedCompanies(options.seed ?? 'cronus')
  const companies = seeds.map(({ card }) => createCompany(card, clock, switches))
  const plant = () => seeds.forEach((seed, index) => companies[index] && seed.plant(companies[index]))
  plant()
  const subscriptions = createSubscriptions({ clock, switches, faults, companies })
  const limits = createLimits(clock, switches)
  const initial = options.applications && new Map(options.applications.map((id) => [id.toLowerCase(), {}] as const))
  let applications: Map<string, ApplicationSettings> | undefined = initial && new Map(initial)

  const reset = (): void => {
    subscriptions.clear()
    limits.clear()
    faults.clear()
    journal.clear()
    applications = initial && new Map(initial)
    for (const company of companies) company.clear()
    plant()
  }
  let url = ''
  const service: Service = {
    tenantId,
    environment,
    companies,
    clock,
    switches,
    subscriptions,
    root: () => `${url}/v2.0/${tenantId}/${environment}`,
  }
  const app = createApp({
    service,
    clock,
    faults,
    journal,
    limits,
    verifyToken: options.verifyToken ?? (async (token) => ({ appId: token })),
    applications: () => applications ?? 'all',
    tenantIds: [tenantId, (options.tenantDomain ?? 'cronus.onmicrosoft.com').toLowerCase()],
    reset,
  })
  const listening = await listen((request, env?: unknown) => app.fetch(request, env), {
    port: options.port ?? 0,
  })
  url = listening.url

  return {
    url,
    tenantId,
    environment,
    companies,
    clock,
    faults,
    journal,
    subscriptions,
    switches,
    deliveries: () => subscriptions.deliveries(),
    company: (idOrName) => {
      const found = companies.find(({ id, name }) => id === idOrName.toLowerCase() || name === idOrName)
      if (!found)
        throw new Error(
          `There is no company ${idOrName}; there are ${companies.map(({ name }) => name).join(' and ')}.`,
        )
      return found
    },
    setApplication: (clientId, state) => {
      applications ??= new Map()
      if (state === false) applications.delete(clientId.toLowerCase())
      else applications.set(clientId.toLowerCase(), state === true ? {} : state)
    },
    withoutTasks: (work) => subscriptions.asUser({ settings: { schedulesTasks: false } }, work),
    reset,
    close: async () => {
      subscriptions.clear()
      await listening.close()
    },
  }
}

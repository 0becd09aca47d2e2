import {
  customer,
  item,
  ledgerPayment,
  salesInvoice,
  salesOrderProgress,
} from '../../../bridge/src/connectors/business-central/entities.ts'
import {
  createBusinessCentralConnector,
  type BusinessCentralConnector,
} from '../../../bridge/src/connectors/business-central/index.ts'
import type { BusinessCentralSettings } from '../../../bridge/src/connectors/business-central/settings.ts'
import type { Clock } from '../../../bridge/src/engine/clock.ts'
import type { Entity } from '../../../bridge/src/engine/entity.ts'
import { silentLog } from '../../../bridge/src/engine/log.ts'
import type { CompanyRef } from '../../../bridge/src/mapping/index.ts'
import {
  createBusinessCentralEmulator,
  type BusinessCentralEmulator,
  type SandboxCompany,
  type Switches,
} from '../../emulators/business-central/index.ts'
import { createEntraEmulator, trustAuthority, type EntraEmulator } from '../../emulators/entra/index.ts'
import { VirtualClock } from '../../emulators/kit/clock.ts'
import type { Call } from '../../emulators/kit/journal.ts'
import { finance, type Finance } from './finance.ts'

const start = Date.parse('2026-11-21T08:00:00.000Z')

export const watched: readonly Entity[] = [customer, item, salesOrderProgress, salesInvoice, ledgerPayment]

/** A tenant with Business Central and its directory, both standing still at one instant, and connectors to it. */
export interface Tenant {
  readonly bc: BusinessCentralEmulator
  readonly entra: EntraEmulator
  /** The bridge's clock: the tenant's. Whoever waits wakes when time is advanced. */
  readonly clock: Clock
  readonly company: SandboxCompany
  readonly ref: CompanyRef
  readonly settings: BusinessCentralSettings
  /** What the connector keeps in the bridge's database; outlives connectors until `reset`. */
  readonly state: Map<string, string>
  /** What people do in Business Central. */
  readonly finance: Finance
  connect(settings?: Partial<BusinessCentralSettings>, watch?: readonly Entity[]): Promise<BusinessCentralConnector>
  /** How many are waiting on the bridge's clock. */
  readonly sleeping: () => number
  /** Calls since the last time this was asked. */
  calls(): readonly Call[]
  reset(): Promise<void>
  close(): Promise<void>
}

/** `advance` of the clock moves both servers and the bridge. */
function clockOf(virtual: VirtualClock): Clock & { readonly sleeping: () => number } {
  const sleepers = new Set<() => void>()
  return {
    now: () => virtual.now(),
    sleeping: () => sleepers.size,
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) {
          resolve()
          return
        }
        const wake = () => {
          cancel()
          sleepers.delete(wake)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        sleepers.add(wake)
        const cancel = virtual.after(milliseconds, wake)
        signal?.addEventListener('abort', wake, { once: true })
      }),
  }
}

export async function startTenant(switches: Partial<Switches> = {}): Promise<Tenant> {
  const virtual = new VirtualClock({ start, running: false })
  const entra = await createEntraEmulator({ clock: virtual })
  const distrust = trustAuthority(entra.caCertificate)
  const bc = await createBusinessCentralEmulator({
    clock: virtual,
    tenantId: entra.tenantId,
    verifyToken: (token) => entra.verifyToken(token),
    switches,
  })
  const [first] = bc.companies
  if (!first) throw new Error('the sandbox has no company')
  const company = first
  const clock = clockOf(virtual)
  const state = new Map<string, string>()
  const settings: BusinessCentralSettings = {
    baseUrl: bc.url,
    tenantId: bc.tenantId,
    environment: bc.environment,
    companies: [company.name],
    clientId: entra.clientId,
    clientSecret: entra.clientSecret,
    authority: entra.authority,
    ledgerPollSeconds: 60,
    pollSeconds: 300,
    stockPollSeconds: 300,
  }
  const open: BusinessCentralConnector[] = []
  let mark = 0
  const closeConnectors = async () => {
    await Promise.all(open.splice(0).map((connector) => connector.close()))
  }
  return {
    bc,
    entra,
    clock,
    company,
    ref: { id: company.id, name: company.name, isDefault: true },
    settings,
    state,
    finance: finance(company),
    sleeping: clock.sleeping,
    async connect(changed = {}, watch = watched) {
      const connector = await createBusinessCentralConnector(
        { ...settings, ...changed },
        {
          clock,
          log: silentLog,
          state: {
            get: (name) => Promise.resolve(state.get(name)),
            set: async (name, value) => void state.set(name, value),
          },
        },
        watch,
      )
      open.push(connector)
      return connector
    },
    calls() {
      const calls = bc.journal.calls(mark)
      mark = bc.journal.mark()
      return calls
    },
    async reset() {
      await closeConnectors()
      state.clear()
      bc.reset()
      entra.reset()
      mark = bc.journal.mark()
    },
    async close() {
      await closeConnectors()
      await bc.close()
      await entra.close()
      distrust()
    },
  }
}

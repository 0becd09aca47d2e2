import type { Clock } from '../../engine/clock.ts'
import type { EngineLog } from '../../engine/log.ts'

export interface BusinessCentralSettings {
  readonly baseUrl: string
  readonly tenantId: string
  readonly environment: string
  /** Ids or names; the first is the default company. */
  readonly companies: readonly string[]
  readonly clientId: string
  readonly clientSecret?: string | undefined
  /** PEM file, instead of the secret. */
  readonly clientCertificate?: string | undefined
  readonly authority: string
  /** Where Business Central reaches the bridge; undefined = no webhooks, polling only. */
  readonly publicUrl?: string | undefined
  readonly ledgerPollSeconds: number
  readonly pollSeconds: number
  /** Dimension codes behind the dimension fields of entities, where they are not the default ones. */
  readonly dimensions?: Readonly<Record<string, string>>
  readonly stockPollSeconds: number
}

/** A small durable memory: cursors, the subscriptions' client state. */
export interface State {
  get(name: string): Promise<string | undefined>
  set(name: string, value: string): Promise<void>
}

export interface BusinessCentralServices {
  readonly clock: Clock
  readonly log: EngineLog
  readonly state: State
}

import { VirtualClock } from '../../../kit/clock.ts'
import { Faults } from '../../../kit/faults.ts'
import { Journal } from '../../../kit/journal.ts'
import type { EventChannel } from '../../context.ts'
import { type PubSub, type PubSubOptions, startPubSub } from '../index.ts'
import { type BusClient, busClient } from './bus-client.ts'
import { type SmallOrg, smallOrg } from './small-org.ts'

export const organizationId = '00D000000000001EAA'

export const headers = { accesstoken: 'alive', instanceurl: 'http://127.0.0.1:1', tenantid: organizationId }

export interface Bus {
  readonly clock: VirtualClock
  readonly faults: Faults
  readonly journal: Journal
  readonly org: SmallOrg
  readonly pubSub: PubSub
  readonly client: BusClient
  /** Tokens that are valid; they end through `endSession`. */
  readonly sessions: Set<string>
  endSession(token: string): void
  /** May be changed: what PlatformEventChannel metadata would say. */
  readonly channels: EventChannel[]
  client2(over?: Readonly<Record<string, string>>): BusClient
  stop(): Promise<void>
}

const member = (entity: string, enrichedFields: readonly string[] = []) => ({ entity, enrichedFields })

/** An org with Account and BC_Command__c on `BC_Sync__chn`, Contact on the standard channel, and time standing still. */
export async function startBus(options: Partial<PubSubOptions> = {}): Promise<Bus> {
  const clock = new VirtualClock({ start: Date.parse('2026-10-01T09:00:00Z'), running: false })
  const faults = new Faults()
  const journal = new Journal()
  const org = smallOrg(clock)
  const sessions = new Set(['alive'])
  const watchers = new Map<() => void, string>()
  const channels: EventChannel[] = [
    { name: 'BC_Sync__chn', members: [member('Account', ['AccountNumber']), member('BC_Command__c')] },
    { name: 'ChangeEvents', members: [member('Contact')] },
  ]
  const pubSub = await startPubSub({
    ...{ records: org, schema: org.schema, clock, faults, journal, organizationId, channels: () => channels },
    watchSession(token, over) {
      watchers.set(over, token)
      return () => watchers.delete(over)
    },
    session: (token) => (sessions.has(token) ? { userId: '005000000000001AAA' } : undefined),
    ...options,
  })
  const clients: BusClient[] = []
  function client2(over: Readonly<Record<string, string>> = {}): BusClient {
    const made = busClient(pubSub.endpoint, { ...headers, ...over })
    clients.push(made)
    return made
  }
  return {
    ...{ clock, faults, journal, org, pubSub, sessions, channels, client2 },
    client: client2(),
    endSession(token) {
      sessions.delete(token)
      for (const [over, watched] of [...watchers]) if (watched === token) over()
    },
    async stop() {
      for (const client of clients) client.close()
      await pubSub.close()
    },
  }
}

import { status, Server, ServerCredentials } from '@grpc/grpc-js'
import type { Clock } from '../../kit/clock.ts'
import type { Faults } from '../../kit/faults.ts'
import type { Journal } from '../../kit/journal.ts'
import type { EventChannel } from '../context.ts'
import type { Records } from '../records.ts'
import type { Schema } from '../schema.ts'
import { createDeliveries } from './deliveries.ts'
import { RpcError } from './errors.ts'
import { createEventLog } from './event-log.ts'
import { createEventSchemas } from './event-schemas.ts'
import { eventsOfCommit } from './events-of-commit.ts'
import type { Grounds, SubscriberAccess } from './grounds.ts'
import { createManagedState, type ManagedSubscription } from './managed-subscriptions.ts'
import { publishEvent } from './publish-events.ts'
import { pubSubService, serviceDefinition } from './service.ts'
import type { OpenStreams } from './subscribe.ts'
import { defaultPubSubSwitches, type PubSubSwitches } from './switches.ts'
import { createTextMemory } from './text-memory.ts'
import { withinLimits } from './within-limits.ts'

export interface PubSubOptions {
  readonly records: Pick<Records, 'onCommit'>
  readonly schema: Schema
  readonly clock: Clock
  readonly faults: Faults
  readonly journal?: Journal
  /** The user behind an access token; undefined when it is unknown or expired. */
  readonly session: (accessToken: string) => { readonly userId: string } | undefined
  /** Calls `over` once that session has run out or was ended; returns what stops watching. Left out, sessions do not end unasked. */
  readonly watchSession?: (accessToken: string, over: () => void) => () => void
  /** Left out, every subscriber sees everything. */
  readonly access?: (userId: string) => SubscriberAccess
  readonly channels: () => readonly EventChannel[]
  readonly organizationId: string
  /** When given, calls whose `instanceurl` is another are refused. */
  readonly instanceUrl?: () => string
  /** `67.0`, as in `changeOrigin`. */
  readonly apiVersion?: string
  readonly switches?: Partial<PubSubSwitches>
  /** 0 or left out = any free port. */
  readonly port?: number
}

export interface PubSub {
  /** `127.0.0.1:PORT`, plaintext. */
  readonly endpoint: string
  /** May be changed while it runs. */
  readonly switches: PubSubSwitches
  /** What ManagedSubscribe may name: put here, as the sandbox takes no ManagedEventSubscription metadata. */
  readonly managedSubscriptions: ManagedSubscription[]
  /** Events sent to subscribers in the last 24 hours of the clock: `DailyDeliveredPlatformEvents` of `/limits`. */
  deliveredWithin24Hours(): number
  /** Ends every open stream as a lost connection does; returns how many there were. */
  dropStreams(): number
  /** The service goes away: streams drop, and calls answer UNAVAILABLE for so long on the clock. Events are kept. */
  restart(seconds: number): void
  /** Forgets all events and ends all streams; replay ids from before are unknown afterwards. */
  reset(): void
  close(): Promise<void>
}

const everything: SubscriberAccess = { canViewAll: () => true, readableField: () => true, has: () => true }

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error)
      else resolve(bound)
    })
  })
}

/** Starts the event bus of an org: every commit becomes change events, which gRPC clients subscribe to. */
export async function startPubSub(options: PubSubOptions): Promise<PubSub> {
  const { records, schema, clock, faults, channels, session, organizationId } = options
  const switches: PubSubSwitches = { ...defaultPubSubSwitches, ...options.switches }
  const log = createEventLog({ clock, switches })
  const schemas = createEventSchemas(schema)
  const deliveries = createDeliveries(clock)
  const { watchSession = () => () => undefined } = options
  const { journal, instanceUrl, access = () => everything, apiVersion = '67.0' } = options
  let downUntil = 0
  const managed = createManagedState()
  const managedSubscriptions: ManagedSubscription[] = []
  const down = (): RpcError | undefined =>
    clock.now() < downUntil ? new RpcError(undefined, 'No connection established', status.UNAVAILABLE) : undefined
  const grounds: Grounds = {
    ...{ managed, down, managedSubscriptions, watchSession },
    ...{ schema, clock, faults, channels, session, organizationId, switches, log, schemas, deliveries, access },
    ...(journal ? { journal } : {}),
    ...(instanceUrl ? { instanceUrl } : {}),
  }
  const late = new Set<() => void>()
  const texts = createTextMemory(schema)
  let commitNumber = switches.firstCommitNumber
  const stopCommits = records.onCommit((commit) => {
    commitNumber += 1n
    const { before } = texts
    const events = eventsOfCommit(commit, commitNumber, { schema, schemas, switches, apiVersion, channels, before })
    for (const event of withinLimits(events, switches)) publishEvent(event, { log, clock, faults, late })
    texts.remember(commit)
  })

  const open: OpenStreams = new Set()
  const server = new Server()
  server.addService(serviceDefinition(), pubSubService(grounds, open))
  const port = await listen(server, options.port ?? 0)

  function dropStreams(): number {
    const streams = [...open]
    for (const fail of streams) fail(new RpcError(undefined, 'Connection dropped', status.UNAVAILABLE))
    return streams.length
  }

  function cancelLate(): void {
    for (const cancel of late) cancel()
    late.clear()
  }

  return {
    endpoint: `127.0.0.1:${port}`,
    switches,
    managedSubscriptions,
    deliveredWithin24Hours: () => deliveries.within24Hours(),
    dropStreams,
    restart(seconds) {
      downUntil = clock.now() + seconds * 1000
      dropStreams()
    },
    reset() {
      cancelLate()
      dropStreams()
      log.clear()
      deliveries.clear()
      texts.clear()
      managed.clear()
      downUntil = 0
    },
    async close() {
      stopCommits()
      cancelLate()
      dropStreams()
      server.forceShutdown()
    },
  }
}

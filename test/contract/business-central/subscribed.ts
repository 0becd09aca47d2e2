import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest'
import type { BusinessCentralConnector } from '../../../bridge/src/connectors/business-central/index.ts'
import type { BusinessCentralSettings } from '../../../bridge/src/connectors/business-central/settings.ts'
import type { ChangeSource } from '../../../bridge/src/engine/ports.ts'
import { webhookRoutes } from '../../../bridge/src/http/webhooks.ts'
import { listen, type Listening } from '../../emulators/kit/listen.ts'
import { recordingSink, type RecordingSink } from '../salesforce/recording-sink.ts'
import { startTenant, type Tenant } from './tenant.ts'

/** What a file of tests works on. */
export interface Subscribed {
  readonly tenant: Tenant
  readonly connector: BusinessCentralConnector
  readonly sink: RecordingSink
  /** Where the bridge's webhooks are served. */
  readonly url: string
  /** Where notifications go. */
  readonly address: () => string
  /** Another connector in place of this one. */
  readonly connect: (settings?: Partial<BusinessCentralSettings>) => Promise<void>
  readonly source: (name: string) => ChangeSource
  readonly subscriptions: () => ReturnType<Tenant['bc']['subscriptions']['list']>
  readonly start: (...names: readonly ('webhooks' | 'changes')[]) => void
  /** Stops what was started; more may be started afterwards. */
  readonly end: () => Promise<void>
  /** So many loops rest: they have done all they had to, nothing is under way. */
  readonly resting: (loops: number) => Promise<void>
  /** Webhooks and poll run, everything has been looked through, and the recording begins. */
  readonly settled: () => Promise<void>
  readonly advance: (seconds: number) => Promise<void>
  readonly idOf: (set: string, number: string) => string
  /** Renames an item. */
  readonly rename: () => void
  /** What the bridge signs its subscriptions with. */
  readonly secret: () => string
}

/** One tenant and one receiver for all tests of a file, as new before each of them, with a connector that is told its address. */
export function subscribed(): Subscribed {
  let tenant: Tenant
  let connector: BusinessCentralConnector
  let sink: RecordingSink
  let http: Listening
  let stop: AbortController
  let running: Promise<unknown>
  const log = pino({ level: 'silent' })

  beforeAll(async () => {
    tenant = await startTenant()
    http = await listen((request) => {
      const path = request.url.replace('/webhooks', '')
      return webhookRoutes('business-central', connector.webhook, log).fetch(new Request(path, request))
    })
  })
  afterAll(async () => {
    await http.close()
    await tenant.close()
  })
  beforeEach(async () => {
    stop = new AbortController()
    running = Promise.resolve()
    await tenant.reset()
    connector = await tenant.connect({ publicUrl: http.url })
    sink = recordingSink()
    return end
  })

  const source = (name: string): ChangeSource => {
    const found = connector.changes.find((each) => each.name === `Business Central ${name}`)
    if (!found) throw new Error(`there is no source ${name}`)
    return found
  }
  const subscriptions = () => tenant.bc.subscriptions.list()
  const start: Subscribed['start'] = (...names) => {
    running = Promise.all([running, ...names.map((name) => source(name).run(sink, stop.signal))])
  }
  async function end(): Promise<void> {
    stop.abort()
    await running
    stop = new AbortController()
  }
  const resting = (loops: number) =>
    vi.waitFor(() => expect(tenant.sleeping()).toBe(loops), { interval: 2, timeout: 20_000 })
  const idOf = (set: string, number: string) => tenant.finance.row(set, 'number', number).id

  return {
    get tenant() {
      return tenant
    },
    get connector() {
      return connector
    },
    get sink() {
      return sink
    },
    get url() {
      return http.url
    },
    address: () => `${http.url}/webhooks/business-central`,
    async connect(settings) {
      connector = await tenant.connect(settings)
    },
    source,
    subscriptions,
    start,
    end,
    resting,
    async settled() {
      start('webhooks', 'changes')
      await resting(2)
      expect(subscriptions()).toHaveLength(4)
      expect(connector.changes.slice(0, 2).map((each) => each.state().connected)).toEqual([true, true])
      sink.told.length = 0
    },
    advance: (seconds) => tenant.bc.clock.advance(seconds * 1000),
    idOf,
    rename() {
      tenant.finance.change('items', idOf('items', '1896-S'), { displayName: `renamed at ${tenant.bc.clock.now()}` })
    },
    secret: () => [...tenant.state.values()][0] ?? '',
  }
}

import { createBusinessCentralConnector } from './connectors/business-central/index.ts'
import { createSalesforceConnector } from './connectors/salesforce/index.ts'
import type { Config } from './config.ts'
import { createDeskWorker, type DeskWorker } from './commands/desk-worker.ts'
import { createSink } from './engine/accept.ts'
import { rememberDefault, withDefault } from './default-company.ts'
import type { Clock } from './engine/clock.ts'
import type { Entity } from './engine/entity.ts'
import type { ChangeSink, Connector } from './engine/ports.ts'
import type { Store } from './engine/store.ts'
import { createWorker, type Worker } from './engine/worker.ts'
import { flows } from './flows/index.ts'
import { createApp } from './http/app.ts'
import type { WebhookReceiver } from './http/webhooks.ts'
import type { Log } from './log.ts'
import type { CompanyRef } from './mapping/index.ts'
import { problemText } from './overrides/document.ts'
import { createCatalogue, type Catalogue } from './overrides/catalogue.ts'
import { readOverrides } from './overrides/file.ts'
import { firstSettings, keepFresh } from './overrides/keep-fresh.ts'
import { createWatch } from './overrides/watch.ts'

export interface Services {
  readonly clock: Clock
  readonly log: Log
  readonly store: Store
}

/** Both systems, signed in. */
export interface Connectors {
  readonly connectors: readonly Connector[]
  readonly companies: readonly CompanyRef[]
  readonly receivers: Readonly<Record<string, WebhookReceiver>>
}

/** The whole bridge, wired; nothing runs until `run`. */
export interface System extends Connectors {
  readonly store: Store
  readonly catalogue: Catalogue
  readonly worker: Worker
  /** Says in Setup how every flow stands; costs no write when that stands there. */
  report(): Promise<void>
  readonly sink: ChangeSink
  readonly app: ReturnType<typeof createApp>
  /** Listens to both systems and works until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

const sourcesOf = (system: string): Entity[] => [
  ...new Set(flows.map((flow) => flow.source).filter((source) => source.system === system)),
]

/** What the bridge alone writes there, and puts back when people edit it. */
const mirrorsIn = (system: string): Entity[] => [
  ...new Set(
    flows
      .filter(({ onTargetChanged }) => onTargetChanged === 'restore')
      .map(({ target }) => target)
      .filter((target) => target.system === system),
  ),
]

/** Signs in to both systems; changes nothing. */
export async function connect(config: Config, { clock, log, store }: Services): Promise<Connectors> {
  const salesforce = await createSalesforceConnector(
    {
      loginUrl: config.SF_LOGIN_URL,
      clientId: config.SF_CLIENT_ID,
      clientSecret: config.SF_CLIENT_SECRET,
      apiVersion: config.SF_API_VERSION,
      pubSubEndpoint: config.SF_PUBSUB_ENDPOINT,
      pubSubInsecure: config.SF_PUBSUB_INSECURE,
      channel: config.SF_CDC_CHANNEL,
      mirrors: config.SF_CDC_MIRRORS,
    },
    { clock, log: log.child({ system: 'salesforce' }) },
    sourcesOf('salesforce'),
    mirrorsIn('salesforce'),
  )
  const businessCentral = await createBusinessCentralConnector(
    {
      baseUrl: config.BC_BASE_URL,
      tenantId: config.BC_TENANT_ID,
      environment: config.BC_ENVIRONMENT,
      companies: config.BC_COMPANIES,
      clientId: config.BC_CLIENT_ID,
      clientSecret: config.BC_CLIENT_SECRET,
      clientCertificate: config.BC_CLIENT_CERTIFICATE,
      authority: config.ENTRA_AUTHORITY ?? `https://login.microsoftonline.com/${config.BC_TENANT_ID}`,
      publicUrl: config.BRIDGE_PUBLIC_URL,
      ledgerPollSeconds: config.BC_LEDGER_POLL_SECONDS,
      pollSeconds: config.BC_POLL_SECONDS,
      dimensions: config.BC_DIMENSIONS,
      stockPollSeconds: config.BC_STOCK_POLL_SECONDS,
    },
    {
      clock,
      log: log.child({ system: 'business-central' }),
      state: { get: (name) => store.cursors.get(name), set: (name, value) => store.cursors.set({ name, value }) },
    },
    sourcesOf('business-central'),
  )
  return {
    connectors: [salesforce, businessCentral],
    companies: await withDefault(businessCentral.companies, config.BC_DEFAULT_COMPANY, { cursors: store.cursors, log }),
    receivers: { 'business-central': businessCentral.webhook },
  }
}

/** One worker that also attends to the desk: what people ask for may make work, and work may be shown to people. */
function withDesk(worker: Worker, desk: DeskWorker): Worker {
  return {
    ...worker,
    async run(signal) {
      await Promise.all([worker.run(signal), desk.run(signal)])
    },
    async drain() {
      do await worker.drain()
      while (await desk.drain())
    },
  }
}

/** The only wiring: configuration → store → connectors → engine → http. Tests call it too. */
export async function createSystem(config: Config, services: Services): Promise<System> {
  const { clock, log, store } = services
  const { connectors, companies, receivers } = await connect(config, services)
  await rememberDefault(companies, { cursors: store.cursors, log })
  const overrides = await readOverrides(config.BRIDGE_MAPPINGS)
  const catalogue = await createCatalogue({ defaults: flows, overrides, connectors, store, log })
  const desk = createDeskWorker({
    ...{ store, flows: catalogue.flows, connectors, companies, clock, log },
    applySettings: async () => {
      await catalogue.refresh()
      return { problems: catalogue.problems().map(problemText), unreached: await catalogue.unreached() }
    },
    random: Math.random,
    settleSeconds: 30,
  })
  const patienceSeconds = config.BRIDGE_WAIT_HOURS * 3600
  const working = { store, flows: catalogue.flows, connectors, companies, clock, log, patienceSeconds }
  const watch = createWatch({ store, clock })
  const worker = withDesk(createWorker({ ...working, onRun: watch.heard }), desk)
  const report = async () => catalogue.report(await watch.work(worker))
  const desks = connectors.flatMap((connector) => connector.desk?.commands ?? [])
  const sink = createSink({ store, flows: catalogue.flows, desks, companies, clock })
  const app = createApp(
    {
      store,
      connectors,
      pausedFlows: () => worker.paused(),
      webhooks: () =>
        Object.entries(receivers).flatMap(([system, { counters }]) =>
          Object.entries(counters()).map(([fate, count]) => ({ system, fate, count })),
        ),
    },
    receivers,
    log,
  )
  return {
    connectors,
    companies,
    receivers,
    store,
    catalogue,
    worker,
    report,
    sink,
    app,
    async run(signal) {
      const sources = connectors.flatMap((connector) => connector.changes)
      await firstSettings(catalogue, { clock, log }, signal)
      await Promise.all([
        worker.run(signal),
        keepFresh(catalogue, report, { clock, log }, signal),
        ...sources.map((source) => source.run(sink, signal)),
      ])
    },
    async close() {
      await Promise.all(connectors.map((connector) => connector.close()))
      await store.close()
    },
  }
}

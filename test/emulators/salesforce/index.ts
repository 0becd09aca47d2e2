import { VirtualClock } from '../kit/clock.ts'
import { controlRoutes } from '../kit/control.ts'
import { Faults } from '../kit/faults.ts'
import { Journal } from '../kit/journal.ts'
import { listen } from '../kit/listen.ts'
import { createAccess } from './access/access.ts'
import { createAllocations } from './bulk/allocations.ts'
import { createJobs } from './bulk/jobs.ts'
import { bulkRoutes } from './bulk/routes.ts'
import type { Context, Dml } from './context.ts'
import { createStore } from './data/store.ts'
import { createDescribe } from './describe/index.ts'
import { createDml } from './dml/dml.ts'
import { storedBytes } from './dml/rules/content-version.ts'
import { createLocks, type Locks } from './dml/locks.ts'
import type { DuplicateRule } from './dml/duplicates.ts'
import { graphqlRoute } from './graphql/index.ts'
import { createIdSource } from './ids.ts'
import { channelsOf } from './metadata/channels.ts'
import { createDeployments } from './metadata/deployments.ts'
import { managedSubscriptionsOf } from './metadata/managed-subscriptions.ts'
import { createRetrievals } from './metadata/retrievals.ts'
import { createOrgSchema } from './metadata/org-schema.ts'
import { type ConnectedApp, connectedApp } from './oauth/connected-app.ts'
import { oauthRoutes } from './oauth/routes.ts'
import { createSessions } from './oauth/sessions.ts'
import { type PubSub, startPubSub } from './pubsub/index.ts'
import type { PubSubSwitches } from './pubsub/switches.ts'
import type { Records } from './records.ts'
import { createNotifications, type Notification } from './rest/actions/notifications.ts'
import { createLimits } from './rest/limits.ts'
import { createLocators } from './rest/locators.ts'
import { metadataDeployRoutes } from './rest/metadata-deploy.ts'
import { countCall, restRoutes } from './rest/routes.ts'
import type { Schema } from './schema.ts'
import { type Seeded, seed } from './seed.ts'
import { actorOf, bearerOf } from './server/actor.ts'
import { appWithErrors } from './server/app-with-errors.ts'
import { serve } from './server/serve.ts'
import { soapRoutes } from './soap/metadata.ts'
import { uiApiRoutes } from './ui-api/index.ts'
import { createTooling } from './tooling/index.ts'
import { createPackageRegistry, type PackageRegistry } from './tooling/registry.ts'
import { toolingRoutes } from './tooling/routes.ts'
import { defaultSwitches, type Switches } from './switches.ts'

export interface SalesforceEmulatorOptions {
  /** 0 (the default) = any free port of 127.0.0.1. */
  readonly port?: number
  readonly clock?: VirtualClock
  readonly switches?: Partial<Switches>
  /** Port of the event bus; 0 (the default) = any. */
  readonly pubSubPort?: number
  readonly pubSub?: Partial<PubSubSwitches>
  /** Package versions to share with other sandboxes: what one of them makes as a Dev Hub the others install. */
  readonly packages?: PackageRegistry
}

export interface SalesforceEmulator {
  /** The My Domain URL: sign in here. */
  readonly loginUrl: string
  /** What the token endpoint answers as `instance_url`; the same server. */
  readonly instanceUrl: string
  readonly clientId: string
  readonly clientSecret: string
  /** The app and its policies: its certificate for the JWT bearer flow, its run-as user, who may use it. */
  readonly connectedApp: ConnectedApp
  /** Username of the system administrator behind `accessToken`. */
  readonly username: string
  /** A session of the system administrator that does not run out: for the sf CLI and for tests that look inside. */
  readonly accessToken: string
  readonly apiVersion: string
  /** `127.0.0.1:PORT` of the event bus, plaintext gRPC. */
  readonly pubSubEndpoint: string
  readonly pubSub: PubSub
  readonly organizationId: string
  /** The run-as user of the client-credentials app. */
  readonly userId: string
  readonly clock: VirtualClock
  readonly faults: Faults
  readonly journal: Journal
  readonly records: Records
  readonly schema: Schema
  readonly dml: Dml
  /** Holds rows as a person's transaction does: `org.locks.hold(id)` … `release()`. */
  readonly locks: Pick<Locks, 'hold' | 'waiting'>
  /** Package versions that this org may install. */
  readonly packages: PackageRegistry
  /** Custom notifications that were delivered, oldest first. */
  readonly notifications: readonly Notification[]
  /** The org's duplicate rules, none at first; add some. A reset takes them away. */
  readonly duplicateRules: DuplicateRule[]
  /** May be changed while the sandbox runs. */
  readonly switches: Switches
  readonly context: Context
  /** Answers a request in this process, as the server does over its port. */
  fetch(request: Request): Promise<Response>
  /** A session that does not run out, for a user by username (`admin@`, `integration@`, `rep@sandbox.example`). */
  signIn(username: string): string
  /** Assigns a deployed permission set by name; assigning it twice is no error. */
  assign(username: string, permissionSet: string): void
  /** The freshly seeded org; `keepMetadata` keeps what was deployed. */
  reset(options?: { keepMetadata?: boolean }): void
  close(): Promise<void>
}

const apiVersion = '67.0'

/** Starts a Salesforce org on the loopback interface. See README.md for what it does and does not do. */
export async function createSalesforceEmulator(options: SalesforceEmulatorOptions = {}): Promise<SalesforceEmulator> {
  const clock = options.clock ?? new VirtualClock()
  const switches: Switches = { ...defaultSwitches, ...options.switches }
  const faults = new Faults()
  const journal = new Journal()
  const ids = createIdSource()
  const schema = createOrgSchema(() =>
    switches.multiCurrency ? switches.currencies.map(({ isoCode }) => isoCode) : [],
  )
  const store = createStore({ schema, clock })
  let seeded: Seeded = seed({ store, schema, ids, clock, switches })
  const access = createAccess({ store, schema, switches })
  const duplicateRules: DuplicateRule[] = []
  const locks = createLocks({ clock, store, switches })
  const dml = createDml({ store, clock, ids, switches, access, duplicateRules, locks })
  const deployments = createDeployments({
    store,
    schema,
    ids,
    clock,
    switches,
    changed: () => useManagedSubscriptions(),
  })
  const retrievals = createRetrievals({ ids, clock, switches, components: () => deployments.components() })
  const packages = options.packages ?? createPackageRegistry()
  const tooling = createTooling({
    ...{ clock, ids, switches, deployments, packages },
    organizationName: () => String(store.all('Organization')[0]?.Name),
  })
  const jobs = createJobs({ clock })
  const allocations = createAllocations({ clock, switches })
  const limits = createLimits({
    clock,
    switches,
    deliveries: () => ({ most: pubSub.switches.dailyDeliveries, done: pubSub.deliveredWithin24Hours() }),
    storedBytes: () => storedBytes(store),
    bulk: () => allocations.list(),
  })
  const locators = createLocators({ clock, ids })
  const notifications = createNotifications()
  const sessions = createSessions({ clock, switches, organizationId: () => seeded.organizationId })
  const app = connectedApp()
  let instanceUrl = 'http://127.0.0.1'

  const context: Context = {
    records: store,
    schema,
    dml,
    locks,
    describe: createDescribe(schema, `/services/data/v${apiVersion}`),
    clock,
    faults,
    journal,
    switches,
    organizationId: seeded.organizationId,
    apiVersion,
    instanceUrl: () => instanceUrl,
    access,
    actor: (request) => actorOf(request, sessions),
    session(token) {
      const session = sessions.find(token)
      const user = session && store.get('User', session.userId)
      return user && { userId: user.Id, username: String(user.Username) }
    },
    channels: () => channelsOf(deployments.components()),
  }

  const pubSub = await startPubSub({
    ...{ records: store, schema, clock, faults, journal, access, apiVersion },
    session: context.session,
    watchSession: (token, over) => sessions.watch(token, over),
    channels: context.channels,
    organizationId: seeded.organizationId,
    instanceUrl: context.instanceUrl,
    switches: options.pubSub ?? {},
    port: options.pubSubPort ?? 0,
  })

  // What tests put there by hand stays.
  const deployedSubscriptions = new Set<string>()
  function useManagedSubscriptions(): void {
    const all = pubSub.managedSubscriptions
    const byHand = all.filter(({ id }) => !deployedSubscriptions.has(id))
    const deployed = managedSubscriptionsOf(deployments.components(), (type, name) => deployments.idOf(type, name))
    deployedSubscriptions.clear()
    for (const { id } of deployed) deployedSubscriptions.add(id)
    all.splice(0, Infinity, ...byHand, ...deployed)
  }

  function reset({ keepMetadata = false }: { keepMetadata?: boolean } = {}): void {
    faults.clear()
    locks.clear()
    journal.clear()
    limits.clear()
    locators.clear()
    jobs.clear()
    retrievals.clear()
    tooling.clear()
    if (!options.packages) packages.clear()
    allocations.clear()
    notifications.clear()
    duplicateRules.splice(0)
    sessions.clear()
    Object.assign(app, connectedApp())
    store.clear()
    schema.refresh()
    ids.reset()
    seeded = seed({ store, schema, ids, clock, switches })
    pubSub.reset()
    deployments.clear(keepMetadata, { userId: seeded.admin.id, api: 'soap' })
  }

  const world = { ...context, store, limits, locators, notifications }
  const http = appWithErrors()
  http.route('/', oauthRoutes({ context, sessions, app, seeded: () => seeded }))
  http.route('/', soapRoutes({ context, deployments, retrievals, limits }))
  http.route('/', metadataDeployRoutes({ ...world, deployments }))
  http.route('/__emulator', controlRoutes({ clock, faults, journal, reset }))
  http.use('/services/data/:version/ui-api/*', countCall(world))
  http.route('/', uiApiRoutes(context))
  http.use('/services/data/:version/graphql', countCall(world))
  http.route('/', graphqlRoute(context))
  http.route('/', bulkRoutes({ ...world, ids, jobs, allocations }))
  http.route('/', toolingRoutes({ ...world, ...tooling }))
  http.route('/', restRoutes(world))

  const endSession = (request: Request): void => sessions.end(bearerOf(request))
  const fetch = serve((request) => http.fetch(request), { faults, clock, journal, endSession })
  const server = await listen(fetch, { port: options.port ?? 0 })
  instanceUrl = server.url

  const userNamed = (username: string): string => {
    const [id] = store.find('User', 'Username', username)
    if (id === undefined) throw new Error(`the sandbox has no user ${username}`)
    return id
  }

  return {
    loginUrl: server.url,
    instanceUrl: server.url,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    connectedApp: app,
    username: seeded.admin.username,
    get accessToken() {
      return sessions.permanent(seeded.admin.id)
    },
    apiVersion,
    pubSubEndpoint: pubSub.endpoint,
    pubSub,
    organizationId: seeded.organizationId,
    userId: seeded.integration.id,
    clock,
    faults,
    journal,
    records: store,
    schema,
    dml,
    locks,
    packages,
    notifications: notifications.all,
    duplicateRules,
    switches,
    context,
    fetch: (request) => fetch(request),
    signIn: (username) => sessions.permanent(userNamed(username)),
    assign(username, permissionSet) {
      const set = store.all('PermissionSet').find((row) => row.Name === permissionSet)
      if (!set) throw new Error(`the permission set ${permissionSet} is not deployed`)
      const fields = { AssigneeId: userNamed(username), PermissionSetId: set.Id }
      const result = dml.insert({ userId: seeded.admin.id, api: 'rest' }, 'PermissionSetAssignment', fields)
      if (!result.success && result.errors[0]?.statusCode !== 'DUPLICATE_VALUE')
        throw new Error(result.errors.map((error) => error.message).join('; '))
    },
    reset,
    async close() {
      clock.clear()
      await pubSub.close()
      await server.close()
    },
  }
}

export { createPackageRegistry }
export type { Context, Switches }

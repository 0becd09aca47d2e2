import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { VirtualClock } from '../kit/clock.ts'
import { controlRoutes } from '../kit/control.ts'
import { Faults } from '../kit/faults.ts'
import { Journal } from '../kit/journal.ts'
import { listen } from '../kit/listen.ts'
import { type TokenHolder, verifyToken } from './access-token.ts'
import { type App, type AppRegistration, registerApp } from './apps.ts'
import type { Directory } from './directory.ts'
import { strikeAnswer, strikeDelay, strikeShortLife } from './faults.ts'
import { journalExchange } from './journalled.ts'
import { correlationOf, entraRoutes } from './routes.ts'
import { makeSigningKey } from './signing-key.ts'
import { type Switches, businessCentralResource, defaultSwitches } from './switches.ts'
import { makeTestAuthority } from './test-authority.ts'

export type { TokenHolder } from './access-token.ts'
export type { App, AppRegistration } from './apps.ts'
export { type Switches, businessCentralResource } from './switches.ts'
export { trustAuthority } from './trust.ts'

export interface EntraEmulatorOptions {
  /** 0 (the default) takes any free port. */
  readonly port?: number
  readonly clock?: VirtualClock
  /** Directory id; default: a new GUID. */
  readonly tenantId?: string
  /** Verified domains; default `cronus.onmicrosoft.com`. */
  readonly domains?: readonly string[]
  /** Registered applications; the first is the one whose id and secret are handed out. Default: one, made up. */
  readonly apps?: readonly AppRegistration[]
  readonly switches?: Partial<Switches>
}

export interface EntraEmulator {
  /** `https://127.0.0.1:PORT/{tenantId}` */
  readonly authority: string
  /** `https://127.0.0.1:PORT` */
  readonly url: string
  readonly tenantId: string
  /** Path of the PEM file of the authority that issued the server's certificate; it goes away with `close`. */
  readonly caCertificate: string
  readonly clientId: string
  /** Empty when the first application has certificates only. */
  readonly clientSecret: string
  /** One request without a network: as if it had come to `url`. */
  fetch(request: Request): Promise<Response>
  /** Registers one more application; lost at `reset`. */
  addApp(app?: AppRegistration): App
  /** Who the token speaks for; undefined when it is not this directory's, for another audience, or expired. */
  verifyToken(token: string, expected?: { audience?: string }): Promise<TokenHolder | undefined>
  readonly clock: VirtualClock
  readonly faults: Faults
  readonly journal: Journal
  /** The applications given at the start alone; faults, journal and seen assertions cleared. Tokens stay valid. */
  reset(): void
  close(): Promise<void>
}

/**
 * Starts Microsoft Entra ID for one directory, over https with a certificate of a test authority made for this run.
 * There is no way to turn the client's certificate check off; trust the authority instead (README).
 */
export async function createEntraEmulator(options: EntraEmulatorOptions = {}): Promise<EntraEmulator> {
  const tenantId = (options.tenantId ?? randomUUID()).toLowerCase()
  const clock = options.clock ?? new VirtualClock()
  const faults = new Faults()
  const journal = new Journal()
  const [authority, key] = await Promise.all([makeTestAuthority(), makeSigningKey(tenantId)])
  const registered = (options.apps ?? [{}]).map(registerApp)
  const first = registered[0]
  if (!first) throw new Error('createEntraEmulator needs at least one application in `apps`.')
  const directory: Directory = {
    tenant: { id: tenantId, domains: options.domains ?? ['cronus.onmicrosoft.com'] },
    clock,
    switches: { ...defaultSwitches, ...options.switches },
    key,
    apps: new Map(registered.map((app) => [app.clientId, app])),
    seenAssertions: new Map(),
  }
  const reset = () => {
    directory.apps.clear()
    for (const app of registered) directory.apps.set(app.clientId, app)
    directory.seenAssertions.clear()
    faults.clear()
    journal.clear()
  }

  let base = ''
  const what = (http: Context) => `${http.req.method} ${http.req.path}`
  const server = new Hono().route('/__emulator', controlRoutes({ clock, faults, journal, reset }))
  server.use(async (http, next) => {
    const request = http.req.raw
    const body = await request.clone().text()
    const seen = { method: request.method, url: request.url, body, client: request.headers.get('x-client-sku') }
    const delayed = await strikeDelay(faults, clock, what(http))
    const correlationId = correlationOf(http)
    const struck = strikeAnswer(faults, { now: clock.now(), correlationId, base }, what(http))
    if (struck) http.res = struck.response
    else await next()
    await journalExchange({ journal, clock }, seen, http.res, struck?.fault.kind ?? delayed?.kind)
  })
  server.route(
    '/',
    entraRoutes({
      directory: () => directory,
      base: () => base,
      shortened: (http) => strikeShortLife(faults, what(http)),
    }),
  )
  const listening = await listen((request) => server.fetch(request), {
    port: options.port ?? 0,
    tls: authority.server,
  })
  base = listening.url
  const folder = await mkdtemp(join(tmpdir(), 'entra-sandbox-'))
  const caCertificate = join(folder, 'ca.pem')
  await writeFile(caCertificate, authority.ca.cert)

  return {
    authority: `${base}/${tenantId}`,
    url: base,
    tenantId,
    caCertificate,
    clientId: first.clientId,
    clientSecret: first.secrets[0]?.value ?? '',
    fetch: async (request) => server.fetch(request),
    addApp: (entered = {}) => {
      const app = registerApp(entered)
      directory.apps.set(app.clientId, app)
      return app
    },
    verifyToken: (token, expected) =>
      verifyToken({ clock, key, tenantId }, token, expected?.audience ?? businessCentralResource),
    clock,
    faults,
    journal,
    reset,
    close: async () => {
      await listening.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

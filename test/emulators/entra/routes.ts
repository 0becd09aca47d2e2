import { Hono } from 'hono'
import type { Context } from 'hono'
import { EntraError, errorBody, refusal } from './aadsts.ts'
import { basicCredentials } from './basic-credentials.ts'
import type { Directory } from './directory.ts'
import { instanceDiscovery, openIdConfiguration } from './discovery.ts'
import { checkTenant } from './tenant.ts'
import { answerToken } from './token-endpoint.ts'

export interface RouteWorld {
  readonly directory: () => Directory
  /** `https://127.0.0.1:PORT` */
  readonly base: () => string
  /** Seconds that the next token lives, when a fault shortens it. */
  readonly shortened: (http: Context) => number | undefined
}

/** The client's own id of the request: MSAL for Node sends it in the query. */
export const correlationOf = (http: Context): string | undefined =>
  http.req.header('client-request-id') ?? http.req.query('client-request-id')

/** The fields of the request; what the body leaves out of the credentials may stand in a Basic header. */
async function formOf(http: Context): Promise<URLSearchParams> {
  const type = http.req.header('content-type') ?? ''
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded')) return new URLSearchParams()
  const form = new URLSearchParams(await http.req.text())
  const basic = basicCredentials(http.req.header('authorization'))
  if (basic && !form.get('client_id')) form.set('client_id', basic.clientId)
  if (basic && !form.get('client_secret')) form.set('client_secret', basic.clientSecret)
  return form
}

/** The endpoints of Entra ID that this sandbox has; everything else is answered 501 by name. */
export function entraRoutes({ directory, base, shortened }: RouteWorld): Hono {
  const app = new Hono()
  app.get('/common/discovery/instance', (http) =>
    http.json(instanceDiscovery(base(), http.req.query('authorization_endpoint'))),
  )
  app.get('/:tenant/v2.0/.well-known/openid-configuration', (http) => {
    const { tenant } = directory()
    checkTenant(tenant, http.req.param('tenant'))
    return http.json(openIdConfiguration(base(), tenant.id))
  })
  app.get('/:tenant/discovery/v2.0/keys', (http) => {
    checkTenant(directory().tenant, http.req.param('tenant'))
    return http.json({ keys: [directory().key.jwk] })
  })
  app.post('/:tenant/oauth2/v2.0/token', async (http) => {
    const known = directory()
    const segment = http.req.param('tenant')
    checkTenant(known.tenant, segment)
    const names = [known.tenant.id, ...known.tenant.domains]
    const audiences = names.flatMap((name) => [`${base()}/${name}/oauth2/v2.0/token`, `${base()}/${name}/v2.0`])
    const lifetimeSeconds = shortened(http) ?? known.switches.tokenLifetimeSeconds
    http.header('Cache-Control', 'no-store, no-cache')
    return http.json(await answerToken(await formOf(http), known, { audiences, lifetimeSeconds }))
  })
  app.all('/:tenant/oauth2/v2.0/token', (http) => {
    throw refusal.wrongMethod(http.req.method)
  })
  app.all('*', (http) => {
    throw refusal.notSupported(`${http.req.method} ${http.req.path}`)
  })
  app.onError((error, http) => {
    if (!(error instanceof EntraError)) throw error
    const correlationId = correlationOf(http)
    const body = errorBody(error, { now: directory().clock.now(), correlationId, base: base() })
    return http.json(body, error.status)
  })
  return app
}

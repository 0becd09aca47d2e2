import { Hono } from 'hono'
import type { Context } from '../context.ts'
import type { Seeded } from '../seed.ts'
import type { Sessions } from './sessions.ts'
import type { ConnectedApp } from './connected-app.ts'
import { issueToken } from './token.ts'
import { identity, userInfo } from './userinfo.ts'

export interface OauthWorld {
  readonly context: Pick<Context, 'records' | 'actor' | 'instanceUrl' | 'clock' | 'switches'>
  readonly sessions: Sessions
  readonly app: ConnectedApp
  readonly seeded: () => Seeded
}

/** `/services/oauth2/*` and `/id/*`. */
export function oauthRoutes({ context, sessions, app, seeded }: OauthWorld): Hono {
  const form = async (request: Request): Promise<URLSearchParams> => new URLSearchParams(await request.text())
  const routes = new Hono()
  routes
    .post('/services/oauth2/token', async (http) => {
      const { organizationId } = seeded()
      const { status, body } = await issueToken(await form(http.req.raw), http.req.header('authorization'), {
        app,
        sessions,
        organizationId,
        instanceUrl: context.instanceUrl(),
        now: context.clock.now(),
        switches: context.switches,
        atLoginHost: /^(login|test)\.salesforce\.com$/.test(new URL(http.req.url).hostname),
        isSandbox: context.records.get('Organization', organizationId)?.IsSandbox === true,
        userNamed: (username) =>
          context.records.all('User').find((row) => row.Username === username && row.IsActive === true)?.Id,
      })
      return http.json(body, status)
    })
    .post('/services/oauth2/revoke', async (http) => {
      sessions.end((await form(http.req.raw)).get('token') ?? '')
      return http.body(null, 200)
    })
    .on(['GET', 'POST'], '/services/oauth2/userinfo', (http) => {
      const { organizationId, integration } = seeded()
      const { userId } = context.actor(http.req.raw)
      const user = context.records.get('User', userId)
      if (!user) return http.text('Bad_OAuth_Token', 403)
      return http.json(userInfo(user, organizationId, context.instanceUrl(), userId === integration.id))
    })
    .get('/id/:organization/:user', (http) => {
      const { userId } = context.actor(http.req.raw)
      const user = context.records.get('User', userId)
      const { organizationId } = seeded()
      if (!user || http.req.param('organization') !== organizationId) return http.text('Missing_OAuth_Token', 403)
      return http.json(identity(user, organizationId, context.instanceUrl()))
    })
  return routes
}

import { Hono, type MiddlewareHandler } from 'hono'
import type { Context } from '../context.ts'
import { readBody } from './body.ts'
import { type Answer, badRequest, type Call, type RestWorld } from './call.ts'
import { batch } from './composite/batch.ts'
import { composite } from './composite/composite.ts'
import { graph } from './composite/graph.ts'
import { segmentsOf } from './composite/sub-request.ts'
import { operationFor } from './dispatch.ts'
import { spendCall } from './limits.ts'
import { methodNotAllowed } from './method-not-allowed.ts'
import { refuseHeaders } from './refuse-headers.ts'
import { baseOf, versions } from './versions.ts'

export { baseOf }

type Needs = RestWorld & Pick<Context, 'actor' | 'access'>

/** Counts the calls of parts that answer for themselves, and tells the count as REST does. */
export const countCall =
  (world: Pick<RestWorld, 'limits'>): MiddlewareHandler =>
  async (http, next) => {
    spendCall(world)
    await next()
    if (http.res.status !== 204) http.header('sforce-limit-info', world.limits.info())
  }

function respond(answer: Answer, world: Needs): Response {
  const headers = new Headers(answer.headers)
  if (answer.content) {
    headers.set('content-type', 'application/octet-stream')
    headers.set('sforce-limit-info', world.limits.info())
    return new Response(answer.content, { status: answer.status, headers })
  }
  if (answer.body === undefined) return new Response(null, { status: answer.status, headers })
  headers.set('content-type', 'application/json;charset=UTF-8')
  headers.set('cache-control', 'no-cache,must-revalidate,max-age=0,no-store,private')
  headers.set('sforce-limit-info', world.limits.info())
  return new Response(JSON.stringify(answer.body), { status: answer.status, headers })
}

/** Calls made of several, which operations cannot call in turn. */
const ofSeveral: ReadonlyMap<string, (call: Call, world: Needs) => Answer> = new Map([
  ['composite', composite],
  ['composite/batch', batch],
  ['composite/graph', graph],
])

/** `/services/data` and everything below a version that is plain JSON. */
export function restRoutes(world: Needs): Hono {
  const app = new Hono()
  app
    .get('/services/data', (http) => http.json(versions))
    .get('/services/data/', (http) => http.json(versions))
    .all('/services/data/:version/*', async (http) => {
      const request = http.req.raw
      const url = new URL(request.url)
      const base = baseOf(http.req.param('version'))
      const actor = world.actor(request)
      spendCall(world)
      const segments = segmentsOf(url.pathname.slice(base.length))
      if (!segments) throw badRequest('MALFORMED_URL', 'The path is not valid percent-encoding')
      refuseHeaders(request.headers)
      const { body, multipart } = await readBody(request)
      // Salesforce honours `?_HttpMethod=PATCH` for clients that cannot send PATCH.
      const method = (url.searchParams.get('_HttpMethod') ?? request.method).toUpperCase()
      const access = world.access(actor.userId)
      const call: Call = {
        method,
        params: {},
        query: url.searchParams,
        body,
        multipart,
        headers: request.headers,
        actor,
        access,
        base,
      }
      const path = segments.join('/')
      const several = method === 'POST' ? ofSeveral.get(path) : undefined
      // `GET composite` lists resources, which this sandbox does not; the others are for POST alone.
      if (!several && path !== 'composite' && ofSeveral.has(path)) throw methodNotAllowed(method, ['POST'])
      const { handler, params } = several ? { handler: several, params: {} } : operationFor(method, segments)
      const work = (): Answer => handler({ ...call, params }, world)
      // An action is done once: it writes no rows that others could hold.
      const answer = path.startsWith('actions/') ? work() : await world.locks.waitFor(actor, work)
      return respond(answer, world)
    })
  return app
}

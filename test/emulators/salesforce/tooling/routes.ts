import { Hono } from 'hono'
import { ApiError, type Context, notSupported } from '../context.ts'
import { readBody } from '../rest/body.ts'
import { type Answer, type Call, notFound, type RestWorld } from '../rest/call.ts'
import { spendCall } from '../rest/limits.ts'
import { baseOf } from '../rest/versions.ts'
import { toolingQuery } from './query.ts'
import { changeToolingRow, createToolingRow, readToolingRow } from './rows.ts'
import type { ToolingWorld } from './world.ts'

type Needs = ToolingWorld & Pick<RestWorld, 'limits'> & Pick<Context, 'actor' | 'access'>

/** Metadata is written by administrators. */
function refuseOthers({ access }: Call): void {
  if (access.has('ModifyAllData')) return
  throw new ApiError(403, {
    statusCode: 'INSUFFICIENT_ACCESS',
    message: 'use of the Tooling API requires a user with the ModifyAllData or ModifyMetadata permissions',
    fields: [],
  })
}

function answer(call: Call, path: readonly string[], world: Needs): Answer {
  const [resource, object = '', id, ...more] = path
  if (call.method === 'GET' && resource === 'query' && object === '') return toolingQuery(call, world)
  if (resource !== 'sobjects' || object === '' || more.length > 0)
    throw notSupported(`${call.method} /tooling/${path.join('/')}`)
  const found = { ...call, params: { object, ...(id === undefined ? {} : { id }) } }
  // How the sf CLI finds out whether an org tracks changes to its metadata: this one does not.
  if (object === 'SourceMember') throw notFound()
  if (id === 'describe') throw notSupported(`GET /tooling/sobjects/${object}/describe`)
  refuseOthers(call)
  if (call.method === 'POST' && id === undefined) return createToolingRow(found, world)
  if (call.method === 'GET' && id !== undefined) return readToolingRow(found, world)
  if (call.method === 'PATCH' && id !== undefined) return changeToolingRow(found, world)
  throw notSupported(`${call.method} /tooling/${path.join('/')}`)
}

/** `/services/data/vXX.X/tooling/*`: packages, and what the sf CLI asks. */
export function toolingRoutes(world: Needs): Hono {
  const app = new Hono()
  app.all('/services/data/:version/tooling/*', async (http) => {
    const request = http.req.raw
    const url = new URL(request.url)
    const base = baseOf(http.req.param('version'))
    const actor = { ...world.actor(request), api: 'toolingrest' }
    spendCall(world)
    const { body } = await readBody(request)
    const call: Call = {
      ...{ method: request.method, params: {}, query: url.searchParams, body, headers: request.headers },
      ...{ actor, access: world.access(actor.userId), base },
    }
    const path = url.pathname.slice(`${base}/tooling/`.length).split('/').filter(Boolean)
    const { status, body: json, headers } = answer(call, path, world)
    http.header('sforce-limit-info', world.limits.info())
    for (const [name, value] of Object.entries(headers ?? {})) http.header(name, value)
    return json === undefined ? http.body(null, 204) : http.json(json as object, status as 200)
  })
  return app
}

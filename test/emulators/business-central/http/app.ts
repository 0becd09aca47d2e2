import { Hono, type Context } from 'hono'
import type { VirtualClock } from '../../kit/clock.ts'
import { controlRoutes } from '../../kit/control.ts'
import type { Faults } from '../../kit/faults.ts'
import type { Journal } from '../../kit/journal.ts'
import { ServiceError } from '../errors.ts'
import { batch, servePart, type ServePart } from '../operations/batch.ts'
import { multipartBatch } from '../operations/multipart-batch.ts'
import { boundaryOf } from '../operations/multipart.ts'
import { dispatch } from '../operations/dispatch.ts'
import { subscribe } from '../operations/subscriptions.ts'
import type { Service } from '../service.ts'
import { answerTo, payload, toResponse, type Answer } from './answer.ts'
import { authenticate, type Applications, type VerifyToken } from './authenticate.ts'
import { environments } from './environments.ts'
import { strikeAfter, strikeDelay, strikeInstead } from './faults.ts'
import { journalExchange } from './journal.ts'
import type { Limits } from './limits.ts'
import { parseServicePath } from './service-path.ts'
import type { ServiceRequest } from './service-request.ts'

export interface App {
  readonly service: Service
  readonly clock: VirtualClock
  readonly faults: Faults
  readonly journal: Journal
  readonly limits: Limits
  readonly verifyToken: VerifyToken
  readonly applications: () => Applications
  readonly tenantIds: readonly string[]
  readonly reset: () => void
}

/** The HTTP face: control below `/__emulator/`, everything else is Business Central. */
export function createApp(app: App): Hono {
  const server = new Hono()
  server
    .route('/__emulator', controlRoutes(app))
    .get('/__emulator/deliveries', (context) => context.json({ deliveries: app.service.subscriptions.deliveries() }))
    .all('*', (context) => exchange(app, context))
  return server
}

async function exchange(app: App, context: Context): Promise<Response> {
  const { method } = context.req
  const url = context.req.url.replace(/^https?:\/\/[^/]+/, '')
  const body = new Uint8Array(await context.req.arrayBuffer())
  const what = `${method} ${url}`
  const respond = (answer: Answer | undefined, fault: string | undefined): Response => {
    const content = answer && payload(answer)
    const client = context.req.header('user-agent')
    const status = answer?.status ?? 0
    journalExchange(app.journal, app.clock, { method, url, request: body, client, status, response: content, fault })
    return answer ? toResponse(answer, content) : drop(context)
  }

  const dropped = app.faults.strike(['drop-connection'], what)
  if (dropped && dropped['when'] !== 'after') return respond(undefined, dropped.kind)
  const struck = strikeInstead(app.faults, what)
  if (struck) return respond(struck.answer, struck.fault.kind)
  const answer = await serve(app, context, method, url, body)
  const after = method !== 'GET' && answer.status < 400 ? strikeAfter(app.faults, what) : undefined
  return respond(dropped ? undefined : (after?.answer ?? answer), (dropped ?? after?.fault)?.kind)
}

/** Cuts the connection: the client gets no answer at all. */
function drop(context: Context): Response {
  const { incoming } = context.env as { readonly incoming?: { readonly socket: { destroy(): void } } }
  incoming?.socket.destroy()
  return new Response(null, { status: 502 })
}

async function serve(app: App, context: Context, method: string, url: string, body: Uint8Array): Promise<Answer> {
  let leave: (() => void) | undefined
  try {
    const header = (name: string): string | undefined => context.req.header(name)
    const caller = await authenticate(
      header('authorization'),
      app.verifyToken,
      app.applications(),
      app.service.switches,
    )
    leave = await app.limits.enter(caller.appId)
    // A slow request holds its place among the five that run.
    await strikeDelay(app.faults, app.clock, `${method} ${url}`)
    if (body.length > app.service.switches.maxBodyBytes)
      throw new ServiceError(413, 'BadRequest', 'The request is too large.')
    const at = url.indexOf('?')
    const path = at < 0 ? url : url.slice(0, at)
    const query = new URLSearchParams(at < 0 ? '' : url.slice(at + 1))
    if (path.startsWith('/environments/')) return environments(app.service, method, path)
    const { api, prefix, rest } = parseServicePath(path, {
      tenantIds: app.tenantIds,
      environment: app.service.environment,
      switches: app.service.switches,
    })
    return await answer(app, { method, path: rest, query, header, body, caller }, api, prefix)
  } catch (error) {
    return answerTo(error)
  } finally {
    leave?.()
  }
}

async function answer(
  { service, faults }: App,
  request: ServiceRequest,
  api: Parameters<typeof dispatch>[1],
  prefix: string,
): Promise<Answer> {
  const { caller } = request
  const result = service.subscriptions.asUser(caller, () => dispatch(service, api, prefix, request))
  if (!('slow' in result)) return result
  const root = `${service.root()}/${prefix}`
  if (result.slow.kind === 'subscriptions')
    return subscribe({ at: { api, root, now: service.clock.now() }, service, target: result.slow, request })
  const serveOne = servePart(service, api, prefix)
  const serve: ServePart = (part) => {
    const query = part.query.toString()
    const what = `${part.method} ${part.path}${query === '' ? '' : `?${query}`}`
    return strikeInstead(faults, what)?.answer ?? service.subscriptions.asUser(caller, () => serveOne(part))
  }
  const boundary = boundaryOf(request.header('content-type'))
  return boundary === undefined ? batch(service, request, serve) : multipartBatch(request, boundary, `${root}/`, serve)
}

import type { Clock } from '../../kit/clock.ts'
import type { Journal } from '../../kit/journal.ts'
import { clientOf } from './actor.ts'
import { collapseSlashes } from './collapse-slashes.ts'
import { type FaultWorld, type Outgoing, strikeAfter, strikeBefore } from './faults.ts'
import { isWrite } from './is-write.ts'

const cut = (text: string): string => text.slice(0, 10_000)

/** Secrets do not belong into the journal. */
const withoutSecret = (text: string): string => text.replace(/((?:client_secret|assertion|password)=)[^&]*/g, '$1…')

/**
 * The outermost layer: doubled slashes, armed faults and the journal around the app. A deploy's zip is not journalled, nor is
 * what goes on below `/__emulator/`.
 */
export function serve(
  app: (request: Request) => Response | Promise<Response>,
  world: FaultWorld & { journal: Journal; clock: Clock },
): (request: Request, env?: Outgoing) => Promise<Response> {
  return async (incoming, env = {}) => {
    const request = collapseSlashes(incoming)
    const url = new URL(request.url)
    if (url.pathname.startsWith('/__emulator/')) return app(request)
    const what = `${request.method} ${url.pathname}${url.search}`
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
    const readable = hasBody && !/multipart/.test(request.headers.get('content-type') ?? '')
    const bodyText = readable ? await request.clone().text() : ''
    const before = await strikeBefore(request, what, bodyText, world)
    let response = before?.response ?? (await app(request))
    const after = before ? undefined : strikeAfter(what, world, env)
    if (after) response = after.response
    const fault = before?.kind ?? after?.kind
    const client = clientOf(request.headers.get('sforce-call-options'))
    const soap = url.pathname.startsWith('/services/Soap/')
    world.journal.record({
      at: new Date(world.clock.now()).toISOString(),
      method: request.method,
      url: url.pathname + url.search,
      status: response.status,
      write: isWrite(request.method, url.pathname, bodyText),
      ...(bodyText === '' || soap ? {} : { requestBody: cut(withoutSecret(bodyText)) }),
      ...(response.body === null || url.pathname.startsWith('/services/oauth2/')
        ? {}
        : { responseBody: cut(await response.clone().text()) }),
      ...(fault === undefined ? {} : { fault }),
      ...(client === undefined ? {} : { client }),
    })
    return response
  }
}

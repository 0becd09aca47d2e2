import type { VirtualClock } from '../../kit/clock.ts'
import type { Fault, Faults } from '../../kit/faults.ts'
import { isRecord } from '../rest/call.ts'

/** The Node response behind a request, when there is one (not in `app.request`). */
export interface Outgoing {
  readonly outgoing?: { destroy(): unknown; readonly socket?: { destroy(): unknown } | null }
}

/** A fault's answer, with the name the journal notes. */
interface Struck {
  readonly kind: string
  readonly response: Response
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
  })

const error = (errorCode: string, message: string): unknown => [{ message, errorCode }]

const lock = 'unable to obtain exclusive access to this record'

/** How UNABLE_TO_LOCK_ROW looks in this call: per row in a collection, per sub-request in a composite, else a 400. */
function rowLock(path: string, bodyText: string): Response {
  const rowFailure = { success: false, errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW', message: lock, fields: [] }] }
  let body: unknown
  try {
    body = JSON.parse(bodyText)
  } catch {
    body = undefined
  }
  const records = isRecord(body) && Array.isArray(body.records) ? body.records : undefined
  if (/\/composite\/sobjects/.test(path) && records)
    return json(
      200,
      records.map(() => rowFailure),
    )
  const locked = (parts: readonly unknown[]): unknown =>
    parts.map((part) => ({
      body: error('UNABLE_TO_LOCK_ROW', lock),
      httpHeaders: {},
      httpStatusCode: 400,
      referenceId: isRecord(part) ? part.referenceId : null,
    }))
  if (isRecord(body) && Array.isArray(body.compositeRequest))
    return json(200, { compositeResponse: locked(body.compositeRequest) })
  if (isRecord(body) && Array.isArray(body.graphs)) {
    const graphs = body.graphs.filter(isRecord).map(({ graphId, compositeRequest }) => ({
      graphId,
      graphResponse: { compositeResponse: locked(Array.isArray(compositeRequest) ? compositeRequest : []) },
      isSuccessful: false,
    }))
    return json(200, { graphs })
  }
  return json(400, [{ message: lock, errorCode: 'UNABLE_TO_LOCK_ROW', fields: [] }])
}

function plainStatus(fault: Fault): Response {
  const status = typeof fault.status === 'number' ? fault.status : 503
  const headers = isRecord(fault.headers) ? (fault.headers as Record<string, string>) : {}
  return json(status, fault.body ?? error('SERVER_UNAVAILABLE', 'Service temporarily unavailable'), headers)
}

export interface FaultWorld {
  readonly faults: Faults
  readonly clock: VirtualClock
  /** Ends the session behind a request, so that only a new token helps. */
  readonly endSession: (request: Request) => void
}

/** A fault that strikes before the work is done. */
export async function strikeBefore(
  request: Request,
  what: string,
  bodyText: string,
  world: FaultWorld,
): Promise<Struck | undefined> {
  const { faults, clock } = world
  const delay = faults.strike(['delay'], what)
  if (delay) await new Promise<void>((resolve) => void clock.after(Number(delay.milliseconds ?? 1000), resolve))
  const fault = faults.strike(['status', 'expired-session', 'row-lock', 'request-limit'], what)
  switch (fault?.kind) {
    case 'status':
      return { kind: fault.kind, response: plainStatus(fault) }
    case 'expired-session':
      world.endSession(request)
      return { kind: fault.kind, response: json(401, error('INVALID_SESSION_ID', 'Session expired or invalid')) }
    case 'row-lock':
      return { kind: fault.kind, response: rowLock(new URL(request.url).pathname, bodyText) }
    case 'request-limit':
      return { kind: fault.kind, response: json(403, error('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')) }
    case undefined:
    default:
      return undefined
  }
}

/** A fault that strikes although the work is done: the answer is lost on its way. */
export function strikeAfter(what: string, world: FaultWorld, env: Outgoing): Struck | undefined {
  const fault = world.faults.strike(['write-done-but-504', 'drop-connection'], what)
  if (fault?.kind === 'write-done-but-504')
    return {
      kind: fault.kind,
      response: new Response('<html><body>Gateway Timeout</body></html>', {
        status: 504,
        headers: { 'content-type': 'text/html' },
      }),
    }
  if (fault?.kind === 'drop-connection') {
    env.outgoing?.socket?.destroy()
    env.outgoing?.destroy()
    return { kind: fault.kind, response: new Response(null, { status: 502 }) }
  }
  return undefined
}

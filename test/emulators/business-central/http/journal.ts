import type { Clock } from '../../kit/clock.ts'
import type { Journal } from '../../kit/journal.ts'
import { isObject } from '../operations/read-body.ts'

const most = 10_000

/** One exchange with the service, as the journal keeps it. */
export interface Exchange {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly request: Uint8Array
  readonly client: string | undefined
  readonly status: number
  readonly response: string | Uint8Array | undefined
  readonly fault: string | undefined
}

/** Writes an exchange down. A batch counts as a write when one of its parts is; subscriptions never do. */
export function journalExchange(journal: Journal, clock: Clock, exchange: Exchange): void {
  const { method, url, request, status, response, fault, client } = exchange
  const body = new TextDecoder().decode(request)
  const answer = response instanceof Uint8Array ? `(${response.length} bytes)` : response
  journal.record({
    at: new Date(clock.now()).toISOString(),
    method,
    url,
    status,
    write: isWrite(method, url, body),
    ...(body !== '' && { requestBody: body.slice(0, most) }),
    ...(answer !== undefined && { responseBody: answer.slice(0, most) }),
    ...(fault !== undefined && { fault }),
    ...(client !== undefined && { client }),
  })
}

function isWrite(method: string, url: string, body: string): boolean {
  if (method === 'GET') return false
  const path = url.split('?')[0] ?? ''
  if (/\/subscriptions(\(|$)/.test(path)) return false
  if (!path.endsWith('/$batch')) return true
  try {
    const parsed: unknown = JSON.parse(body)
    const parts = isObject(parsed) ? parsed['requests'] : undefined
    return (
      Array.isArray(parts) &&
      parts.some(
        (part) => isObject(part) && isWrite(String(part['method']).toUpperCase(), `/${String(part['url'])}`, ''),
      )
    )
  } catch {
    return true
  }
}

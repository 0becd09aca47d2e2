import Bottleneck from 'bottleneck'
import type { Clock } from '../engine/clock.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  /** Parsed JSON; undefined for an empty body; the text when it is no JSON. */
  readonly body: unknown
}

/** No answer came: the connection broke or time ran out. Whether the request took effect is not known. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

export interface HttpClient {
  /** One request within the limits; any status is an answer. Throws `NoAnswer`. Repeats nothing by itself. */
  send(request: HttpRequest): Promise<HttpAnswer>
  /** Requests in the present window. */
  used(): number
  close(): Promise<void>
}

export interface Limits {
  readonly concurrent: number
  readonly requests: number
  readonly perSeconds: number
  readonly timeoutSeconds: number
}

async function parse(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** HTTP with a budget: at most `concurrent` at once, at most `requests` per window, one time limit each. */
export function createHttpClient(limits: Limits, clock: Pick<Clock, 'now'>): HttpClient {
  const limiter = new Bottleneck({
    maxConcurrent: limits.concurrent,
    reservoir: limits.requests,
    reservoirRefreshAmount: limits.requests,
    reservoirRefreshInterval: limits.perSeconds * 1000,
  })
  let sent: number[] = []
  const call = async ({ method, url, headers, body }: HttpRequest): Promise<HttpAnswer> => {
    sent.push(clock.now())
    try {
      const response = await fetch(url, {
        method,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        signal: AbortSignal.timeout(limits.timeoutSeconds * 1000),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: response.status, headers: response.headers, body: await parse(response) }
    } catch (cause) {
      throw new NoAnswer(`No answer to ${method} ${new URL(url).pathname}.`, { cause })
    }
  }
  return {
    send: (request) => limiter.schedule(() => call(request)),
    used() {
      const from = clock.now() - limits.perSeconds * 1000
      sent = sent.filter((at) => at > from)
      return sent.length
    },
    async close() {
      await limiter.stop({ dropWaitingJobs: false })
    },
  }
}

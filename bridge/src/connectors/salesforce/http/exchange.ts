import { RetryLater } from '../../../engine/errors.ts'
import { Transport } from 'jsforce/lib/transport.js'
import type { HttpRequest, HttpResponse } from 'jsforce'

/** Salesforce starts a query within 120 seconds or not at all; nothing the bridge does takes longer. */
const timeout = 130_000

export interface Exchange {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * One HTTP call, one try: jsforce would repeat some calls by itself (`Retry-After` unread), and who repeats what is the
 * engine's business.
 */
export function transportOptions(url: string): Record<string, unknown> {
  const loopback = /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url)
  return {
    timeout,
    retry: { maxRetries: 0, methods: [], statusCodes: [] },
    // jsforce reads the proxy from the environment at import and knows no NO_PROXY.
    ...(loopback ? { httpProxy: undefined } : {}),
  }
}

/** A jsforce transport that keeps the last answer: jsforce's own errors carry neither status nor headers. */
export class ListeningTransport extends Transport {
  exchange: Exchange | undefined

  override httpRequest(request: HttpRequest, options?: Record<string, unknown>): ReturnType<Transport['httpRequest']> {
    const answer = super.httpRequest(request, options)
    answer.then(
      (response) => (this.exchange = toExchange(response)),
      () => undefined,
    )
    return answer
  }
}

/** @throws RetryLater when no answer came */
export async function send(request: HttpRequest): Promise<Exchange> {
  try {
    return toExchange(await new Transport().httpRequest(request, transportOptions(request.url)))
  } catch (error) {
    throw noAnswer(error)
  }
}

/** Nobody answered. Every call the bridge makes to Salesforce may be repeated, so this is passing trouble. */
export function noAnswer(error: unknown): RetryLater {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const vendor = cause instanceof Error ? cause.message : String(cause)
  const timedOut = error instanceof Error && error.name === 'AbortError'
  return new RetryLater(
    timedOut ? `Salesforce gave no answer within ${timeout / 1000} seconds.` : 'Salesforce cannot be reached.',
    { vendor, cause: error },
  )
}

function toExchange(response: HttpResponse): Exchange {
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, value]))
  return { status: response.statusCode, headers, body: response.body }
}

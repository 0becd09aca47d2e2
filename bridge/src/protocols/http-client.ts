import { DelegateBackoff, handleType, retry } from 'cockatiel'
import type { Clock } from '../engine/clock.ts'
import { createCallBudget, type Lane } from './call-budget.ts'
import { parseExactJson } from './exact-json.ts'
import { retryAfter } from './retry-after.ts'
import { createTurns } from './turns.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Default: `read` for what can be repeated, `write` for all else. */
  readonly lane?: Lane | undefined
  /** The answer of a call that goes well is no text: its body comes as a `Uint8Array`. */
  readonly bytes?: boolean | undefined
  /** Doing it twice does no harm. Default: GET only. */
  readonly repeatable?: boolean | undefined
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  /** Parsed JSON (numbers too long for a double as text); undefined for an empty body; the text when it is no JSON. */
  readonly body: unknown
}

/** No answer came: the connection broke or time ran out. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  /** False when the request cannot have reached the server: the connection was never made. */
  readonly sent: boolean
  readonly timedOut: boolean
  constructor(message: string, options: { cause: unknown; sent: boolean; timedOut: boolean }) {
    super(message, { cause: options.cause })
    this.sent = options.sent
    this.timedOut = options.timedOut
  }
}

export interface HttpClient {
  /**
   * One request within the limits; any status is an answer. What is repeatable is tried again, at once and twice at most,
   * when the connection broke or the server was not ready; a longer wait is the caller's to decide.
   *
   * @throws NoAnswer
   */
  send(request: HttpRequest): Promise<HttpAnswer>
  /** Requests in the present window. */
  used(): number
  /** Waits for what is under way. */
  close(): Promise<void>
}

export interface Limits {
  readonly concurrent: number
  readonly requests: number
  readonly perSeconds: number
  readonly timeoutSeconds: number
}

const urgency: Readonly<Record<Lane, number>> = { write: 3, read: 2, sweep: 1 }
/** A wait that is not worth giving the work back for. */
const shortWaitSeconds = 2
/** No connection was made, thus nothing was sent. */
const unreached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'])

async function parse(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') return undefined
  try {
    return parseExactJson(text)
  } catch {
    return text
  }
}

function silence(method: string, url: string, error: unknown): NoAnswer {
  const cause = error instanceof Error ? error.cause : undefined
  const { code = '' } = (cause ?? {}) as { code?: string }
  const timedOut = error instanceof Error && error.name === 'TimeoutError'
  const why = timedOut ? 'time ran out' : code || 'the connection broke'
  const message = `No answer to ${method} ${new URL(url).pathname} (${why}).`
  return new NoAnswer(message, { cause: error, sent: !unreached.has(code), timedOut })
}

/** The server was not ready, and does not ask for a longer wait. */
function passing({ status, headers }: HttpAnswer): boolean {
  const wait = retryAfter(headers)
  if (status === 429) return wait !== undefined && wait <= shortWaitSeconds
  return [502, 503, 504].includes(status) && (wait ?? 0) <= shortWaitSeconds
}

const again = retry(
  handleType(NoAnswer, (error) => !error.timedOut).orWhenResult((answer) => passing(answer as HttpAnswer)),
  {
    maxAttempts: 2,
    backoff: new DelegateBackoff(({ attempt, result }) => {
      const asked = 'value' in result ? retryAfter((result.value as HttpAnswer).headers) : undefined
      return asked === undefined ? 250 * 2 ** (attempt - 1) : asked * 1000
    }),
  },
)

/** HTTP with a budget: at most `concurrent` at once, at most `requests` per sliding window, one time limit each. */
export function createHttpClient(limits: Limits, clock: Clock): HttpClient {
  const turns = createTurns(limits.concurrent)
  const budget = createCallBudget(limits, clock)
  let closed: Promise<void> | undefined

  const call = async ({ method, url, headers, body, bytes = false }: HttpRequest): Promise<HttpAnswer> => {
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
      const content = bytes && response.ok ? new Uint8Array(await response.arrayBuffer()) : await parse(response)
      return { status: response.status, headers: response.headers, body: content }
    } catch (error) {
      throw silence(method, url, error)
    }
  }
  return {
    async send(request) {
      const repeatable = request.repeatable ?? request.method === 'GET'
      const lane = request.lane ?? (repeatable ? 'read' : 'write')
      const attempt = async () => {
        await budget.admit(lane)
        return turns.take(urgency[lane], () => call(request))
      }
      return repeatable ? again.execute(attempt) : attempt()
    },
    used: () => budget.used(),
    close() {
      closed ??= turns.close({ finishWaiting: true })
      return closed
    },
  }
}

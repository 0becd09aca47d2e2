import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'
import { retryAfter } from './retry-after.ts'

/** The last answer that Entra gave, or why there was none. */
export interface Heard {
  /** Undefined when no answer came. */
  readonly status: number | undefined
  /** Seconds that it asked us to wait. */
  readonly retryAfter: number | undefined
  /** Its own words, never those of a success: they hold the token. */
  readonly words: string
}

export interface ListeningNetwork extends INetworkModule {
  /** Undefined before the first call. */
  last(): Heard | undefined
}

const timeoutSeconds = 30

/** What a refusal says of itself: `error_description` of OAuth, else the beginning of the page. */
function wordsOf(status: number, text: string): string {
  try {
    const { error_description: words } = JSON.parse(text) as { error_description?: unknown }
    if (typeof words === 'string' && words !== '') return words
  } catch {
    // A gateway in between answers in HTML.
  }
  return `HTTP ${status} ${text.slice(0, 200).trim()}`.trim()
}

/**
 * The sign-in library's way to the network, with an ear on it: the library tells neither status nor `Retry-After` of a
 * failed call, makes one and the same error of a tenant that does not exist, an outage and a broken network, and waits
 * without end for an answer. [@azure/msal-node, HttpClient]
 */
export function createListeningNetwork(): ListeningNetwork {
  let heard: Heard | undefined

  const send = async <T>(
    method: string,
    url: string,
    options: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> => {
    let response: Response
    let text: string
    try {
      response = await fetch(url, {
        method,
        headers: options.headers ?? {},
        signal: AbortSignal.timeout(timeoutSeconds * 1000),
        ...(method === 'POST' ? { body: options.body ?? '' } : {}),
      })
      text = await response.text()
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error
      heard = {
        status: undefined,
        retryAfter: undefined,
        words: cause instanceof Error ? cause.message : String(cause),
      }
      throw error
    }
    const { status, headers } = response
    heard = { status, retryAfter: retryAfter(headers), words: response.ok ? `HTTP ${status}` : wordsOf(status, text) }
    return { status, headers: Object.fromEntries(headers), body: JSON.parse(text) as T }
  }

  return {
    last: () => heard,
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  }
}

import type { Clock } from '../../engine/clock.ts'
import { Misconfigured, RetryLater, type SyncError } from '../../engine/errors.ts'
import { send } from './http/exchange.ts'
import type { SalesforceSettings } from './settings.ts'
import { signInError } from './sign-in-error.ts'

/** A signed-in session. Each sign-in makes a new object, even when Salesforce hands out the same token again. */
export interface Session {
  readonly accessToken: string
  /** Where this org's API is; may move between two sign-ins. */
  readonly instanceUrl: string
  /** 18 characters. */
  readonly organizationId: string
  /** The run-as user: who the bridge is in Salesforce. */
  readonly userId: string
}

export interface Sessions {
  /** @throws Misconfigured, RetryLater */
  current(): Promise<Session>
  /** Another session than the refused one: signs in again unless somebody else just did. */
  renew(refused: Session): Promise<Session>
  /** Salesforce accepted a call in this session: it is good. */
  accepted(): void
}

/** Failures and refusals in a row make the next sign-in wait 1, 2, 4 … up to this many seconds. */
const longestPause = 60

/**
 * OAuth 2.0 client credentials on the My Domain URL. There is no refresh token: a session that ends is replaced by asking
 * again [Salesforce Help: OAuth 2.0 Client Credentials Flow]. One sign-in at a time, and pauses between sign-ins that help
 * nothing: a server that refuses every session would otherwise be asked hundreds of times a second.
 */
export function createSessions(
  settings: Pick<SalesforceSettings, 'loginUrl' | 'clientId' | 'clientSecret'>,
  services: { readonly clock: Pick<Clock, 'now'> },
): Sessions {
  let session: Session | undefined
  let signingIn: Promise<Session> | undefined
  let inVain = 0
  let pausedUntil = 0
  let lastError: SyncError | undefined

  const pause = (): void => {
    inVain++
    // The first try after a good session is free: that is how an expired session looks.
    if (inVain > 1) pausedUntil = services.clock.now() + Math.min(longestPause, 2 ** (inVain - 2)) * 1000
  }

  const signIn = async (): Promise<Session> => {
    const wait = pausedUntil - services.clock.now()
    if (wait > 0) {
      if (lastError instanceof Misconfigured) throw lastError
      throw new RetryLater('Salesforce refuses the sessions it hands out; the next sign-in waits.', {
        ...(lastError?.vendor === undefined ? {} : { vendor: lastError.vendor }),
        retryAfter: Math.ceil(wait / 1000),
      })
    }
    pause()
    try {
      session = await requestToken(settings)
      lastError = undefined
      return session
    } catch (error) {
      if (error instanceof Misconfigured || error instanceof RetryLater) lastError = error
      if (error instanceof Misconfigured) pausedUntil = services.clock.now() + longestPause * 1000
      throw error
    }
  }

  const signInOnce = (): Promise<Session> => (signingIn ??= signIn().finally(() => (signingIn = undefined)))

  return {
    current: async () => session ?? signInOnce(),
    renew: async (refused) => {
      if (session !== undefined && session !== refused) return session
      session = undefined
      return signInOnce()
    },
    accepted() {
      inVain = 0
      pausedUntil = 0
    },
  }
}

async function requestToken(
  settings: Pick<SalesforceSettings, 'loginUrl' | 'clientId' | 'clientSecret'>,
): Promise<Session> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: settings.clientId,
    client_secret: settings.clientSecret,
  })
  const answer = await send({
    method: 'POST',
    url: `${settings.loginUrl}/services/oauth2/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
  })
  const token = readToken(answer.body)
  if (answer.status !== 200 || token === undefined) throw signInError(answer, settings.loginUrl)
  const [organizationId, userId] = token.id.split('/').slice(-2)
  if (organizationId === undefined || userId === undefined) throw signInError(answer, settings.loginUrl)
  return {
    accessToken: token.access_token,
    instanceUrl: token.instance_url.replace(/\/+$/, ''),
    organizationId,
    userId,
  }
}

function readToken(body: string): { access_token: string; instance_url: string; id: string } | undefined {
  try {
    const token = JSON.parse(body) as Partial<Record<string, unknown>> | null
    const { access_token, instance_url, id } = token ?? {}
    if (typeof access_token !== 'string' || typeof instance_url !== 'string' || typeof id !== 'string') return undefined
    return { access_token, instance_url, id }
  } catch {
    return undefined
  }
}

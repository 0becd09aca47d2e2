import { AuthError, ConfidentialClientApplication } from '@azure/msal-node'
import type { Clock } from '../engine/clock.ts'
import { RetryLater } from '../engine/errors.ts'
import { readClientCertificate } from './entra-certificate.ts'
import { signInError, type EntraSettingNames } from './entra-errors.ts'
import { createListeningNetwork } from './entra-network.ts'

export interface EntraApp {
  /** `https://login.microsoftonline.com/{tenant}` */
  readonly authority: string
  readonly clientId: string
  readonly clientSecret?: string | undefined
  /** Path of a PEM file with certificate and private key, instead of the secret. */
  readonly clientCertificate?: string | undefined
  /** For example `https://api.businesscentral.dynamics.com/.default`. */
  readonly scope: string
  readonly names: EntraSettingNames
}

export interface TokenSource {
  /**
   * A token that is still good for a while; ten callers at once cause one request.
   *
   * @throws Misconfigured when Entra refuses the application, RetryLater when it does not answer
   */
  token(): Promise<string>
  /**
   * A token was refused by the API: the next call asks Entra for a new one, unless that has been done since. Ten calls
   * that were refused with the same token cause one request.
   */
  renew(refused: string): void
}

/** Failures in a row make the next request wait 1, 2, 4 … up to this many seconds. */
const longestPause = 60
/** The longest wait that an answer may ask for, in seconds. */
const longestAsked = 3600

/**
 * Client-credentials sign-in with Microsoft's own library. [Microsoft Learn: OAuth 2.0 client credentials flow]
 *
 * After a 429 or 5xx the library refuses by itself, by the wall clock, for `Retry-After` or a minute, although Entra may be
 * well again [@azure/msal-common, ThrottlingUtils]: a new client application has no such memory, and the pause is ours.
 *
 * @throws Misconfigured when the certificate file is of no use
 */
export function createTokenSource(app: EntraApp, { clock }: { readonly clock: Pick<Clock, 'now'> }): TokenSource {
  const { authority, clientId, clientSecret, clientCertificate, scope, names } = app
  const network = createListeningNetwork()
  const credential =
    clientCertificate === undefined
      ? { clientSecret: clientSecret ?? '' }
      : { clientCertificate: readClientCertificate(clientCertificate, names.clientCertificate) }
  const newClient = () =>
    new ConfidentialClientApplication({
      // Any host but Microsoft's own is trusted only when it is named here.
      auth: { clientId, authority, knownAuthorities: [new URL(authority).host], ...credential },
      system: { networkClient: network },
    })
  let client = newClient()
  let last: string | undefined
  let refused: string | undefined
  let underWay: Promise<string> | undefined
  let trouble: { readonly error: RetryLater; readonly until: number; readonly times: number } | undefined

  const pause = (error: RetryLater): RetryLater => {
    const times = (trouble?.times ?? 0) + 1
    const own = Math.min(longestPause, 2 ** (times - 1))
    const seconds = Math.max(own, Math.min(longestAsked, error.retryAfter ?? 0))
    trouble = { error, until: clock.now() + seconds * 1000, times }
    client = newClient()
    return error
  }

  const ask = async (): Promise<string> => {
    const wait = (trouble?.until ?? 0) - clock.now()
    if (trouble && wait > 0) {
      const { vendor, cause } = trouble.error
      throw new RetryLater('Microsoft Entra ID gave no token; it is asked again after a pause.', {
        ...(vendor === undefined ? {} : { vendor }),
        cause,
        retryAfter: Math.ceil(wait / 1000),
      })
    }
    let answer
    try {
      answer = await client.acquireTokenByClientCredential({ scopes: [scope], skipCache: refused !== undefined })
    } catch (error) {
      if (!(error instanceof AuthError))
        throw pause(new RetryLater('Microsoft Entra ID does not answer.', { cause: error }))
      const known = signInError(error, { heard: network.last(), names })
      throw known instanceof RetryLater ? pause(known) : known
    }
    // MSAL hands out an empty token instead of throwing when the answer was 503 or had none.
    if (!answer?.accessToken) {
      const { words, retryAfter } = network.last() ?? {}
      throw pause(
        new RetryLater('Microsoft Entra ID gave an empty answer.', {
          ...(words === undefined ? {} : { vendor: words }),
          ...(retryAfter === undefined ? {} : { retryAfter }),
        }),
      )
    }
    trouble = undefined
    last = answer.accessToken
    refused = undefined
    return last
  }
  return {
    token() {
      // MSAL itself asks once per caller: ten at once would be ten requests.
      underWay ??= ask().finally(() => (underWay = undefined))
      return underWay
    },
    renew(token) {
      if (token === last) refused = token
    },
  }
}

import { AuthError, ConfidentialClientApplication } from '@azure/msal-node'
import { RetryLater } from '../engine/errors.ts'
import { readClientCertificate } from './entra-certificate.ts'
import { signInError, type EntraSettingNames } from './entra-errors.ts'

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

/**
 * Client-credentials sign-in with Microsoft's own library. [Microsoft Learn: OAuth 2.0 client credentials flow]
 *
 * @throws Misconfigured when the certificate file is of no use
 */
export function createTokenSource(app: EntraApp): TokenSource {
  const { authority, clientId, clientSecret, clientCertificate, scope, names } = app
  const client = new ConfidentialClientApplication({
    auth: {
      clientId,
      authority,
      // Any host but Microsoft's own is trusted only when it is named here.
      knownAuthorities: [new URL(authority).host],
      ...(clientCertificate === undefined
        ? { clientSecret: clientSecret ?? '' }
        : { clientCertificate: readClientCertificate(clientCertificate, names.clientCertificate) }),
    },
  })
  let last: string | undefined
  let refused: string | undefined
  let underWay: Promise<string> | undefined

  const ask = async (): Promise<string> => {
    let answer
    try {
      answer = await client.acquireTokenByClientCredential({ scopes: [scope], skipCache: refused !== undefined })
    } catch (error) {
      if (error instanceof AuthError) throw await signInError(error, app)
      throw new RetryLater('Microsoft Entra ID does not answer.', { cause: error })
    }
    // MSAL hands out an empty token instead of throwing when the answer was 503 or had none.
    if (!answer?.accessToken) throw new RetryLater('Microsoft Entra ID gave an empty answer.')
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

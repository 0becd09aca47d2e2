import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { AuthError, ConfidentialClientApplication } from '@azure/msal-node'
import { Misconfigured, RetryLater } from '../engine/errors.ts'

export interface EntraApp {
  /** `https://login.microsoftonline.com/{tenant}` */
  readonly authority: string
  readonly clientId: string
  readonly clientSecret?: string | undefined
  /** Path of a PEM file with certificate and private key, instead of the secret. */
  readonly clientCertificate?: string | undefined
  /** For example `https://api.businesscentral.dynamics.com/.default`. */
  readonly scope: string
}

export interface TokenSource {
  /**
   * A token that is still good for a while; ten callers at once cause one request.
   *
   * @throws Misconfigured when Entra refuses the application, RetryLater when it does not answer
   */
  token(): Promise<string>
  /** The last token was refused: the next call asks for a new one. */
  renew(): void
}

/** What the person who must act should do. Codes: Microsoft Learn, "Microsoft Entra authentication error codes". */
const advice: Readonly<Record<string, string>> = {
  AADSTS7000215: 'Check BC_CLIENT_SECRET: it is the secret’s Value, not its Secret ID.',
  AADSTS7000222: 'The client secret has expired. Create a new one in the app registration and set BC_CLIENT_SECRET.',
  AADSTS700016: 'Check BC_CLIENT_ID and that the app registration is in the tenant BC_TENANT_ID.',
  AADSTS90002: 'Check BC_TENANT_ID and ENTRA_AUTHORITY: there is no such tenant.',
  AADSTS700027: 'Upload the certificate of BC_CLIENT_CERTIFICATE to the app registration.',
  AADSTS70011: 'Report this: the scope that the bridge asks for is refused.',
}

function certificate(path: string) {
  const pem = readFileSync(path, 'utf8')
  const chain = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(pem)?.[0]
  const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/.exec(pem)?.[0]
  if (chain === undefined || privateKey === undefined) {
    throw new Misconfigured(`BC_CLIENT_CERTIFICATE: ${path} has no certificate or no private key.`, {
      advice: 'Put both, in PEM form, into that file.',
    })
  }
  const thumbprintSha256 = createHash('sha256').update(new X509Certificate(chain).raw).digest('hex')
  return { privateKey, thumbprintSha256, x5c: chain }
}

function translate(error: unknown): Error {
  if (!(error instanceof AuthError)) return new RetryLater('Microsoft Entra ID does not answer.', { cause: error })
  const code = /AADSTS\d+/.exec(error.errorMessage)?.[0]
  // Throttling and outages carry no AADSTS code of the application's making.
  if (code === undefined || code === 'AADSTS50196' || code === 'AADSTS90033') {
    return new RetryLater('Microsoft Entra ID gave no token.', { vendor: error.message, cause: error })
  }
  return new Misconfigured(`Microsoft Entra ID refuses the application (${code}).`, {
    advice: advice[code] ?? `Look up ${code} in Microsoft's list of authentication error codes.`,
    vendor: error.errorMessage,
    cause: error,
  })
}

/** Client-credentials sign-in with Microsoft's own library. [Microsoft Learn: OAuth 2.0 client credentials flow] */
export function createTokenSource({
  authority,
  clientId,
  clientSecret,
  clientCertificate,
  scope,
}: EntraApp): TokenSource {
  const client = new ConfidentialClientApplication({
    auth: {
      clientId,
      authority,
      knownAuthorities: [new URL(authority).host],
      ...(clientCertificate === undefined
        ? { clientSecret: clientSecret ?? '' }
        : { clientCertificate: certificate(clientCertificate) }),
    },
  })
  let skipCache = false
  let underWay: Promise<string> | undefined

  const ask = async (): Promise<string> => {
    try {
      const answer = await client.acquireTokenByClientCredential({ scopes: [scope], skipCache })
      // MSAL hands out an empty token instead of throwing when the answer was 503 or had none.
      if (!answer?.accessToken) throw new RetryLater('Microsoft Entra ID gave an empty answer.')
      skipCache = false
      return answer.accessToken
    } catch (error) {
      throw error instanceof RetryLater ? error : translate(error)
    }
  }
  return {
    token() {
      underWay ??= ask().finally(() => (underWay = undefined))
      return underWay
    },
    renew() {
      skipCache = true
    },
  }
}

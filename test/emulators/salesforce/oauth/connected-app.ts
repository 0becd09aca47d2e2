import { X509Certificate } from 'node:crypto'

/**
 * The app that clients sign in with, and its policies. May be changed while the sandbox runs.
 * [Salesforce Help: Connected App and OAuth Terminology]
 */
export interface ConnectedApp {
  /** The consumer key. */
  readonly clientId: string
  /** The consumer secret. */
  readonly clientSecret: string
  /** "Enable Client Credentials Flow". */
  clientCredentialsEnabled: boolean
  /** The run-as user of the client-credentials flow, by username; null = none is set, which the flow refuses. */
  runAs: string | null
  /** PEM of the certificate under "Use digital signatures"; undefined = none, and no JWT is accepted. */
  certificate: string | undefined
  /** `AllSelfAuthorized`: a user must have approved the app; `AdminApprovedPreAuthorized`: an administrator says who may. */
  permittedUsers: 'AllSelfAuthorized' | 'AdminApprovedPreAuthorized'
  /** Usernames that approved the app, or that an administrator approved. */
  approvedUsers: readonly string[]
}

export function connectedApp(): ConnectedApp {
  return {
    clientId: '3MVG9sandbox.bcbridge',
    clientSecret: 'A1B2C3D4E5F60718293A4B5C6D7E8F90',
    clientCredentialsEnabled: true,
    runAs: 'integration@sandbox.example',
    certificate: undefined,
    permittedUsers: 'AdminApprovedPreAuthorized',
    approvedUsers: ['admin@sandbox.example', 'integration@sandbox.example', 'rep@sandbox.example'],
  }
}

/** The public key of the app's certificate, unless there is none or it is not valid at `now` (milliseconds). */
export function publicKeyOf(
  { certificate }: Pick<ConnectedApp, 'certificate'>,
  now: number,
): X509Certificate['publicKey'] | undefined {
  if (certificate === undefined) return undefined
  const { publicKey, validFrom, validTo } = new X509Certificate(certificate)
  return now >= Date.parse(validFrom) && now < Date.parse(validTo) ? publicKey : undefined
}

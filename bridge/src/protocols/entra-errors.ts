import { Misconfigured, RetryLater } from '../engine/errors.ts'
import type { Heard } from './entra-network.ts'

/** The names of the settings that an application is configured with: messages tell which one to change. */
export interface EntraSettingNames {
  readonly tenant: string
  readonly authority: string
  readonly clientId: string
  readonly clientSecret: string
  readonly clientCertificate: string
}

/** What the person who must act should do. [Microsoft Learn: Microsoft Entra authentication error codes] */
const advice: Readonly<Record<string, (names: EntraSettingNames) => string>> = {
  AADSTS7000215: ({ clientSecret }) => `Check ${clientSecret}: it is the secret’s Value, not its Secret ID.`,
  AADSTS7000222: ({ clientSecret }) =>
    `The client secret has expired. Create a new one in the app registration and set ${clientSecret}.`,
  AADSTS700016: ({ clientId, tenant }) =>
    `Check ${clientId}, and that the app registration is in the tenant that ${tenant} names.`,
  AADSTS90002: ({ tenant, authority }) => `Check ${tenant} and ${authority}: there is no such tenant.`,
  AADSTS900021: ({ tenant }) => `Check ${tenant}: it is no directory id.`,
  AADSTS900023: ({ tenant }) => `Check ${tenant}: it is neither a directory id nor a domain.`,
  AADSTS700027: ({ clientCertificate }) => `Upload the certificate of ${clientCertificate} to the app registration.`,
  AADSTS700024: () => 'Set the clock of this machine: the signed request is not valid at this time.',
  AADSTS7000112: () => 'Enable the application in Microsoft Entra ID, or use another.',
  AADSTS500011: () => 'Grant the application the API permission "Dynamics 365 Business Central" in this tenant.',
  AADSTS53003: () =>
    'A Conditional Access policy blocks the application: exclude it, or sign in from an allowed network.',
}

/** Throttling and outages of the service itself: nothing that an admin can mend. */
const passing = new Set(['AADSTS50196', 'AADSTS90033', 'AADSTS90006', 'AADSTS90012', 'AADSTS90055'])

/** What the sign-in library says: Entra's answer, or its own words. */
export interface SignInFailure {
  readonly errorCode: string
  readonly errorMessage: string
}

/** Too many requests, or a server that is unwell: an answer that says nothing about the application. */
const unwell = (status: number | undefined) => status === undefined || status === 429 || status >= 500

/** What follows from a refused or failed sign-in, and from what Entra answered last. */
export function signInError(
  failure: SignInFailure,
  { heard, names }: { heard: Heard | undefined; names: EntraSettingNames },
): Misconfigured | RetryLater {
  // The library has no words for a look for the endpoints that failed.
  const own = failure.errorCode === 'endpoints_resolution_error' || failure.errorMessage === ''
  const vendor = (own ? heard?.words : failure.errorMessage) ?? failure.errorCode
  const code = /AADSTS\d+/.exec(vendor)?.[0]
  if (code === undefined || passing.has(code) || unwell(heard?.status)) {
    const wait = heard?.retryAfter
    const options = { vendor, cause: failure, ...(wait === undefined ? {} : { retryAfter: wait }) }
    return new RetryLater('Microsoft Entra ID gave no token.', options)
  }
  return new Misconfigured(`Microsoft Entra ID refuses the application (${code}).`, {
    advice: advice[code]?.(names) ?? `Look up ${code} in Microsoft's list of authentication error codes.`,
    vendor,
    cause: failure,
  })
}

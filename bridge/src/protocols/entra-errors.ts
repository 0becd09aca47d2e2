import { AuthError } from '@azure/msal-node'
import { Misconfigured, RetryLater } from '../engine/errors.ts'

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

/** What follows from a refused or failed sign-in. */
export function signInError(error: unknown, names: EntraSettingNames): Misconfigured | RetryLater {
  if (!(error instanceof AuthError)) return new RetryLater('Microsoft Entra ID does not answer.', { cause: error })
  const vendor = error.errorMessage || error.message
  const code = /AADSTS\d+/.exec(vendor)?.[0]
  if (code === undefined || passing.has(code)) {
    return new RetryLater('Microsoft Entra ID gave no token.', { vendor, cause: error })
  }
  return new Misconfigured(`Microsoft Entra ID refuses the application (${code}).`, {
    advice: advice[code]?.(names) ?? `Look up ${code} in Microsoft's list of authentication error codes.`,
    vendor,
    cause: error,
  })
}

import { compactVerify, decodeJwt, type JWTPayload } from 'jose'
import { type ConnectedApp, publicKeyOf } from './connected-app.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Switches } from '../switches.ts'

export const jwtBearerGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

export interface JwtWorld {
  readonly app: ConnectedApp
  /** Milliseconds on the sandbox's clock. */
  readonly now: number
  /** My Domain. */
  readonly instanceUrl: string
  readonly isSandbox: boolean
  readonly switches: Pick<Switches, 'jwtMostSecondsAhead'>
  /** An active user by username. */
  readonly userNamed: (username: string) => string | undefined
}

function claimsOf(assertion: string): JWTPayload | undefined {
  try {
    return decodeJwt(assertion)
  } catch {
    return undefined
  }
}

/** The login server of the org's kind, or My Domain. */
function isAudience(aud: JWTPayload['aud'], { instanceUrl, isSandbox }: JwtWorld): boolean {
  const login = isSandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com'
  return [aud ?? []].flat().some((one) => [login, instanceUrl].includes(one.replace(/\/$/, '')))
}

async function isSigned(assertion: string, { app, now }: JwtWorld): Promise<boolean> {
  const key = publicKeyOf(app, now)
  if (!key) return false
  return compactVerify(assertion, key, { algorithms: ['RS256', 'RS384', 'RS512'] }).then(
    () => true,
    () => false,
  )
}

/**
 * The JWT bearer flow: the user named by an assertion that the app's certificate signed.
 * @returns the user's id, or the refusal
 */
export async function userOfAssertion(assertion: string, world: JwtWorld): Promise<string | Refusal> {
  const { app, now, switches } = world
  const claims = claimsOf(assertion)
  if (!claims) return refuse('invalid_grant', 'invalid assertion')
  if (claims.iss !== app.clientId) return refuse('invalid_client_id', 'client identifier invalid')
  if (!(await isSigned(assertion, world))) return refuse('invalid_grant', 'invalid assertion')
  if (!isAudience(claims.aud, world)) return refuse('invalid_grant', 'audience is invalid')
  if (typeof claims.exp !== 'number' || claims.exp <= now / 1000)
    return refuse('invalid_grant', 'expired authorization code')
  if (claims.exp - now / 1000 > switches.jwtMostSecondsAhead) return refuse('invalid_grant', 'invalid assertion')
  const userId = typeof claims.sub === 'string' ? world.userNamed(claims.sub) : undefined
  if (userId === undefined || !app.approvedUsers.includes(claims.sub ?? ''))
    return app.permittedUsers === 'AllSelfAuthorized'
      ? refuse('invalid_grant', "user hasn't approved this consumer")
      : refuse('invalid_app_access', 'user is not admin approved to access this app')
  return userId
}

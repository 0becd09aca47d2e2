import { invalidCredentials, ServiceError } from '../errors.ts'
import type { Switches } from '../switches.ts'
import type { ApplicationSettings, Caller } from './caller.ts'

/**
 * Tells whom a token speaks for, or undefined when it is not good: signature, audience, tenant and expiry are its
 * business. The wiring gives the Entra ID sandbox's.
 */
export type VerifyToken = (token: string) => Promise<{ readonly appId: string } | undefined>

/** Applications that were set up and enabled on the page Microsoft Entra Applications. */
export type Applications = 'all' | ReadonlyMap<string, ApplicationSettings>

/**
 * The application behind a request.
 *
 * @throws ServiceError 401 `Authentication_InvalidCredentials` for a bad token or an application that is not enabled in
 * Business Central; the switch `unauthorized` for no token
 */
export async function authenticate(
  authorization: string | undefined,
  verify: VerifyToken,
  applications: Applications,
  { unauthorized }: Pick<Switches, 'unauthorized'>,
): Promise<Caller> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined)
    throw new ServiceError(unauthorized.status, unauthorized.code, 'The request carries no bearer token.', {
      'WWW-Authenticate': 'Bearer',
    })
  const holder = await verify(token)
  if (!holder || (applications !== 'all' && !applications.has(holder.appId.toLowerCase()))) throw invalidCredentials()
  const settings = applications === 'all' ? {} : (applications.get(holder.appId.toLowerCase()) ?? {})
  return { appId: holder.appId, settings }
}

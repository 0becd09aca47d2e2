import { invalidCredentials } from '../errors.ts'
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
 * @throws ServiceError 401 `Authentication_InvalidCredentials` for no token, a bad one, or an application that is not
 * enabled in Business Central
 */
export async function authenticate(
  authorization: string | undefined,
  verify: VerifyToken,
  applications: Applications,
): Promise<Caller> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  const holder = token === undefined ? undefined : await verify(token)
  if (!holder || (applications !== 'all' && !applications.has(holder.appId.toLowerCase()))) throw invalidCredentials()
  const settings = applications === 'all' ? {} : (applications.get(holder.appId.toLowerCase()) ?? {})
  return { appId: holder.appId, settings }
}

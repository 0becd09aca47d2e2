import { randomBytes } from 'node:crypto'
import { SignJWT, jwtVerify } from 'jose'
import type { Clock } from '../kit/clock.ts'
import type { App } from './apps.ts'
import type { SigningKey } from './signing-key.ts'

/** Who a valid token speaks for. */
export interface TokenHolder {
  readonly appId: string
  readonly tenantId: string
  /** Object id of the service principal. */
  readonly objectId: string
  /** Application permissions. */
  readonly roles: readonly string[]
  /** ISO instant. */
  readonly expiresAt: string
}

interface Issuing {
  readonly clock: Pick<Clock, 'now'>
  readonly key: Pick<SigningKey, 'keyId' | 'sign' | 'verify'>
  readonly tenantId: string
}

const issuer = (tenantId: string) => `https://sts.windows.net/${tenantId}/`

/**
 * Signs an app-only access token in the v1.0 form that the Business Central API takes (`aud` is the resource URI,
 * `appid` the client). `appidacr` tells how the client proved itself: 1 by secret, 2 by certificate.
 * [Microsoft Learn: Access token claims reference]
 */
export async function issueToken(
  { clock, key, tenantId }: Issuing,
  about: { app: App; resource: string; lifetimeSeconds: number; proof: 'secret' | 'certificate' },
): Promise<string> {
  const now = Math.floor(clock.now() / 1000)
  const token = new SignJWT({
    idp: issuer(tenantId),
    idtyp: 'app',
    appid: about.app.clientId,
    appidacr: about.proof === 'secret' ? '1' : '2',
    oid: about.app.objectId,
    tid: tenantId,
    uti: randomBytes(16).toString('base64url'),
    ver: '1.0',
    // Entra leaves the claim out when nothing was granted.
    ...(about.app.roles.length > 0 ? { roles: about.app.roles } : {}),
  })
  return token
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', x5t: key.keyId, kid: key.keyId })
    .setIssuer(issuer(tenantId))
    .setAudience(about.resource)
    .setSubject(about.app.objectId)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + about.lifetimeSeconds)
    .sign(key.sign)
}

interface Verified {
  readonly holder: TokenHolder
  /** Seconds since 1970. */
  readonly notBefore: number
  readonly expires: number
}

/** Tokens whose signature was right once: a client sends the same one thousands of times. By key, then token and audience. */
const verified = new WeakMap<object, Map<string, Verified>>()

async function checkSignature({ clock, key, tenantId }: Issuing, token: string, audience: string): Promise<Verified> {
  const { payload } = await jwtVerify(token, key.verify, {
    algorithms: ['RS256'],
    issuer: issuer(tenantId),
    audience,
    currentDate: new Date(clock.now()),
  })
  const { appid, oid, roles, exp, nbf = 0 } = payload
  if (typeof appid !== 'string' || typeof oid !== 'string' || exp === undefined) throw new Error('It names nobody.')
  const granted = Array.isArray(roles) ? roles.map(String) : []
  const holder = {
    appId: appid,
    tenantId,
    objectId: oid,
    roles: granted,
    expiresAt: new Date(exp * 1000).toISOString(),
  }
  return { holder, notBefore: nbf, expires: exp }
}

/** Checks signature, issuer, audience and the times by the sandbox's clock; undefined = not a valid token. */
export async function verifyToken(issuing: Issuing, token: string, audience: string): Promise<TokenHolder | undefined> {
  const { clock, key, tenantId } = issuing
  const known = verified.get(key.verify) ?? new Map<string, Verified>()
  verified.set(key.verify, known)
  const name = JSON.stringify([tenantId, audience, token])
  const now = Math.floor(clock.now() / 1000)
  try {
    const found = known.get(name) ?? (await checkSignature(issuing, token, audience))
    if (now < found.notBefore || now >= found.expires) {
      known.delete(name)
      return undefined
    }
    known.set(name, found)
    return found.holder
  } catch {
    return undefined
  }
}

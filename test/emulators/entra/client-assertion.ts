import { compactVerify, decodeJwt, decodeProtectedHeader, errors } from 'jose'
import type { JWTPayload, ProtectedHeaderParameters } from 'jose'
import { refusal } from './aadsts.ts'
import type { App } from './apps.ts'
import { checkChain, signerOf } from './assertion-signer.ts'
import type { Switches } from './switches.ts'

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export interface AssertionWorld {
  /** The instant the times of the assertion are checked against, milliseconds. */
  readonly now: number
  readonly switches: Pick<Switches, 'clockSkewSeconds' | 'assertionId' | 'certificateChain'>
  /** Values of `aud` that mean this tenant's token endpoint. */
  readonly audiences: readonly string[]
  /** `jti`s seen before, with the instant (ms) until which they count. */
  readonly seen: Map<string, number>
}

function decode(assertion: string): { header: ProtectedHeaderParameters; claims: JWTPayload } {
  try {
    return { header: decodeProtectedHeader(assertion), claims: decodeJwt(assertion) }
  } catch {
    throw refusal.malformedAssertion()
  }
}

/** Seconds that a date can say: anything else in `nbf` or `exp` is no time. */
const lastSecond = 8_640_000_000_000

/** Claims come from the client: jose promises their types and checks none of them. */
function checkShape(claims: Readonly<Record<string, unknown>>): void {
  const isText = (name: string) => claims[name] === undefined || typeof claims[name] === 'string'
  const isTime = (name: string) => {
    const value = claims[name]
    return value === undefined || (typeof value === 'number' && Math.abs(value) <= lastSecond)
  }
  const audiences: unknown[] = [claims['aud'] ?? []].flat()
  const good =
    ['iss', 'sub', 'jti'].every(isText) &&
    ['nbf', 'exp'].every(isTime) &&
    audiences.every((each) => typeof each === 'string')
  if (!good) throw refusal.malformedAssertion()
}

const instant = (seconds: number | undefined) => new Date((seconds ?? 0) * 1000).toISOString()

function checkClaims(app: App, claims: JWTPayload, world: AssertionWorld): void {
  if (claims.iss?.toLowerCase() !== app.clientId || claims.sub?.toLowerCase() !== app.clientId)
    throw refusal.wrongIssuer()
  const audiences = [claims.aud ?? []].flat().map((each) => each.toLowerCase())
  if (!audiences.some((each) => world.audiences.includes(each))) throw refusal.wrongAudience()
  const skew = world.switches.clockSkewSeconds * 1000
  const starts = (claims.nbf ?? 0) * 1000
  const ends = (claims.exp ?? 0) * 1000
  if (world.now < starts - skew || world.now >= ends + skew)
    throw refusal.outsideValidTime(new Date(world.now).toISOString(), instant(claims.nbf), instant(claims.exp))
}

function checkId(app: App, { jti, exp }: JWTPayload, { switches, seen, now }: AssertionWorld): void {
  if (switches.assertionId === 'ignore') return
  if (jti === undefined || jti === '')
    throw refusal.malformedAssertion('Invalid JWT token. The token does not contain the jti claim.')
  for (const [key, until] of seen) if (until < now) seen.delete(key)
  const key = `${app.clientId} ${jti}`
  if (switches.assertionId === 'once' && seen.has(key))
    throw refusal.malformedAssertion('Invalid JWT token. The jti claim has been used before.')
  seen.set(key, ((exp ?? 0) + switches.clockSkewSeconds) * 1000)
}

/**
 * Passes when the assertion is signed (RS256 or PS256) by a certificate registered on the app, speaks for the app, is
 * meant for this tenant and valid now; else throws as Entra does.
 * [Microsoft Learn: Microsoft identity platform application authentication certificate credentials]
 */
export async function checkAssertion(app: App, assertion: string, world: AssertionWorld): Promise<void> {
  const { header, claims } = decode(assertion)
  const known = signerOf(app, header)
  if (header.alg !== 'RS256' && header.alg !== 'PS256')
    throw refusal.malformedAssertion(
      `Invalid JWT token. The signature algorithm '${String(header.alg)}' is not supported.`,
    )
  try {
    await compactVerify(assertion, known.certificate.publicKey, { algorithms: ['RS256', 'PS256'] })
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) throw refusal.wrongSignature(known.thumbprint)
    throw refusal.malformedAssertion()
  }
  checkChain(header, known, world.switches)
  const { validFrom, validTo } = known.certificate
  if (world.now < Date.parse(validFrom) || world.now > Date.parse(validTo))
    throw refusal.expiredCertificate(known.thumbprint)
  checkShape(claims)
  checkClaims(app, claims, world)
  checkId(app, claims, world)
}

import { X509Certificate } from 'node:crypto'
import type { ProtectedHeaderParameters } from 'jose'
import { refusal } from './aadsts.ts'
import type { App, RegisteredCertificate } from './apps.ts'
import type { Switches } from './switches.ts'

/** The certificates of `x5c`, leaf first: base64 of the DER, not base64url. [RFC 7515, section 4.1.6] */
function chainOf(x5c: unknown): readonly X509Certificate[] {
  const texts: readonly unknown[] = Array.isArray(x5c) ? x5c : [x5c]
  try {
    const chain = texts.map((text) => {
      if (typeof text !== 'string' || !/^[A-Za-z0-9+/]+=*$/.test(text)) throw new TypeError('no base64')
      return new X509Certificate(Buffer.from(text, 'base64'))
    })
    if (chain.length > 0) return chain
  } catch {
    // Not a certificate: below.
  }
  throw refusal.malformedAssertion('Invalid JWT token. The x5c header holds no certificate chain.')
}

/**
 * The registered certificate that the header of an assertion names: by `x5t#S256` (SHA-256), by `x5t` (SHA-1), or by both,
 * which then name the same one. An `x5c` chain alone would be trust by subject name and issuer, which Microsoft keeps to its
 * own applications: not supported.
 * [Microsoft Learn: Microsoft identity platform application authentication certificate credentials]
 */
export function signerOf(app: App, header: ProtectedHeaderParameters): RegisteredCertificate {
  const { x5t: sha1, 'x5t#S256': sha256, x5c } = header as Readonly<Record<string, unknown>>
  const names = [sha256, sha1].filter((each) => each !== undefined)
  if (names.length === 0 && x5c !== undefined && chainOf(x5c).length > 0)
    throw refusal.notSupported('a client assertion with an x5c chain and no thumbprint (subject name and issuer)')
  const [name] = names
  if (typeof name !== 'string' || !names.every((each) => typeof each === 'string'))
    throw refusal.malformedAssertion('Invalid JWT token. No certificate thumbprint specified in token header.')
  const found = app.certificates.find(
    (each) => (sha256 === undefined || each.x5tS256 === sha256) && (sha1 === undefined || each.x5t === sha1),
  )
  if (!found)
    throw refusal.unknownCertificate(Buffer.from(name, 'base64url').toString('hex').toUpperCase(), app.clientId)
  return found
}

/**
 * A chain that comes with a thumbprint adds nothing for Entra, which knows the certificate already. What it says must hold
 * nevertheless: the leaf is the certificate named, and each certificate is signed by the next.
 */
export function checkChain(
  { x5c }: Readonly<{ x5c?: unknown }>,
  named: RegisteredCertificate,
  { certificateChain }: Pick<Switches, 'certificateChain'>,
): void {
  if (x5c === undefined || certificateChain === 'ignored') return
  const chain = chainOf(x5c)
  const isBroken = chain.some((each, index) => {
    const issuer = chain[index + 1]
    return issuer !== undefined && !each.verify(issuer.publicKey)
  })
  if (isBroken || chain[0]?.raw.equals(named.certificate.raw) !== true)
    throw refusal.malformedAssertion('Invalid JWT token. The x5c header does not belong to the certificate named.')
}

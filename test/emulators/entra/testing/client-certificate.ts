import { X509Certificate, createHash, randomUUID } from 'node:crypto'
import { SignJWT, importPKCS8 } from 'jose'
import { generate } from 'selfsigned'

export interface ClientCertificate {
  readonly key: string
  readonly cert: string
  /** SHA-1 and SHA-256 of the DER in hex. */
  readonly thumbprint: string
  readonly thumbprintSha256: string
}

/** A self-signed certificate as an operator would make one for an app registration. */
export async function makeClientCertificate(options: { expired?: boolean } = {}): Promise<ClientCertificate> {
  const year = 365 * 24 * 60 * 60 * 1000
  const made = await generate([{ name: 'commonName', value: 'bridge' }], {
    algorithm: 'sha256',
    ...(options.expired === true
      ? { notBeforeDate: new Date(Date.now() - 2 * year), notAfterDate: new Date(Date.now() - year) }
      : {}),
  })
  const { raw } = new X509Certificate(made.cert)
  const hex = (algorithm: string) => createHash(algorithm).update(raw).digest('hex')
  return { key: made.private, cert: made.cert, thumbprint: hex('sha1'), thumbprintSha256: hex('sha256') }
}

export interface AssertionParts {
  readonly clientId: string
  readonly audience: string
  readonly alg?: 'RS256' | 'PS256' | 'RS512'
  readonly header?: Readonly<Record<string, unknown>>
  readonly issuer?: string
  readonly subject?: string
  /** Seconds since the epoch. */
  readonly from: number
  readonly until: number
  readonly jti?: string | null
}

/** Signs a client assertion by hand, so that each part can be made wrong. */
export async function signAssertion(signer: ClientCertificate, parts: AssertionParts): Promise<string> {
  const alg = parts.alg ?? 'PS256'
  const header = parts.header ?? { 'x5t#S256': Buffer.from(signer.thumbprintSha256, 'hex').toString('base64url') }
  const token = new SignJWT(parts.jti === null ? {} : { jti: parts.jti ?? randomUUID() })
    .setProtectedHeader({ typ: 'JWT', alg, ...header })
    .setIssuer(parts.issuer ?? parts.clientId)
    .setSubject(parts.subject ?? parts.clientId)
    .setAudience(parts.audience)
    .setNotBefore(parts.from)
    .setExpirationTime(parts.until)
  return token.sign(await importPKCS8(signer.key, alg))
}

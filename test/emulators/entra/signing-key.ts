import { X509Certificate, createHash } from 'node:crypto'
import { type CryptoKey, type JWK, exportJWK, importPKCS8, importX509 } from 'jose'
import { generate } from 'selfsigned'

/** The key that signs access tokens, and how `/discovery/v2.0/keys` shows it. */
export interface SigningKey {
  readonly keyId: string
  readonly sign: CryptoKey
  readonly verify: CryptoKey
  readonly jwk: JWK & { readonly issuer: string }
}

/** Makes an RSA key with its certificate; Entra names a key by the SHA-1 thumbprint of that certificate. */
export async function makeSigningKey(tenantId: string): Promise<SigningKey> {
  const made = await generate([{ name: 'commonName', value: 'accounts.accesscontrol.windows.net' }], {
    keySize: 2048,
    algorithm: 'sha256',
  })
  const certificate = new X509Certificate(made.cert)
  const keyId = createHash('sha1').update(certificate.raw).digest('base64url')
  const verify = await importX509(made.cert, 'RS256', { extractable: true })
  const { n, e } = await exportJWK(verify)
  if (n === undefined || e === undefined) throw new Error('The signing key is not an RSA key.')
  return {
    keyId,
    sign: await importPKCS8(made.private, 'RS256'),
    verify,
    jwk: {
      kty: 'RSA',
      use: 'sig',
      kid: keyId,
      x5t: keyId,
      n,
      e,
      x5c: [certificate.raw.toString('base64')],
      issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    },
  }
}

import { X509Certificate, createHash, randomBytes, randomUUID } from 'node:crypto'

/** What somebody enters when registering an application; everything left out is made up. */
export interface AppRegistration {
  /** A GUID (application id). */
  readonly clientId?: string
  /** Several secrets may live side by side while one is being replaced. Default: one that never expires. */
  readonly secrets?: readonly (string | { readonly value: string; readonly expiresAt: string })[]
  /** PEM certificates whose private keys may sign client assertions. */
  readonly certificates?: readonly string[]
  /** Application permissions granted by an administrator: the `roles` claim. Default `API.ReadWrite.All`. */
  readonly roles?: readonly string[]
}

export interface RegisteredCertificate {
  readonly certificate: X509Certificate
  /** SHA-1 of the DER, upper-case hex, as Entra's portal shows it. */
  readonly thumbprint: string
  /** Base64url of the SHA-1 (header `x5t`) and of the SHA-256 (header `x5t#S256`). */
  readonly x5t: string
  readonly x5tS256: string
}

/** A registered application. */
export interface App {
  readonly clientId: string
  /** Object id of its service principal: the `oid` and `sub` of its tokens. */
  readonly objectId: string
  readonly secrets: readonly { readonly value: string; readonly expiresAt: string | undefined }[]
  readonly certificates: readonly RegisteredCertificate[]
  readonly roles: readonly string[]
}

function readCertificate(pem: string): RegisteredCertificate {
  const certificate = new X509Certificate(pem)
  const digest = (algorithm: string) => createHash(algorithm).update(certificate.raw).digest()
  return {
    certificate,
    thumbprint: digest('sha1').toString('hex').toUpperCase(),
    x5t: digest('sha1').toString('base64url'),
    x5tS256: digest('sha256').toString('base64url'),
  }
}

/** Registers an application; throws when a certificate is not readable PEM. */
export function registerApp(entered: AppRegistration): App {
  const certificates = (entered.certificates ?? []).map(readCertificate)
  const secrets = entered.secrets ?? (certificates.length > 0 ? [] : [randomBytes(30).toString('base64url')])
  return {
    clientId: (entered.clientId ?? randomUUID()).toLowerCase(),
    objectId: randomUUID(),
    secrets: secrets.map((secret) =>
      typeof secret === 'string' ? { value: secret, expiresAt: undefined } : { ...secret },
    ),
    certificates,
    roles: entered.roles ?? ['API.ReadWrite.All'],
  }
}

import { randomUUID } from 'node:crypto'
import { generate } from 'selfsigned'

export interface KeyAndCertificate {
  /** PEM, PKCS #8. */
  readonly key: string
  /** PEM. */
  readonly cert: string
}

const day = 24 * 60 * 60 * 1000
const name = (commonName: string) => [{ name: 'commonName', value: commonName }]

/**
 * A certification authority made for one run and a server certificate for 127.0.0.1, ::1 and localhost issued by it.
 * Validity follows the wall clock, not the sandbox's: the client's TLS library knows only that one.
 */
export async function makeTestAuthority(): Promise<{
  readonly ca: KeyAndCertificate
  readonly server: KeyAndCertificate
}> {
  const notBeforeDate = new Date(Date.now() - day)
  const notAfterDate = new Date(Date.now() + 30 * day)
  const options = { keyType: 'ec' as const, algorithm: 'sha256', notBeforeDate, notAfterDate }
  // A name of its own: OpenSSL takes the first trusted authority of the issuer's name, and two sandboxes may be trusted.
  const ca = await generate(name(`Sandbox CA ${randomUUID()}`), {
    ...options,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
    ],
  })
  const server = await generate(name('localhost'), {
    ...options,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  return { ca: { key: ca.private, cert: ca.cert }, server: { key: server.private, cert: server.cert } }
}

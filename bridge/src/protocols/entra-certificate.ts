import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Misconfigured } from '../engine/errors.ts'

/** A client certificate as MSAL takes it. */
export interface ClientCertificate {
  readonly privateKey: string
  /** Hexadecimal SHA-256 of the certificate: Entra finds the uploaded one by it. */
  readonly thumbprintSha256: string
  readonly x5c: string
}

const certificatePart = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/
const keyPart = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/

/**
 * Reads a PEM file that holds a certificate and its private key.
 *
 * @param setting the name of the setting that gave the path, for the message
 * @throws Misconfigured when the file cannot be read, lacks a part, or the two do not belong together
 */
export function readClientCertificate(path: string, setting: string): ClientCertificate {
  const wrong = (problem: string, cause?: unknown) =>
    new Misconfigured(`${setting}: ${path} ${problem}.`, {
      advice: 'Give a PEM file with the certificate and its private key, not protected by a password.',
      cause,
    })
  let pem: string
  try {
    pem = readFileSync(path, 'utf8')
  } catch (cause) {
    throw wrong('cannot be read', cause)
  }
  const [x5c, privateKey] = [certificatePart.exec(pem)?.[0], keyPart.exec(pem)?.[0]]
  if (x5c === undefined) throw wrong('has no certificate')
  if (privateKey === undefined) throw wrong('has no private key')
  let certificate: X509Certificate
  let belongs: boolean
  try {
    certificate = new X509Certificate(x5c)
    belongs = certificate.checkPrivateKey(createPrivateKey(privateKey))
  } catch (cause) {
    throw wrong('is not understood', cause)
  }
  if (!belongs) throw wrong('has a private key that is not the certificate’s')
  return { privateKey, thumbprintSha256: createHash('sha256').update(certificate.raw).digest('hex'), x5c }
}

import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VirtualClock } from '../kit/clock.ts'
import { assertionType } from './client-assertion.ts'
import { type App, type EntraEmulator, createEntraEmulator, trustAuthority } from './index.ts'
import { askToken } from './testing/ask-token.ts'
import {
  type AssertionParts,
  type ClientCertificate,
  makeClientCertificate,
  signAssertion,
} from './testing/client-certificate.ts'

const start = Date.parse('2027-01-04T12:00:00Z')
const seconds = start / 1000
let entra: EntraEmulator
let distrust: () => void
let app: App
let known: ClientCertificate
let stranger: ClientCertificate
let expired: ClientCertificate

beforeAll(async () => {
  ;[known, stranger, expired] = await Promise.all([
    makeClientCertificate(),
    makeClientCertificate(),
    makeClientCertificate({ expired: true }),
  ])
  const clock = new VirtualClock({ start: Date.now(), running: false })
  entra = await createEntraEmulator({ clock, switches: { assertionTime: 'sandbox' } })
  distrust = trustAuthority(entra.caCertificate)
  app = entra.addApp({ certificates: [known.cert, expired.cert] })
})
afterAll(async () => {
  distrust()
  await entra.close()
})

const now = () => Math.floor(entra.clock.now() / 1000)
const sign = (parts: Partial<AssertionParts> = {}, signer = known) =>
  signAssertion(signer, {
    clientId: app.clientId,
    audience: `${entra.authority}/oauth2/v2.0/token`,
    from: now(),
    until: now() + 600,
    ...parts,
  })
const ask = (assertion: string, fields: Record<string, string | undefined> = {}) =>
  askToken(entra, {
    client_id: app.clientId,
    client_secret: undefined,
    client_assertion_type: assertionType,
    client_assertion: assertion,
    ...fields,
  })
const sha1 = (certificate: ClientCertificate) => ({
  x5t: Buffer.from(certificate.thumbprint, 'hex').toString('base64url'),
})

const sha256 = (certificate: ClientCertificate) => ({
  'x5t#S256': Buffer.from(certificate.thumbprintSha256, 'hex').toString('base64url'),
})
const x5c = (...certificates: ClientCertificate[]) => ({
  x5c: certificates.map(({ cert }) => new X509Certificate(cert).raw.toString('base64')),
})

describe('a client assertion', () => {
  it('signed by the registered certificate brings a token that says so', async () => {
    for (const parts of [{}, { alg: 'RS256' as const, header: sha1(known) }, { audience: `${entra.authority}/v2.0` }]) {
      const { body, status } = await ask(await sign(parts))
      expect(status).toBe(200)
      const claims = JSON.parse(
        Buffer.from(String(body.access_token).split('.')[1] ?? '', 'base64url').toString(),
      ) as object
      expect(claims).toMatchObject({ appid: app.clientId, appidacr: '2' })
    }
  })

  it('may name its certificate by both thumbprints and bring the certificate along', async () => {
    const header = { ...sha256(known), ...sha1(known), ...x5c(known) }
    expect((await ask(await sign({ header }))).status).toBe(200)
    const alone = { ...sha1(known), x5c: x5c(known).x5c[0] }
    expect((await ask(await sign({ alg: 'RS256', header: alone }))).status).toBe(200)
  })

  it('trusted by its chain alone is not supported, and says so', async () => {
    const { body, status } = await ask(await sign({ header: x5c(known) }))
    expect([status, body.error]).toEqual([501, 'not_supported_by_sandbox'])
    expect(body.error_description).toContain('subject name and issuer')
  })

  it('may bring any chain when the switch says so', async () => {
    const lax = await createEntraEmulator({
      apps: [{ certificates: [known.cert] }],
      switches: { certificateChain: 'ignored' },
    })
    const distrustLax = trustAuthority(lax.caCertificate)
    try {
      const audience = `${lax.authority}/oauth2/v2.0/token`
      const from = Math.floor(Date.now() / 1000)
      const header = { ...sha256(known), ...x5c(stranger) }
      const parts = { clientId: lax.clientId, audience, from, until: from + 600, header }
      const fields = { client_assertion: await signAssertion(known, parts), client_assertion_type: assertionType }
      expect((await askToken(lax, fields)).status).toBe(200)
    } finally {
      distrustLax()
      await lax.close()
    }
  })

  it('may be sent again until it expires, as MSAL does', async () => {
    const assertion = await sign()
    expect((await ask(assertion)).status).toBe(200)
    expect((await ask(assertion)).status).toBe(200)
  })

  it.each<[string, number, () => Promise<string>]>([
    ['no JWT', 50027, async () => 'not-a-token'],
    ['no thumbprint', 50027, () => sign({ header: {} })],
    ['no jti', 50027, () => sign({ jti: null })],
    ['thumbprints of two certificates', 700027, () => sign({ header: { ...sha256(known), ...sha1(stranger) } })],
    ['the chain of another', 50027, () => sign({ header: { ...sha256(known), ...x5c(stranger) } })],
    ['a chain that does not hold', 50027, () => sign({ header: { ...sha256(known), ...x5c(known, stranger) } })],
    ['a chain that is none', 50027, () => sign({ header: { ...sha256(known), x5c: ['AAAA'] } })],
    ['nothing but a chain that is none', 50027, () => sign({ header: { x5c: [] } })],
    ['another algorithm', 50027, () => sign({ alg: 'RS512' })],
    ['an unregistered certificate', 700027, () => sign({}, stranger)],
    ['the thumbprint of one key and the signature of another', 700027, () => sign({ header: sha1(known) }, stranger)],
    ['an expired certificate', 700027, () => sign({}, expired)],
    ['the issuer of another app', 700021, () => sign({ issuer: entra.clientId })],
    ['the subject of another app', 700021, () => sign({ subject: entra.clientId })],
    ['the audience of another directory', 700023, () => sign({ audience: 'https://login.microsoftonline.com/common' })],
    ['an expiry in the past', 700024, () => sign({ from: now() - 1200, until: now() - 301 })],
    ['a start in the future', 700024, () => sign({ from: now() + 301 })],
  ])('with %s is AADSTS%i', async (_, code, make) => {
    const { body, status } = await ask(await make())
    expect(body.error_codes).toEqual([code])
    expect(status).toBe(code === 50027 ? 400 : 401)
  })

  it('without its type, or with another, is refused', async () => {
    expect((await ask(await sign(), { client_assertion_type: undefined })).body.error_codes).toEqual([900144])
    expect((await ask(await sign(), { client_assertion_type: 'saml2' })).body.error_codes).toEqual([50027])
  })

  it('is refused a second time when the switch says so', async () => {
    const strict = await createEntraEmulator({
      clock: new VirtualClock({ start, running: false }),
      apps: [{ certificates: [known.cert] }],
      switches: { assertionId: 'once', assertionTime: 'sandbox' },
    })
    const distrustStrict = trustAuthority(strict.caCertificate)
    try {
      const audience = `${strict.authority}/oauth2/v2.0/token`
      const times = { from: seconds, until: seconds + 600 }
      const assertion = await signAssertion(known, { clientId: strict.clientId, audience, ...times })
      const fields = { client_assertion: assertion, client_assertion_type: assertionType }
      expect((await askToken(strict, fields)).status).toBe(200)
      expect((await askToken(strict, fields)).body.error_codes).toEqual([50027])
    } finally {
      distrustStrict()
      await strict.close()
    }
  })
})

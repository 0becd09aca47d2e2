import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ConfidentialClientApplication } from '@azure/msal-node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type EntraEmulator, createEntraEmulator, trustAuthority } from '../../emulators/entra/index.ts'
import {
  type ClientCertificate,
  makeClientCertificate,
  signAssertion,
} from '../../emulators/entra/testing/client-certificate.ts'

const scopes = ['https://api.businesscentral.dynamics.com/.default']
let entra: EntraEmulator
let certificate: ClientCertificate
let distrust: () => void

beforeAll(async () => {
  certificate = await makeClientCertificate()
  entra = await createEntraEmulator({ apps: [{}, { certificates: [certificate.cert] }] })
  distrust = trustAuthority(entra.caCertificate)
})
afterEach(() => entra.reset())
afterAll(async () => {
  distrust()
  await entra.close()
})

const client = (auth: object) =>
  new ConfidentialClientApplication({
    auth: {
      clientId: entra.clientId,
      authority: entra.authority,
      knownAuthorities: [new URL(entra.authority).host],
      ...auth,
    },
  })

describe('the real MSAL', () => {
  it('gets a token by secret, finding the endpoint by OpenID discovery', async () => {
    const result = await client({ clientSecret: entra.clientSecret }).acquireTokenByClientCredential({ scopes })
    expect(await entra.verifyToken(result?.accessToken ?? '')).toMatchObject({ appId: entra.clientId })
    expect(entra.journal.calls().map((call) => [call.method, call.url.split('?')[0]])).toEqual([
      ['GET', `/${entra.tenantId}/v2.0/.well-known/openid-configuration`],
      ['POST', `/${entra.tenantId}/oauth2/v2.0/token`],
    ])
    expect(JSON.stringify(entra.journal.calls())).not.toContain(entra.clientSecret)
    expect(JSON.stringify(entra.journal.calls())).not.toContain(result?.accessToken)
  })

  it('gets a token by certificate, with either thumbprint', async () => {
    const app = entra.addApp({ certificates: [certificate.cert] })
    for (const thumb of [{ thumbprint: certificate.thumbprint }, { thumbprintSha256: certificate.thumbprintSha256 }]) {
      const clientCertificate = { ...thumb, privateKey: certificate.key, x5c: certificate.cert }
      const result = await client({ clientId: app.clientId, clientCertificate }).acquireTokenByClientCredential({
        scopes,
      })
      expect(await entra.verifyToken(result?.accessToken ?? '')).toMatchObject({ appId: app.clientId })
    }
  })

  it('throws what Entra refuses', async () => {
    const wrong = client({ clientSecret: 'wrong' })
    await expect(wrong.acquireTokenByClientCredential({ scopes })).rejects.toMatchObject({
      errorCode: 'invalid_client',
      errorNo: 7000215,
    })
  })

  it('does not connect without trust in the authority', async () => {
    distrust()
    try {
      // Another name for the same port, because an open connection would be used again.
      const fresh = `https://localhost:${new URL(entra.authority).port}/${entra.tenantId}`
      const strange = client({
        clientSecret: entra.clientSecret,
        authority: fresh,
        knownAuthorities: [new URL(fresh).host],
      })
      await expect(strange.acquireTokenByClientCredential({ scopes })).rejects.toThrow()
    } finally {
      distrust = trustAuthority(entra.caCertificate)
    }
  })

  it('works in another process through NODE_EXTRA_CA_CERTS', async () => {
    const script = `
      import { ConfidentialClientApplication } from '@azure/msal-node'
      const [authority, clientId, clientSecret] = process.argv.slice(1)
      const auth = { authority, clientId, clientSecret, knownAuthorities: [new URL(authority).host] }
      const app = new ConfidentialClientApplication({ auth })
      const got = await app.acquireTokenByClientCredential({ scopes: ${JSON.stringify(scopes)} })
      process.stdout.write(got.accessToken)`
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', script, entra.authority, entra.clientId, entra.clientSecret],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: entra.caCertificate }, cwd: import.meta.dirname },
    )
    expect(await entra.verifyToken(stdout)).toMatchObject({ appId: entra.clientId })
  })
})

describe('faults, as MSAL meets them', () => {
  const ask = () => client({ clientSecret: entra.clientSecret }).acquireTokenByClientCredential({ scopes })

  it('an empty answer is a result without a token, not an error', async () => {
    entra.faults.arm({ kind: 'empty-answer', match: 'POST .*/token' })
    expect(await ask()).toMatchObject({ accessToken: '' })
  })

  it('a short-lived token expires early', async () => {
    entra.faults.arm({ kind: 'short-lived-token', seconds: 60 })
    const result = await ask()
    const holder = await entra.verifyToken(result?.accessToken ?? '')
    expect(Date.parse(holder?.expiresAt ?? '') - entra.clock.now()).toBeLessThanOrEqual(60_000)
  })

  it.each([
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '30' } }, 'AADSTS90055'],
    ['429 without', { status: 429 }, 'AADSTS90055'],
    ['500', { status: 500 }, 'AADSTS90033'],
    ['503', { status: 503, headers: { 'retry-after': '30' } }, 'AADSTS90033'],
    ['400 with Retry-After', { status: 400, headers: { 'retry-after': '30' } }, 'AADSTS90033'],
  ])('%s makes MSAL refuse by itself from then on; a new client asks again', async (_, fault, words) => {
    const app = client({ clientSecret: entra.clientSecret })
    const get = () => app.acquireTokenByClientCredential({ scopes })
    entra.faults.arm({ kind: 'status', ...fault, match: 'token$' })
    await expect(get()).rejects.toMatchObject({ errorMessage: expect.stringContaining(words) as string })
    const mark = entra.journal.mark()
    await expect(get()).rejects.toThrow(words)
    expect(entra.journal.calls(mark)).toEqual([])
    expect(await ask()).toMatchObject({ accessToken: expect.stringMatching(/^ey/) as string })
  })

  it('503 without a word is a result without a token first, and MSAL refuses by itself afterwards', async () => {
    const app = client({ clientSecret: entra.clientSecret })
    entra.faults.arm({ kind: 'status', status: 503, body: {}, match: 'token$' })
    expect(await app.acquireTokenByClientCredential({ scopes })).toMatchObject({ accessToken: '' })
    const mark = entra.journal.mark()
    await expect(app.acquireTokenByClientCredential({ scopes })).rejects.toThrow()
    expect(entra.journal.calls(mark)).toEqual([])
  })
})

describe('a certificate, as MSAL sends it', () => {
  const withCertificate = (signer: ClientCertificate, clientId: string, thumb: object = {}) =>
    client({
      clientId,
      clientCertificate: {
        thumbprintSha256: signer.thumbprintSha256,
        privateKey: signer.key,
        x5c: signer.cert,
        ...thumb,
      },
    }).acquireTokenByClientCredential({ scopes })

  it('that is not registered, forged or expired is refused', async () => {
    const [stranger, expired] = await Promise.all([makeClientCertificate(), makeClientCertificate({ expired: true })])
    const { clientId } = entra.addApp({ certificates: [certificate.cert, expired.cert] })
    const refused = { errorCode: 'invalid_client', errorNo: 700027, status: 401 }
    await expect(withCertificate(stranger, clientId)).rejects.toMatchObject({
      ...refused,
      errorMessage: expect.stringContaining(stranger.thumbprintSha256.toUpperCase()) as string,
    })
    // The thumbprint of one who may, the key of one who may not.
    const { thumbprintSha256 } = certificate
    await expect(withCertificate(stranger, clientId, { thumbprintSha256 })).rejects.toMatchObject(refused)
    await expect(withCertificate(expired, clientId)).rejects.toMatchObject({
      ...refused,
      errorMessage: expect.stringContaining('The key used is expired.') as string,
    })
  })

  const assertion = (clientId: string, parts: { audience?: string; from?: number; until?: number } = {}) => {
    const now = Math.floor(Date.now() / 1000)
    const audience = `${entra.authority}/oauth2/v2.0/token`
    const clientAssertion = signAssertion(certificate, { clientId, audience, from: now, until: now + 600, ...parts })
    return client({ clientId, clientAssertion: () => clientAssertion }).acquireTokenByClientCredential({ scopes })
  }

  it('may come as an assertion of the caller’s own; for another audience or another time it is refused', async () => {
    const { clientId } = entra.addApp({ certificates: [certificate.cert] })
    const good = await assertion(clientId)
    expect(await entra.verifyToken(good?.accessToken ?? '')).toMatchObject({ appId: clientId })
    const elsewhere = 'https://login.microsoftonline.com/common/oauth2/v2.0/token'
    await expect(assertion(clientId, { audience: elsewhere })).rejects.toMatchObject({ errorNo: 700023 })
    await expect(assertion(clientId, { from: 1, until: 601 })).rejects.toMatchObject({ errorNo: 700024 })
    await expect(assertion(entra.clientId)).rejects.toMatchObject({ errorNo: 700027 })
  })
})

describe('a wrong setting, as MSAL meets it', () => {
  it.each<[string, string, () => object]>([
    [
      'a tenant that does not exist',
      'endpoints_resolution_error',
      () => ({ authority: `${entra.url}/${entra.clientId}` }),
    ],
    ['an application that is not registered', 'unauthorized_client', () => ({ clientId: entra.tenantId })],
  ])('%s is %s', async (_, errorCode, auth) => {
    const strange = client({ clientSecret: entra.clientSecret, ...auth() })
    await expect(strange.acquireTokenByClientCredential({ scopes })).rejects.toMatchObject({ errorCode })
  })

  it('a resource that is not there, or a scope without /.default, is refused', async () => {
    const ask = (scope: string) =>
      client({ clientSecret: entra.clientSecret }).acquireTokenByClientCredential({ scopes: [scope] })
    await expect(ask('https://graph.microsoft.com/.default')).rejects.toMatchObject({ errorNo: 500011 })
    await expect(ask('https://api.businesscentral.dynamics.com/API.ReadWrite.All')).rejects.toMatchObject({
      errorNo: 1002012,
    })
  })

  it('a secret that has expired on the sandbox’s clock is refused', async () => {
    const { clientId } = entra.addApp({ secrets: [{ value: 'old', expiresAt: '2000-01-01T00:00:00Z' }] })
    await expect(
      client({ clientId, clientSecret: 'old' }).acquireTokenByClientCredential({ scopes }),
    ).rejects.toMatchObject({ errorNo: 7000222 })
  })
})

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ConfidentialClientApplication } from '@azure/msal-node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type EntraEmulator, createEntraEmulator, trustAuthority } from '../../emulators/entra/index.ts'
import { type ClientCertificate, makeClientCertificate } from '../../emulators/entra/testing/client-certificate.ts'

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

  it('429 makes MSAL hold its own requests back', async () => {
    const app = client({ clientSecret: entra.clientSecret })
    entra.faults.arm({ kind: 'status', status: 429, headers: { 'retry-after': '30' }, match: 'token$' })
    await expect(app.acquireTokenByClientCredential({ scopes })).rejects.toThrow()
    const mark = entra.journal.mark()
    await expect(app.acquireTokenByClientCredential({ scopes })).rejects.toThrow()
    expect(entra.journal.calls(mark)).toEqual([])
  })
})

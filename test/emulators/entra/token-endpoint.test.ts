import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { VirtualClock } from '../kit/clock.ts'
import { type EntraEmulator, businessCentralResource, createEntraEmulator, trustAuthority } from './index.ts'
import { askToken } from './testing/ask-token.ts'

const start = Date.parse('2026-03-02T09:00:00Z')
let entra: EntraEmulator
let distrust: () => void

beforeAll(async () => {
  entra = await createEntraEmulator({ clock: new VirtualClock({ start, running: false }) })
  distrust = trustAuthority(entra.caCertificate)
})
afterEach(() => entra.reset())
afterAll(async () => {
  distrust()
  await entra.close()
})

describe('a token by client secret', () => {
  it('is a signed JWT whose key the keys endpoint shows', async () => {
    const { status, body } = await askToken(entra)
    expect(status).toBe(200)
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 })
    const token = String(body.access_token)
    const keys = createRemoteJWKSet(new URL(`${entra.authority}/discovery/v2.0/keys`))
    const { payload } = await jwtVerify(token, keys, { currentDate: new Date(start) })
    expect(payload).toMatchObject({
      aud: businessCentralResource,
      iss: `https://sts.windows.net/${entra.tenantId}/`,
      appid: entra.clientId,
      appidacr: '1',
      idtyp: 'app',
      tid: entra.tenantId,
      roles: ['API.ReadWrite.All'],
      exp: start / 1000 + 3600,
    })
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256', typ: 'JWT' })
  })

  it('is known to the sandbox until it expires on the sandbox clock, and for its audience only', async () => {
    const clock = new VirtualClock({ start, running: false })
    const other = await createEntraEmulator({ clock })
    const distrustOther = trustAuthority(other.caCertificate)
    try {
      const token = String((await askToken(other)).body.access_token)
      expect(await other.verifyToken(token)).toMatchObject({
        appId: other.clientId,
        tenantId: other.tenantId,
        roles: ['API.ReadWrite.All'],
        expiresAt: '2026-03-02T10:00:00.000Z',
      })
      expect(await other.verifyToken(token, { audience: 'https://graph.microsoft.com' })).toBeUndefined()
      expect(await entra.verifyToken(token)).toBeUndefined()
      expect(await other.verifyToken(`${token.slice(0, -8)}AAAAAAAA`)).toBeUndefined()
      expect(await other.verifyToken('not a token')).toBeUndefined()
      await clock.advance(3_600_000)
      expect(await other.verifyToken(token)).toBeUndefined()
    } finally {
      distrustOther()
      await other.close()
    }
  })

  it('carries the roles granted to the app, and none when none were granted', async () => {
    const plain = entra.addApp({ roles: [] })
    const secret = plain.secrets[0]?.value
    const { body } = await askToken(entra, { client_id: plain.clientId, client_secret: secret })
    expect(await entra.verifyToken(String(body.access_token))).toMatchObject({ appId: plain.clientId, roles: [] })
  })

  it('is given by each of several secrets, under the domain name too', async () => {
    const app = entra.addApp({ secrets: ['old~one', 'new~one'] })
    for (const secret of ['old~one', 'new~one'])
      expect((await askToken(entra, { client_id: app.clientId, client_secret: secret })).status).toBe(200)
    expect((await askToken(entra, {}, { tenant: 'cronus.onmicrosoft.com' })).status).toBe(200)
  })

  it('is given for a secret in a Basic header, form-encoded; the body wins over it', async () => {
    const app = entra.addApp({ secrets: ['50%: a+b'] })
    const basic = (secret: string) => ({
      authorization: `Basic ${Buffer.from(`${app.clientId}:${secret}`).toString('base64')}`,
    })
    const none = { client_id: undefined, client_secret: undefined }
    expect((await askToken(entra, none, { headers: basic('50%25%3A+a%2Bb') })).status).toBe(200)
    const wrong = await askToken(entra, none, { headers: basic('wrong') })
    expect([wrong.status, wrong.body.error_codes]).toEqual([401, [7000215]])
    const unreadable = await askToken(entra, none, { headers: basic('50%') })
    expect([unreadable.status, unreadable.body.error_codes]).toEqual([400, [900144]])
    expect((await askToken(entra, {}, { headers: basic('wrong') })).status).toBe(200)
  })
})

describe('a refusal', () => {
  it('has the shape of Entra: codes, trace and correlation as fields and in the text', async () => {
    const correlation = '11111111-2222-3333-4444-555555555555'
    const { body } = await askToken(
      entra,
      { client_secret: 'wrong' },
      { headers: { 'client-request-id': correlation } },
    )
    expect(body).toEqual({
      error: 'invalid_client',
      error_description: expect.stringMatching(
        /^AADSTS7000215: .* Trace ID: [0-9a-f-]{36} Correlation ID: 11111111-2222-3333-4444-555555555555 Timestamp: 2026-03-02 09:00:00Z$/,
      ) as string,
      error_codes: [7000215],
      timestamp: '2026-03-02 09:00:00Z',
      trace_id: expect.any(String) as string,
      correlation_id: correlation,
      error_uri: `${entra.url}/error?code=7000215`,
    })
  })

  const zero = '00000000-0000-0000-0000-000000000000'
  const stranger = '8f6c1f0e-2b0a-4c0e-9a57-0c1f5b6f7a10'
  it.each<[string, number, string, number, Record<string, string | undefined>, string?]>([
    ['no grant type', 900144, 'invalid_request', 400, { grant_type: undefined }],
    ['another grant type', 70003, 'unsupported_grant_type', 400, { grant_type: 'password' }],
    ['no client id', 900144, 'invalid_request', 400, { client_id: '' }],
    ['no scope', 900144, 'invalid_request', 400, { scope: undefined }],
    ['a client id that is no GUID', 700038, 'unauthorized_client', 400, { client_id: 'bridge' }],
    ['an unknown client', 700016, 'unauthorized_client', 400, { client_id: stranger }],
    ['no credential', 7000216, 'invalid_client', 401, { client_secret: undefined }],
    ['a wrong secret', 7000215, 'invalid_client', 401, { client_secret: 'nonsense' }],
    [
      'a scope without /.default',
      1002012,
      'invalid_scope',
      400,
      { scope: `${businessCentralResource}/API.ReadWrite.All` },
    ],
    ['two scopes', 70011, 'invalid_scope', 400, { scope: `${businessCentralResource}/.default a/.default` }],
    ['a scope that is no resource', 70011, 'invalid_scope', 400, { scope: 'businesscentral/.default' }],
    ['an unknown resource', 500011, 'invalid_resource', 400, { scope: 'https://graph.example.com/.default' }],
    ['an unknown tenant', 90002, 'invalid_tenant', 400, {}, stranger],
    ['an unknown domain', 90002, 'invalid_tenant', 400, {}, 'fabrikam.com'],
    ['an empty tenant id', 900021, 'invalid_request', 400, {}, zero],
    ['no tenant at all', 50059, 'invalid_request', 400, {}, 'common'],
    ['a tenant that is no name', 900023, 'invalid_request', 400, {}, 'authorize'],
  ])('%s is AADSTS%i', async (_, code, error, status, fields, tenant) => {
    const reply = await askToken(entra, fields, tenant === undefined ? {} : { tenant })
    expect(reply.body).toMatchObject({ error, error_codes: [code] })
    expect(reply.status).toBe(status)
  })

  it('of an expired secret says so', async () => {
    const app = entra.addApp({ secrets: [{ value: 'short', expiresAt: '2026-03-02T09:00:00Z' }] })
    const { body, status } = await askToken(entra, { client_id: app.clientId, client_secret: 'short' })
    expect([status, body.error_codes]).toEqual([401, [7000222]])
  })

  it('meets a body that is not a form, and a path that is not there', async () => {
    const url = `${entra.authority}/oauth2/v2.0/token`
    const json = await fetch(url, {
      method: 'POST',
      body: '{"grant_type":',
      headers: { 'content-type': 'application/json' },
    })
    expect([json.status, await json.json()]).toMatchObject([400, { error_codes: [900144] }])
    const asked = await fetch(url)
    expect([asked.status, await asked.json()]).toMatchObject([400, { error: 'invalid_request', error_codes: [900561] }])
    for (const [method, path] of [
      ['GET', '/oauth2/v2.0/authorize'],
      ['POST', '/oauth2/v2.0/devicecode'],
      ['POST', '/oauth2/token'],
    ]) {
      const answer = await fetch(`${entra.authority}${String(path)}`, { method: String(method) })
      expect([answer.status, await answer.json()]).toMatchObject([501, { error: 'not_supported_by_sandbox' }])
    }
  })
})

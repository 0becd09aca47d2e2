import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import { importPKCS8, SignJWT } from 'jose'
import { generate } from 'selfsigned'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startOrg, type TestOrg } from '../testing/start-org.ts'

let started: TestOrg
let certificate: { private: string; cert: string }
const from = new Date('2026-01-01T00:00:00Z')
const until = new Date('2027-01-01T00:00:00Z')
beforeAll(async () => {
  started = await startOrg({ bare: true })
  certificate = await generate([{ name: 'commonName', value: 'bridge' }], {
    algorithm: 'sha256',
    notBeforeDate: from,
    notAfterDate: until,
  })
})
afterEach(() => started.org.reset())
afterAll(() => started[Symbol.asyncDispose]())

interface Claims {
  readonly iss?: string
  readonly sub?: string
  readonly aud?: string
  /** Seconds from now. */
  readonly life?: number
}

async function assertion({ iss, sub, aud, life = 180 }: Claims = {}, key = certificate.private): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(iss ?? started.org.clientId)
    .setSubject(sub ?? 'integration@sandbox.example')
    .setAudience(aud ?? 'https://login.salesforce.com')
    .setExpirationTime(Math.floor(started.org.clock.now() / 1000) + life)
    .sign(await importPKCS8(key, 'RS256'))
}

async function exchange(signed: string): Promise<{ status: number; body: Record<string, string> }> {
  const response = await fetch(`${started.org.loginUrl}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: signed }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, string> }
}

const use = (cert = certificate.cert): void => void (started.org.connectedApp.certificate = cert)

test.each([['https://login.salesforce.com'], ['https://login.salesforce.com/'], ['My Domain']])(
  'a signed assertion for %s is a session of its user',
  async (audience) => {
    use()
    const { org } = started
    const aud = audience === 'My Domain' ? org.loginUrl : audience
    const { status, body } = await exchange(await assertion({ aud, sub: 'rep@sandbox.example' }))
    expect(status).toBe(200)
    expect(body).toMatchObject({ token_type: 'Bearer', instance_url: org.instanceUrl })
    expect(body).not.toHaveProperty('refresh_token')
    expect(org.context.session(body.access_token ?? '')?.username).toBe('rep@sandbox.example')
    expect(JSON.stringify(org.journal.calls())).not.toContain('assertion=ey')
  },
)

test.each<[Claims, string, string]>([
  [{ iss: 'nobody' }, 'invalid_client_id', 'client identifier invalid'],
  [{ aud: 'https://test.salesforce.com' }, 'invalid_grant', 'audience is invalid'],
  [{ aud: 'https://example.com' }, 'invalid_grant', 'audience is invalid'],
  [{ life: -1 }, 'invalid_grant', 'expired authorization code'],
  [{ sub: 'nobody@sandbox.example' }, 'invalid_app_access', 'user is not admin approved to access this app'],
])('%o is refused', async (claims, error, description) => {
  use()
  expect(await exchange(await assertion(claims))).toEqual({
    status: 400,
    body: { error, error_description: description },
  })
})

test('how far ahead it may run out is the switch jwtMostSecondsAhead; the sf CLI sends thousands of years', async () => {
  use()
  const { switches } = started.org
  expect(switches.jwtMostSecondsAhead).toBe(Number.POSITIVE_INFINITY)
  expect((await exchange(await assertion({ life: 1e12 }))).status).toBe(200)
  switches.jwtMostSecondsAhead = 300
  try {
    for (const life of [1e12, 3600, 305])
      expect(await exchange(await assertion({ life }))).toEqual({
        status: 400,
        body: { error: 'invalid_grant', error_description: 'invalid assertion' },
      })
    expect((await exchange(await assertion({ life: 300 }))).status).toBe(200)
  } finally {
    switches.jwtMostSecondsAhead = Number.POSITIVE_INFINITY
  }
})

test('so is what the registered certificate did not sign', async () => {
  const invalid = { status: 400, body: { error: 'invalid_grant', error_description: 'invalid assertion' } }
  expect(await exchange(await assertion())).toEqual(invalid)
  use()
  const other = await generate([{ name: 'commonName', value: 'other' }], { algorithm: 'sha256' })
  expect(await exchange(await assertion({}, other.private))).toEqual(invalid)
  const signed = await assertion()
  expect(await exchange(`${signed.slice(0, -4)}AAAA`)).toEqual(invalid)
  expect(await exchange('not a token')).toEqual(invalid)
  expect(await exchange('')).toEqual(invalid)
  // The secret of an HMAC is not a certificate's key: an algorithm that the certificate cannot have is no signature.
  const [, payload = ''] = signed.split('.')
  const head = Buffer.from(JSON.stringify({ alg: 'HS256' })).toString('base64url')
  const mac = createHmac('sha256', certificate.cert).update(`${head}.${payload}`).digest('base64url')
  expect(await exchange(`${head}.${payload}.${mac}`)).toEqual(invalid)
})

test('a user must be permitted, by the app’s policy', async () => {
  use()
  const { connectedApp } = started.org
  connectedApp.approvedUsers = []
  expect((await exchange(await assertion())).body.error).toBe('invalid_app_access')
  connectedApp.permittedUsers = 'AllSelfAuthorized'
  expect((await exchange(await assertion())).body).toEqual({
    error: 'invalid_grant',
    error_description: "user hasn't approved this consumer",
  })
})

test('the client-credentials flow wants My Domain, not the login host', async () => {
  const { port } = new URL(started.org.loginUrl)
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: started.org.clientId,
    client_secret: started.org.clientSecret,
  }).toString()
  const headers = { host: 'login.salesforce.com', 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await new Promise<string>((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port, path: '/services/oauth2/token', method: 'POST', headers },
      (response) => {
        let text = ''
        response.on('data', (part: Buffer) => (text += part.toString()))
        response.on('end', () => resolve(text))
      },
    )
    call.on('error', reject).end(body)
  })
  expect(JSON.parse(answer)).toEqual({
    error: 'invalid_grant',
    error_description: 'request not supported on this domain',
  })
  started.org.connectedApp.runAs = null
  const refused = await fetch(`${started.org.loginUrl}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(body),
  })
  expect(await refused.json()).toMatchObject({ error_description: 'no client credentials user enabled' })
})

test('a certificate that has run out signs nothing any more', async () => {
  use()
  await started.org.clock.advance(366 * 86_400_000)
  expect((await exchange(await assertion())).body.error_description).toBe('invalid assertion')
})

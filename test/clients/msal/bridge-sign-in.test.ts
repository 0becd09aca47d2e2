import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { Misconfigured, RetryLater } from '../../../bridge/src/engine/errors.ts'
import { fakeClock, type FakeClock } from '../../../bridge/src/engine/testing/fake-clock.ts'
import { createTokenSource, type TokenSource } from '../../../bridge/src/protocols/entra-token.ts'
import { type EntraEmulator, createEntraEmulator, trustAuthority } from '../../emulators/entra/index.ts'

/** The bridge's sign-in while Entra throttles, is unwell, and comes back: on the bridge's own clock. */
let entra: EntraEmulator
let distrust: () => void
let clock: FakeClock
let tokens: TokenSource

const names = {
  tenant: 'BC_TENANT_ID',
  authority: 'ENTRA_AUTHORITY',
  clientId: 'BC_CLIENT_ID',
  clientSecret: 'BC_CLIENT_SECRET',
  clientCertificate: 'BC_CLIENT_CERTIFICATE',
}
const source = (more: { authority?: string; clientSecret?: string } = {}) =>
  createTokenSource(
    {
      authority: entra.authority,
      clientId: entra.clientId,
      clientSecret: entra.clientSecret,
      scope: 'https://api.businesscentral.dynamics.com/.default',
      names,
      ...more,
    },
    { clock },
  )
const tokenCalls = () => entra.journal.calls().filter(({ url }) => url.includes('/token')).length
const failure = async (asking: Promise<string>): Promise<RetryLater> => {
  const error: unknown = await asking.catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(RetryLater)
  return error as RetryLater
}

beforeAll(async () => {
  entra = await createEntraEmulator()
  distrust = trustAuthority(entra.caCertificate)
})
beforeEach(() => {
  entra.reset()
  clock = fakeClock()
  tokens = source()
})
afterAll(async () => {
  distrust()
  await entra.close()
})

it('waits for as long as a 429 asks by its own clock, and asks again then', async () => {
  entra.faults.arm({ kind: 'status', status: 429, headers: { 'retry-after': '600' }, match: '/token' })
  const first = await failure(tokens.token())
  expect(first).toMatchObject({ retryAfter: 600 })
  expect(first.vendor).toContain('AADSTS90055')
  clock.advance(599_000)
  expect(await failure(tokens.token())).toMatchObject({ retryAfter: 1, vendor: first.vendor })
  expect(tokenCalls()).toBe(1)
  clock.advance(1_000)
  expect(await entra.verifyToken(await tokens.token())).toMatchObject({ appId: entra.clientId })
  expect(tokenCalls()).toBe(2)
})

it.each([
  ['503', { kind: 'status', status: 503 }],
  ['429 that names no time', { kind: 'status', status: 429 }],
  ['502 of a gateway, in HTML', { kind: 'status', status: 502, body: '<html>Bad Gateway</html>' }],
  [
    '500 with a code that would else be the application’s fault',
    { kind: 'status', status: 500, body: { error: 'x', error_description: 'AADSTS7000215: x' } },
  ],
  ['answer without a token', { kind: 'empty-answer' }],
])('is well again a moment after a %s', async (_, fault) => {
  entra.faults.arm({ ...fault, match: '/token' })
  await failure(tokens.token())
  clock.advance(1_000)
  expect(await entra.verifyToken(await tokens.token())).toMatchObject({ appId: entra.clientId })
})

it('spares Entra with growing pauses while the outage lasts', async () => {
  entra.faults.arm({ kind: 'status', status: 503, match: '/token', times: 0 })
  for (let second = 0; second < 600; second++) {
    await failure(tokens.token())
    clock.advance(1_000)
  }
  // At 0, 1, 3, 7, 15, 31, 63 s, then every minute.
  expect(tokenCalls()).toBe(15)
})

it('does not wait a day because an answer says so', async () => {
  entra.faults.arm({ kind: 'status', status: 503, headers: { 'retry-after': '86400' }, match: '/token' })
  await failure(tokens.token())
  clock.advance(3_600_000)
  expect(await tokens.token()).not.toBe('')
})

it('does not take an outage of the look for the endpoints for a wrong tenant, nor the other way round', async () => {
  entra.faults.arm({ kind: 'status', status: 503, match: 'openid-configuration' })
  expect((await failure(tokens.token())).vendor).toContain('AADSTS90033')
  clock.advance(1_000)
  expect(await tokens.token()).not.toBe('')
  const astray = source({ authority: `${entra.url}/${crypto.randomUUID()}` })
  await expect(astray.token()).rejects.toThrow(Misconfigured)
  await expect(astray.token()).rejects.toMatchObject({ message: expect.stringContaining('AADSTS90002') as string })
})

it('says that nobody is there', async () => {
  const gone = await createEntraEmulator()
  await gone.close()
  const { message, vendor } = await failure(source({ authority: gone.authority }).token())
  expect(`${message} ${String(vendor)}`).toContain('ECONNREFUSED')
})

it('keeps a wrong secret a matter for the admin, also after trouble', async () => {
  const wrong = source({ clientSecret: 'wrong' })
  entra.faults.arm({ kind: 'status', status: 503, match: '/token' })
  await failure(wrong.token())
  clock.advance(1_000)
  await expect(wrong.token()).rejects.toThrow(Misconfigured)
})

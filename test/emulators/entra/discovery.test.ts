import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { VirtualClock } from '../kit/clock.ts'
import { type EntraEmulator, createEntraEmulator, trustAuthority } from './index.ts'
import { askToken } from './testing/ask-token.ts'

let entra: EntraEmulator
let distrust: () => void
const read = async (path: string): Promise<[number, Record<string, unknown>]> => {
  const response = await fetch(entra.url + path)
  return [response.status, (await response.json()) as Record<string, unknown>]
}

beforeAll(async () => {
  entra = await createEntraEmulator({ clock: new VirtualClock({ running: false }) })
  distrust = trustAuthority(entra.caCertificate)
})
afterEach(() => entra.reset())
afterAll(async () => {
  distrust()
  await entra.close()
})

describe('discovery', () => {
  it('names the endpoints of the tenant, by id and by domain', async () => {
    for (const name of [entra.tenantId, 'cronus.onmicrosoft.com'])
      expect(await read(`/${name}/v2.0/.well-known/openid-configuration`)).toMatchObject([
        200,
        { token_endpoint: `${entra.authority}/oauth2/v2.0/token`, jwks_uri: `${entra.authority}/discovery/v2.0/keys` },
      ])
    expect(await read('/fabrikam.com/v2.0/.well-known/openid-configuration')).toMatchObject([
      400,
      { error: 'invalid_tenant' },
    ])
    expect(await read('/fabrikam.com/discovery/v2.0/keys')).toMatchObject([400, { error_codes: [90002] }])
  })

  it('of the instance knows this host alone', async () => {
    const endpoint = encodeURIComponent(`${entra.authority}/oauth2/v2.0/authorize`)
    const [status, body] = await read(`/common/discovery/instance?api-version=1.1&authorization_endpoint=${endpoint}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      tenant_discovery_endpoint: `${entra.authority}/v2.0/.well-known/openid-configuration`,
      metadata: [{ aliases: [new URL(entra.url).host] }],
    })
    for (const wrong of ['https://login.example.com/common/oauth2/v2.0/authorize', 'nonsense'])
      expect(await read(`/common/discovery/instance?authorization_endpoint=${wrong}`)).toMatchObject([
        400,
        { error: 'invalid_instance', error_codes: [50049] },
      ])
    expect(await read('/common/discovery/instance')).toMatchObject([400, { error_codes: [900144] }])
  })
})

describe('control', () => {
  const post = async (path: string, body: unknown) =>
    fetch(`${entra.url}/__emulator/${path}`, { method: 'POST', body: JSON.stringify(body) })

  it('moves the clock and arms faults over HTTP', async () => {
    const before = entra.clock.now()
    expect((await post('clock', { advanceSeconds: 90 })).status).toBe(200)
    expect(entra.clock.now()).toBe(before + 90_000)
    await post('faults', { kind: 'status', status: 503, body: 'Service Unavailable', headers: { 'retry-after': '5' } })
    const response = await fetch(`${entra.authority}/discovery/v2.0/keys`)
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
      503,
      '5',
      'Service Unavailable',
    ])
    expect((await askToken(entra)).status).toBe(200)
    expect(entra.journal.calls().map((call) => [call.status, call.fault])).toEqual([
      [503, 'status'],
      [200, undefined],
    ])
  })

  it('delays an answer by the time of the sandbox', async () => {
    entra.faults.arm({ kind: 'delay', milliseconds: 20_000 })
    let answered = false
    const waiting = askToken(entra).then((reply) => {
      answered = true
      return reply
    })
    // The keys endpoint answers after the delayed request has arrived and met its fault.
    while (entra.faults.list().length > 0) await fetch(`${entra.url}/__emulator/faults`)
    expect(answered).toBe(false)
    await entra.clock.advance(20_000)
    expect((await waiting).status).toBe(200)
  })

  it('reset forgets added applications and the journal, and keeps the given ones', async () => {
    const added = entra.addApp()
    entra.reset()
    const secret = added.secrets[0]?.value
    expect((await askToken(entra, { client_id: added.clientId, client_secret: secret })).body.error_codes).toEqual([
      700016,
    ])
    expect((await askToken(entra)).status).toBe(200)
    expect(entra.journal.calls()).toHaveLength(2)
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { VirtualClock } from '../kit/clock.ts'
import { dice } from '../kit/testing/dice.ts'
import { type EntraEmulator, createEntraEmulator, trustAuthority } from './index.ts'
import { makeClientCertificate } from './testing/client-certificate.ts'
import { type Known, generateTokenRequest } from './testing/generate-token-request.ts'
import { oddAssertions } from './testing/odd-assertions.ts'

const wanted = Number(process.env['ENTRA_GENERATED_REQUESTS'] ?? 10_000)
const seed = Number(process.env['ENTRA_SEED'] ?? 20260316)

let entra: EntraEmulator
let known: Known
let distrust: () => void
beforeAll(async () => {
  const certificate = await makeClientCertificate()
  const clock = new VirtualClock({ start: Date.now(), running: false })
  entra = await createEntraEmulator({ clock, switches: { assertionTime: 'sandbox' } })
  distrust = trustAuthority(entra.caCertificate)
  const app = entra.addApp({ certificates: [certificate.cert], secrets: ['a~secret:with%signs+'] })
  const now = Math.floor(clock.now() / 1000)
  const audience = `${entra.authority}/oauth2/v2.0/token`
  known = {
    tenants: [entra.tenantId, entra.tenantId.toUpperCase(), 'cronus.onmicrosoft.com'],
    clients: [
      { id: entra.clientId, secret: entra.clientSecret },
      { id: app.clientId, secret: app.secrets[0]?.value ?? '' },
    ],
    assertions: oddAssertions(certificate, { clientId: app.clientId, audience, from: now, until: now + 600 }),
  }
})
afterAll(async () => {
  distrust()
  await entra.close()
})

/** Why the answer is none that Entra gives; undefined when it is. */
function undocumented(status: number, text: string): string | undefined {
  let body: Record<string, unknown>
  try {
    body = JSON.parse(text) as Record<string, unknown>
  } catch {
    return 'no JSON'
  }
  if (status === 200) return 'access_token' in body || 'issuer' in body ? undefined : 'neither token nor metadata'
  if (status === 501) return body['error'] === 'not_supported_by_sandbox' ? undefined : 'a 501 without its name'
  if (status !== 400 && status !== 401) return 'a status Entra does not use'
  const codes = body['error_codes']
  if (!Array.isArray(codes) || codes.length !== 1) return 'no error code'
  return String(body['error_description']).startsWith(`AADSTS${String(codes[0])}: `) ? undefined : 'no AADSTS text'
}

const name = `${wanted} generated token requests (ENTRA_SEED=${seed}) are each answered as Entra answers`
test(name, { timeout: 3_600_000 }, async () => {
  const chance = dice(seed)
  const wrong: string[] = []
  const statuses = new Map<number, number>()
  const codes = new Set<string>()
  let asked = 0
  const work = async () => {
    while (asked < wanted && wrong.length < 20) {
      asked++
      const { path, method, headers, body } = generateTokenRequest(known, chance)
      const request = new Request(`${entra.url}${path}`, { method, headers, ...(body !== undefined && { body }) })
      // Most of them without the network, which is no part of what is asked here.
      const answer = await (asked % 10 === 0 ? fetch(request) : entra.fetch(request))
      const text = await answer.text()
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      const code = /AADSTS\d+/.exec(text)?.[0]
      if (code !== undefined) codes.add(code)
      const why = undocumented(answer.status, text)
      if (why !== undefined)
        wrong.push(`${why}\n  ${method} ${path} ${String(body)}\n  ${answer.status} ${text.slice(0, 300)}`)
      if (asked % 1000 === 0) entra.journal.clear()
    }
  }
  await Promise.all(Array.from({ length: 8 }, work))
  expect(wrong).toEqual([])
  expect(asked).toBe(wanted)
  // The requests are worth something only when many get through and the refusals differ.
  expect((statuses.get(200) ?? 0) / asked).toBeGreaterThan(0.2)
  expect(codes.size).toBeGreaterThan(12)
})

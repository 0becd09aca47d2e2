import { afterAll, beforeAll, expect, test } from 'vitest'
import { startClient, type Client } from '../testing/client.ts'
import type { Row } from '../tables.ts'
import { faultsOf } from './company-in-order.ts'
import { dice, type Dice } from '../../kit/testing/dice.ts'
import { undocumented } from './documented-answer.ts'
import { generate } from './generate.ts'
import type { Generated, World } from './request.ts'

/** Raised for the nightly run. */
const wanted = Number(process.env['BC_GENERATED_REQUESTS'] ?? 10_000)
const seed = Number(process.env['BC_SEED'] ?? 20260316)

let client: Client
beforeAll(async () => {
  client = await startClient({
    switches: { limits: { requestsPerFiveMinutes: Number.MAX_SAFE_INTEGER, running: 5, waiting: 95 } },
  })
})
afterAll(() => client.bc.close())

function worldOf({ bc, usa }: Client, chance: Dice): World {
  const rowsOf = (set: string): readonly Row[] => bc.company(usa).table(set).all()
  const some = (set: string): Row | undefined => {
    const rows = rowsOf(set)
    return rows.length === 0 ? undefined : chance.pick(rows)
  }
  const nobody = '11111111-2222-3333-4444-555555555555'
  return {
    root: `/v2.0/${bc.tenantId}/${bc.environment}/api/`,
    company: usa,
    known: {
      id: (set) => some(set)?.id ?? nobody,
      code: (set) => {
        const row = some(set)
        const code = row?.['number'] ?? row?.['code']
        return typeof code === 'string' ? code : 'NOBODY'
      },
    },
    rowOf: (set) => (chance.chance(0.05) ? chance.pick([nobody, 'nonsense', "'x'", '']) : (some(set)?.id ?? nobody)),
  }
}

/** After so many requests the data are looked at and planted anew: else a long run would read ever longer listings. */
const round = 10_000

function startAgain(): void {
  for (const company of client.bc.companies) expect(faultsOf(company)).toEqual([])
  client.bc.reset()
}

async function send({ method, path, headers, body }: Generated) {
  const response = await fetch(`${client.bc.url}${path}`, {
    method,
    headers: { authorization: 'Bearer test', ...headers },
    ...(body !== undefined && { body }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

test(`${wanted} generated requests are each answered as the documentation says`, { timeout: 3_600_000 }, async () => {
  const chance = dice(seed)
  const world = worldOf(client, chance)
  const statuses = new Map<number, number>()
  const wrong: string[] = []
  let asked = 0
  while (asked < wanted && wrong.length < 20) {
    const request = generate(world, chance)
    const answer = await send(request)
    asked++
    if (asked % round === 0) startAgain()
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    const why = undocumented(request, answer)
    if (why !== undefined)
      wrong.push(`${asked}: ${why}\n  ${JSON.stringify(request)}\n  ${answer.status} ${answer.text.slice(0, 400)}`)
  }
  startAgain()
  expect(wrong).toEqual([])
  expect(asked).toBe(wanted)
  // The requests are worth something only when many of them reach the data.
  expect((statuses.get(200) ?? 0) / asked).toBeGreaterThan(0.15)
  expect(statuses.get(201) ?? 0).toBeGreaterThan(asked / 50)
  expect(statuses.get(204) ?? 0).toBeGreaterThan(asked / 100)
})

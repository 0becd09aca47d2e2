import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSystem, type TestSystem } from '../support/start-system.ts'

/** What the bridge answers over HTTP. */
let test: TestSystem

beforeAll(async () => {
  test = await startSystem()
  await test.settle()
})
afterAll(() => test.close())

const request = (path: string, init?: RequestInit) => test.system.app.request(path, init)
const notify = (body: unknown) =>
  request('/webhooks/business-central', {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })

describe('webhooks', () => {
  it.each(['GET', 'POST'])('answers the handshake by %s with the token alone', async (method) => {
    const answer = await request('/webhooks/business-central?validationToken=a%20b%2Bc', { method })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/plain')
    expect(await answer.text()).toBe('a b+c')
  })

  it('ignores and counts a notification with a wrong client state', async () => {
    const resource = `api/v2.0/companies(${test.system.companies[0]?.id ?? ''})/customers(${crypto.randomUUID()})`
    const answer = await notify({ value: [{ clientState: 'guess', resource, changeType: 'updated' }] })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ accepted: 0, ignored: 1 })
    expect(await (await request('/metrics')).text()).toMatch(
      /bridge_webhook_notifications_total\{system="business-central",fate="ignored"\} [1-9]/,
    )
    expect([...(await test.system.store.jobs.counts()).values()].every((count) => count.ready === 0)).toBe(true)
  })

  it.each([
    ['no JSON', 'not json'],
    ['nothing', ''],
    ['a list', '[]'],
    ['a number', '7'],
    ['no value', '{}'],
    ['a value that is none', '{"value":7}'],
    ['odd entries', '{"value":[null,7,"x",{}]}'],
    ['an odd resource', '{"value":[{"resource":{"a":1},"clientState":1,"changeType":[]}]}'],
  ])('never refuses what it cannot read: %s', async (_, body) => {
    expect((await notify(body)).status).toBe(200)
  })
})

describe('health', () => {
  it('is alive', async () => {
    expect(await (await request('/healthz')).json()).toEqual({ alive: true })
  })

  it('says of every part whether it is ready', async () => {
    const { parts } = (await (await request('/readyz')).json()) as {
      parts: { name: string; ok: boolean; detail: string }[]
    }
    expect(parts.find((part) => part.name === 'database')).toMatchObject({ ok: true })
    expect(parts.find((part) => part.name === 'backlog')?.detail).toContain('parked')
  })

  it('gives metrics in the text format of Prometheus', async () => {
    const answer = await request('/metrics')
    expect(answer.headers.get('content-type')).toContain('text/plain')
    const text = await answer.text()
    expect(text).toMatch(/bridge_records_total\{flow="item-to-product",outcome="inserted"\} [1-9]/)
    expect(text).toMatch(/bridge_api_calls_used\{system="business-central"/)
  })

  it('describes itself', async () => {
    expect(await (await request('/openapi.json')).json()).toMatchObject({ openapi: '3.1.0', paths: { '/readyz': {} } })
  })
})

it('keeps the operator API closed, and says so', async () => {
  const answer = await request('/api/issues')
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({ error: expect.stringContaining('BRIDGE_ADMIN_TOKEN') as string })
})

it('answers what it does not know with 404', async () => {
  expect((await request('/nowhere')).status).toBe(404)
})

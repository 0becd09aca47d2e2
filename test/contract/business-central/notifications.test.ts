import { describe, expect, it } from 'vitest'
import { subscribed } from './subscribed.ts'

const on = subscribed()
const { address, advance, connect, idOf, rename, resting, secret, settled, source, start, subscriptions } = on
const post = async (body: string) => {
  const response = await fetch(address(), { method: 'POST', body })
  return { status: response.status, body: await response.json() }
}
const notification = (change: Record<string, unknown> = {}) => ({
  subscriptionId: 'x',
  clientState: secret(),
  resource: `api/v2.0/companies(${on.tenant.company.id})/items(${idOf('items', '1896-S')})`,
  changeType: 'updated',
  lastModifiedDateTime: '2026-11-21T08:00:00Z',
  ...change,
})

describe('notifications', () => {
  it('become changes', async () => {
    await settled()
    rename()
    await advance(31)
    expect(on.sink.told).toEqual([`item updated ${idOf('items', '1896-S')}`])
    expect(on.connector.webhook.counters()).toEqual({ accepted: 1, ignored: 0 })
  })

  it('tell of an order that was deleted', async () => {
    await settled()
    const order = on.tenant.finance.make('salesOrders', '10000', [['1900-S', '1']])
    await advance(31)
    on.sink.told.length = 0
    on.tenant.company.table('salesOrders').delete(order.id)
    await advance(31)
    expect(on.sink.told).toEqual([`salesOrder deleted ${order.id}`])
  })

  it('may come twice or late: the same change is told again, which does no harm', async () => {
    await settled()
    on.tenant.bc.faults.arm({ kind: 'webhook-duplicate' })
    rename()
    await advance(31)
    expect(on.sink.told).toEqual([`item updated ${idOf('items', '1896-S')}`, `item updated ${idOf('items', '1896-S')}`])
  })

  it('that never come are found by the poll', async () => {
    await settled()
    on.tenant.bc.faults.arm({ kind: 'webhook-lost' })
    await advance(60)
    rename()
    await advance(31)
    expect(on.sink.told).toEqual([])
    await advance(1800)
    await resting(2)
    expect(on.sink.told).toEqual([`item updated ${idOf('items', '1896-S')}`])
  })

  it('without our secret are ignored, counted, and cost no subscription', async () => {
    await settled()
    on.tenant.bc.faults.arm({ kind: 'webhook-wrong-client-state' })
    rename()
    await advance(31)
    expect(on.sink.told).toEqual([])
    expect(on.connector.webhook.counters()).toEqual({ accepted: 0, ignored: 1 })
    expect(subscriptions()).toHaveLength(4)
  })

  it('of a whole set end the rest of the poll', async () => {
    await settled()
    await advance(60)
    rename()
    const resource = `api/v2.0/companies(${on.tenant.company.id})/items?$filter=lastModifiedDateTime%20gt%202026-11-21T08:00:00Z`
    expect(await post(JSON.stringify({ value: [notification({ changeType: 'collection', resource })] }))).toEqual({
      status: 200,
      body: { accepted: 1, ignored: 0 },
    })
    await on.sink.until(() => on.sink.told.includes(`item updated ${idOf('items', '1896-S')}`))
  })

  it.each([
    ['no JSON', () => '<html>', 0],
    ['nothing', () => '', 0],
    ['no list', () => '{"value":7}', 0],
    ['no objects', () => '{"value":[null,1,"x",[]]}', 4],
    [
      'another company',
      () => ({ resource: `api/v2.0/companies(${crypto.randomUUID()})/items(${crypto.randomUUID()})` }),
      1,
    ],
    [
      'a set nobody knows',
      () => ({ resource: `api/v2.0/companies(${on.tenant.company.id})/employees(${crypto.randomUUID()})` }),
      1,
    ],
    ['an unknown kind', () => ({ changeType: 'renamed' }), 1],
    ['no resource', () => ({ resource: undefined }), 1],
    ['a secret that is longer', () => ({ clientState: `${secret()}x` }), 1],
    ['no secret', () => ({ clientState: undefined }), 1],
  ])('that say %s are answered with 200 and ignored', async (_, body, ignored) => {
    await settled()
    const given = body()
    const text = typeof given === 'string' ? given : JSON.stringify({ value: [notification(given)] })
    expect(await post(text)).toEqual({ status: 200, body: { accepted: 0, ignored } })
    expect(on.sink.told).toEqual([])
  })

  it('that cannot be stored are asked for again', async () => {
    await settled()
    on.sink.failures = [new Error('the database is gone')]
    rename()
    await advance(31)
    expect(on.sink.told).toEqual([])
    expect(subscriptions()).toHaveLength(4)
    await advance(60)
    expect(on.sink.told).toEqual([`item updated ${idOf('items', '1896-S')}`])
  })
})

describe('the handshake', () => {
  it.each(['GET', 'POST'])('gives the token back as text (%s)', async (method) => {
    const response = await fetch(`${address()}?validationToken=a%20b%26c`, { method })
    expect([response.status, await response.text()]).toEqual([200, 'a b&c'])
    expect(response.headers.get('content-type')).toContain('text/plain')
  })

  it('that fails is a problem that people can read', async () => {
    await connect({ publicUrl: 'http://127.0.0.1:9' })
    start('webhooks')
    await resting(1)
    expect(source('webhooks').state()).toEqual({
      connected: false,
      problem: expect.stringMatching(
        /handshake with 'http:\/\/127\.0\.0\.1:9\/\S*' failed: .*could not be reached/,
      ) as string,
    })
    expect(subscriptions()).toEqual([])
  })
})

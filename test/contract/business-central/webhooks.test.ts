import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BusinessCentralConnector } from '../../../bridge/src/connectors/business-central/index.ts'
import type { ChangeSource } from '../../../bridge/src/engine/ports.ts'
import { webhookRoutes } from '../../../bridge/src/http/webhooks.ts'
import { listen, type Listening } from '../../emulators/kit/listen.ts'
import { recordingSink, type RecordingSink } from '../salesforce/recording-sink.ts'
import { startTenant, type Tenant } from './tenant.ts'

let tenant: Tenant
let connector: BusinessCentralConnector
let sink: RecordingSink
let http: Listening
let stop: AbortController
let running: Promise<unknown>
const log = pino({ level: 'silent' })

beforeAll(async () => {
  tenant = await startTenant()
  http = await listen((request) => {
    const path = request.url.replace('/webhooks', '')
    return webhookRoutes('business-central', connector.webhook, log).fetch(new Request(path, request))
  })
})
afterAll(async () => {
  await http.close()
  await tenant.close()
})
beforeEach(async () => {
  stop = new AbortController()
  running = Promise.resolve()
  await tenant.reset()
  connector = await tenant.connect({ publicUrl: http.url })
  sink = recordingSink()
  return async () => {
    stop.abort()
    await running
  }
})

const address = () => `${http.url}/webhooks/business-central`
const source = (name: string): ChangeSource => {
  const found = connector.changes.find((each) => each.name === `Business Central ${name}`)
  if (!found) throw new Error(`there is no source ${name}`)
  return found
}
const subscriptions = () => tenant.bc.subscriptions.list()
const start = (...names: readonly ('webhooks' | 'changes')[]) => {
  running = Promise.all([running, ...names.map((name) => source(name).run(sink, stop.signal))])
}
/** So many loops rest: they have done all they had to, nothing is under way. */
const resting = (loops: number) =>
  vi.waitFor(() => expect(tenant.sleeping()).toBe(loops), { interval: 2, timeout: 20_000 })
/** Webhooks and poll run, everything has been looked through, and the recording begins. */
const settled = async () => {
  start('webhooks', 'changes')
  await resting(2)
  expect(subscriptions()).toHaveLength(4)
  expect(connector.changes.slice(0, 2).map((each) => each.state().connected)).toEqual([true, true])
  sink.told.length = 0
}
const advance = (seconds: number) => tenant.bc.clock.advance(seconds * 1000)
const idOf = (set: string, number: string) => tenant.finance.row(set, 'number', number).id
const rename = (number = '1896-S') =>
  tenant.finance.change('items', idOf('items', number), { displayName: `renamed at ${tenant.bc.clock.now()}` })
const secret = () => [...tenant.state.values()][0] ?? ''
const post = async (body: string) => {
  const response = await fetch(address(), { method: 'POST', body })
  return { status: response.status, body: await response.json() }
}
const notification = (change: Record<string, unknown> = {}) => ({
  subscriptionId: 'x',
  clientState: secret(),
  resource: `api/v2.0/companies(${tenant.company.id})/items(${idOf('items', '1896-S')})`,
  changeType: 'updated',
  lastModifiedDateTime: '2026-11-21T08:00:00Z',
  ...change,
})

describe('subscriptions', () => {
  it('are made for every watched set, with a handshake and a secret of this installation', async () => {
    await settled()
    expect(
      subscriptions()
        .map(({ resource }) => resource)
        .sort(),
    ).toEqual(
      ['customers', 'items', 'salesInvoices', 'salesOrders'].map(
        (set) => `api/v2.0/companies(${tenant.company.id})/${set}`,
      ),
    )
    expect(new Set(subscriptions().map(({ clientState }) => clientState))).toEqual(new Set([secret()]))
    expect(secret().length).toBeGreaterThanOrEqual(40)
  })

  it('are kept by the next start: none is made twice', async () => {
    await settled()
    stop.abort()
    await running
    stop = new AbortController()
    connector = await tenant.connect({ publicUrl: http.url })
    tenant.calls()
    start('webhooks')
    await resting(1)
    expect(tenant.calls().map(({ method }) => method)).not.toContain('POST')
    expect(subscriptions()).toHaveLength(4)
  })

  it('are renewed when half their life is over, and so never run out', async () => {
    start('webhooks')
    await resting(1)
    const ids = subscriptions()
      .map(({ subscriptionId }) => subscriptionId)
      .sort()
    expect(ids).toHaveLength(4)
    for (let hour = 0; hour < 24 * 5; hour++) {
      await advance(3600)
      await resting(1)
      for (const { expirationDateTime } of subscriptions())
        expect(Date.parse(expirationDateTime) - tenant.bc.clock.now()).toBeGreaterThan(35 * 3600 * 1000)
    }
    expect(
      subscriptions()
        .map(({ subscriptionId }) => subscriptionId)
        .sort(),
    ).toEqual(ids)
  })

  it('that were lost are made again, and the sets are looked through', async () => {
    await settled()
    const [lost] = subscriptions().filter(({ resource }) => resource.endsWith('/items'))
    tenant.bc.subscriptions.remove(lost?.subscriptionId ?? '')
    await advance(60)
    rename()
    await advance(840)
    await resting(2)
    expect(subscriptions()).toHaveLength(4)
    expect(sink.told).toContain(`item updated ${idOf('items', '1896-S')}`)
  })

  it('move to another address, and the old ones go', async () => {
    await settled()
    stop.abort()
    await running
    stop = new AbortController()
    connector = await tenant.connect({ publicUrl: http.url.replace('127.0.0.1', 'localhost') })
    start('webhooks')
    await resting(1)
    expect(new Set(subscriptions().map(({ notificationUrl }) => new URL(notificationUrl).hostname))).toEqual(
      new Set(['localhost']),
    )
    expect(subscriptions()).toHaveLength(4)
  })

  it('of others are left alone', async () => {
    await settled()
    const other = { notificationUrl: `${http.url}/webhooks/business-central?of=others`, clientState: 'theirs' }
    const connectorOfOthers = await tenant.connect({ publicUrl: http.url })
    await connectorOfOthers.close()
    const token = await fetch(`${tenant.entra.authority}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: tenant.entra.clientId,
        client_secret: tenant.entra.clientSecret,
        scope: 'https://api.businesscentral.dynamics.com/.default',
      }),
    })
    const { access_token } = (await token.json()) as { access_token: string }
    const made = await fetch(`${tenant.bc.url}/v2.0/${tenant.bc.tenantId}/Production/api/v2.0/subscriptions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...other, resource: `/api/v2.0/companies(${tenant.company.id})/vendors` }),
    })
    expect(made.status).toBe(201)
    await advance(900)
    await resting(2)
    expect(source('webhooks').state().connected).toBe(true)
    expect(subscriptions().map(({ clientState }) => clientState)).toContain('theirs')
  })

  it('that one set refuses do not keep the others from being made; the poll stays quick', async () => {
    tenant.bc.faults.arm({ kind: 'status', status: 400, match: 'POST .*subscriptions', skip: 1 })
    start('webhooks', 'changes')
    await resting(2)
    expect(source('webhooks').state().problem).toBeDefined()
    expect(subscriptions()).toHaveLength(3)
    rename()
    sink.told.length = 0
    await advance(301)
    await sink.until(() => sink.told.some((each) => each.startsWith('item')))
  })

  it('are not asked for without a public address', async () => {
    connector = await tenant.connect()
    expect(connector.changes.map(({ name }) => name)).toEqual([
      'Business Central changes',
      'Business Central customer ledger',
    ])
  })
})

describe('notifications', () => {
  it('become changes', async () => {
    await settled()
    rename()
    await advance(31)
    expect(sink.told).toEqual([`item updated ${idOf('items', '1896-S')}`])
    expect(connector.webhook.counters()).toEqual({ accepted: 1, ignored: 0 })
  })

  it('tell of an order that was deleted', async () => {
    await settled()
    const order = tenant.finance.make('salesOrders', '10000', [['1900-S', '1']])
    await advance(31)
    sink.told.length = 0
    tenant.company.table('salesOrders').delete(order.id)
    await advance(31)
    expect(sink.told).toEqual([`salesOrder deleted ${order.id}`])
  })

  it('may come twice or late: the same change is told again, which does no harm', async () => {
    await settled()
    tenant.bc.faults.arm({ kind: 'webhook-duplicate' })
    rename()
    await advance(31)
    expect(sink.told).toEqual([`item updated ${idOf('items', '1896-S')}`, `item updated ${idOf('items', '1896-S')}`])
  })

  it('that never come are found by the poll', async () => {
    await settled()
    tenant.bc.faults.arm({ kind: 'webhook-lost' })
    await advance(60)
    rename()
    await advance(31)
    expect(sink.told).toEqual([])
    await advance(1800)
    await resting(2)
    expect(sink.told).toEqual([`item updated ${idOf('items', '1896-S')}`])
  })

  it('without our secret are ignored, counted, and cost no subscription', async () => {
    await settled()
    tenant.bc.faults.arm({ kind: 'webhook-wrong-client-state' })
    rename()
    await advance(31)
    expect(sink.told).toEqual([])
    expect(connector.webhook.counters()).toEqual({ accepted: 0, ignored: 1 })
    expect(subscriptions()).toHaveLength(4)
  })

  it('of a whole set end the rest of the poll', async () => {
    await settled()
    await advance(60)
    rename()
    const resource = `api/v2.0/companies(${tenant.company.id})/items?$filter=lastModifiedDateTime%20gt%202026-11-21T08:00:00Z`
    expect(await post(JSON.stringify({ value: [notification({ changeType: 'collection', resource })] }))).toEqual({
      status: 200,
      body: { accepted: 1, ignored: 0 },
    })
    await sink.until(() => sink.told.includes(`item updated ${idOf('items', '1896-S')}`))
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
      () => ({ resource: `api/v2.0/companies(${tenant.company.id})/employees(${crypto.randomUUID()})` }),
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
    expect(sink.told).toEqual([])
  })

  it('that cannot be stored are asked for again', async () => {
    await settled()
    sink.failures = [new Error('the database is gone')]
    rename()
    await advance(31)
    expect(sink.told).toEqual([])
    expect(subscriptions()).toHaveLength(4)
    await advance(60)
    expect(sink.told).toEqual([`item updated ${idOf('items', '1896-S')}`])
  })
})

describe('the handshake', () => {
  it.each(['GET', 'POST'])('gives the token back as text (%s)', async (method) => {
    const response = await fetch(`${address()}?validationToken=a%20b%26c`, { method })
    expect([response.status, await response.text()]).toEqual([200, 'a b&c'])
    expect(response.headers.get('content-type')).toContain('text/plain')
  })

  it('that fails is a problem that people can read', async () => {
    connector = await tenant.connect({ publicUrl: 'http://127.0.0.1:9' })
    start('webhooks')
    await resting(1)
    expect(source('webhooks').state()).toEqual({ connected: false, problem: expect.any(String) as string })
    expect(subscriptions()).toEqual([])
  })
})

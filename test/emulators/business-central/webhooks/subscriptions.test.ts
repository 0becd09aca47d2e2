import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startClient } from '../testing/client.ts'
import { startSubscriber, type Subscriber } from './testing/subscriber.ts'

let app: Subscriber
beforeEach(async () => {
  app = await startSubscriber()
})
afterEach(() => app[Symbol.asyncDispose]())

describe('a subscription', () => {
  test('is made after a handshake, lives three days, and is gone then', async () => {
    const made = await app.subscribe()
    expect(made.status).toBe(201)
    expect(app.receiver.handshakes).toHaveLength(1)
    expect(made.json).toMatchObject({
      subscriptionId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      resource: `api/v2.0/companies(${app.client.usa})/customers`,
      clientState: 's3cret',
      expirationDateTime: '2026-03-19T12:00:00Z',
    })
    const at = `subscriptions('${String(made.json['subscriptionId'])}')`
    expect((await app.client.call('GET', at)).status).toBe(200)
    await app.pass(3 * 24 * 3600)
    expect((await app.client.call('GET', at)).status).toBe(404)
    expect((await app.client.call('GET', 'subscriptions')).value).toEqual([])
  })

  test('is renewed with its tag and another handshake', async () => {
    const made = await app.subscribe()
    const at = `subscriptions('${String(made.json['subscriptionId'])}')`
    await app.pass(2 * 24 * 3600)
    const body = { notificationUrl: app.receiver.url, resource: made.json['resource'] }
    expect((await app.client.call('PATCH', at, { body })).code).toBe('BadRequest_InvalidToken')
    const headers = { 'If-Match': String(made.json['@odata.etag']) }
    expect((await app.client.call('PATCH', at, { body: {}, headers })).status).toBe(400)
    const renewed = await app.client.call('PATCH', at, { body, headers })
    expect(renewed.json).toMatchObject({ expirationDateTime: '2026-03-21T12:00:00Z', clientState: 's3cret' })
    expect(app.receiver.handshakes).toHaveLength(2)
    expect((await app.client.call('PATCH', at, { body, headers })).code).toBe('Request_EntityChanged')
    app.receiver.refuseHandshake()
    expect((await app.client.call('PATCH', at, { body, headers: { 'If-Match': '*' } })).status).toBe(400)
  })

  test('is deleted with its tag', async () => {
    const made = await app.subscribe()
    const at = `subscriptions('${String(made.json['subscriptionId'])}')`
    expect((await app.client.call('DELETE', at)).status).toBe(400)
    expect(
      (await app.client.call('DELETE', at, { headers: { 'If-Match': String(made.json['@odata.etag']) } })).status,
    ).toBe(204)
    expect((await app.client.call('DELETE', at, { headers: { 'If-Match': '*' } })).status).toBe(404)
  })

  test.each([
    [{ resource: undefined }, 400, 'BadRequest_RequiredParamNotProvided'],
    [{ notificationUrl: undefined }, 400, 'BadRequest_RequiredParamNotProvided'],
    [{ notificationUrl: '' }, 400, 'BadRequest_RequiredParamNotProvided'],
    [{ notificationUrl: 'not a url' }, 400, 'BadRequest'],
    [{ notificationUrl: 'ftp://127.0.0.1/' }, 400, 'BadRequest'],
    [{ notificationUrl: 'http://127.0.0.1:1/' }, 400, 'BadRequest'],
    [{ resource: '/api/v2.0/customers' }, 400, 'BadRequest'],
    [
      { resource: '/api/v2.0/companies(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/customers' },
      404,
      'Internal_CompanyNotFound',
    ],
    [{ clientState: 'x'.repeat(2049) }, 400, 'Application_StringExceededLength'],
    [{ clientState: 5 }, 400, 'BadRequest'],
    [{ nonsense: 'x' }, 400, 'BadRequest'],
    [{ expirationDateTime: '2030-01-01T00:00:00Z' }, 400, 'BadRequest_InvalidOperation'],
  ])('is refused with %j', async (more, status, code) => {
    const reply = await app.subscribe('customers', more)
    expect([reply.status, reply.code]).toEqual([status, code])
  })

  test('cannot be renewed with everything that was read, and is not below a company', async () => {
    const made = await app.subscribe()
    const at = `subscriptions('${String(made.json['subscriptionId'])}')`
    const { json: body } = await app.client.call('GET', at)
    const back = await app.client.call('PATCH', at, { body, headers: { 'If-Match': '*' } })
    expect([back.status, back.code]).toEqual([400, 'BadRequest_InvalidOperation'])
    const below = await app.client.get('subscriptions')
    expect([below.status, below.code]).toEqual([404, 'BadRequest_ResourceNotFound'])
  })

  test('is listed in pages', async () => {
    for (const set of ['customers', 'items', 'salesOrders']) await app.subscribe(set)
    const first = await app.client.call('GET', 'subscriptions', { headers: { Prefer: 'odata.maxpagesize=2' } })
    app.client.bc.subscriptions.remove(String(first.value[1]?.['subscriptionId']))
    const { pathname, search } = new URL(String(first.json['@odata.nextLink']))
    const rest = await app.client.call('GET', `${pathname}${search}`)
    const sets = [...first.value, ...rest.value].map((row) => String(row['resource']).split('/').at(-1))
    expect(sets).toEqual(['customers', 'items', 'salesOrders'])
  })

  test.each(['salesOrderLines', 'taxGroups', 'nonsense', 'customerFinancialDetails'])(
    'to %s is refused',
    async (set) => {
      expect((await app.subscribe(set)).status).toBe(400)
    },
  )

  test('is refused when the receiver does not return the token, or is plain http by switch', async () => {
    app.receiver.refuseHandshake()
    expect((await app.subscribe()).message).toContain('validation token')
    const strict = await startClient({ switches: { httpNotificationUrls: false } })
    const reply = await strict.call('POST', 'subscriptions', {
      body: { notificationUrl: app.receiver.url, resource: `/api/v2.0/companies(${strict.usa})/customers` },
    })
    expect(reply.message).toContain('https')
    await strict.bc.close()
  })

  test('what can be subscribed to is listed', async () => {
    const root = `/v2.0/Production/api/microsoft/runtime/beta/companies(${app.client.usa})/webhookSupportedResources`
    const listed = await app.client.call('GET', `${root}?$filter=${encodeURIComponent("resource eq 'v2.0*'")}`)
    expect(listed.value).toContainEqual(expect.objectContaining({ resource: 'v2.0/salesInvoices' }))
    expect(
      (await app.client.call('GET', `${root}?$filter=${encodeURIComponent("resource eq 'v1.0*'")}`)).value,
    ).toEqual([])
  })
})

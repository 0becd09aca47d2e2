import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startClient, type Client } from '../testing/client.ts'
import { startReceiver, type Receiver } from '../testing/receiver.ts'

let client: Client
let receiver: Receiver
beforeEach(async () => {
  client = await startClient()
  receiver = await startReceiver()
})
afterEach(async () => {
  await client.bc.close()
  await receiver.close()
})

const subscribe = (set = 'customers', more: Record<string, unknown> = {}) =>
  client.call('POST', 'subscriptions', {
    body: {
      notificationUrl: receiver.url,
      resource: `/api/v2.0/companies(${client.usa})/${set}`,
      clientState: 's3cret',
      ...more,
    },
  })
const pass = (seconds: number) => client.bc.clock.advance(seconds * 1000)
const change = async (set: string, number: string, body: object) => {
  const reply = await client.patch(`${set}(${client.id(set, 'number', number)})`, body)
  expect(reply.status).toBe(200)
}
const kinds = () => receiver.calls.map((call) => call.map(({ changeType }) => changeType))

describe('a subscription', () => {
  test('is made after a handshake, lives three days, and is gone then', async () => {
    const made = await subscribe()
    expect(made.status).toBe(201)
    expect(receiver.handshakes).toHaveLength(1)
    expect(made.json).toMatchObject({
      subscriptionId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      resource: `api/v2.0/companies(${client.usa})/customers`,
      clientState: 's3cret',
      expirationDateTime: '2026-03-19T12:00:00Z',
    })
    const at = `subscriptions('${String(made.json['subscriptionId'])}')`
    expect((await client.call('GET', at)).status).toBe(200)
    await pass(3 * 24 * 3600)
    expect((await client.call('GET', at)).status).toBe(404)
    expect((await client.call('GET', 'subscriptions')).value).toEqual([])
  })

  test('is renewed with its tag and another handshake', async () => {
    const made = await subscribe()
    const at = `subscriptions('${String(made.json['subscriptionId'])}')`
    await pass(2 * 24 * 3600)
    const body = { notificationUrl: receiver.url, resource: made.json['resource'] }
    expect((await client.call('PATCH', at, { body })).code).toBe('BadRequest_InvalidToken')
    const headers = { 'If-Match': String(made.json['@odata.etag']) }
    expect((await client.call('PATCH', at, { body: {}, headers })).status).toBe(400)
    const renewed = await client.call('PATCH', at, { body, headers })
    expect(renewed.json).toMatchObject({ expirationDateTime: '2026-03-21T12:00:00Z', clientState: 's3cret' })
    expect(receiver.handshakes).toHaveLength(2)
    expect((await client.call('PATCH', at, { body, headers })).code).toBe('Request_EntityChanged')
    receiver.refuseHandshake()
    expect((await client.call('PATCH', at, { body, headers: { 'If-Match': '*' } })).status).toBe(400)
  })

  test('is deleted with its tag', async () => {
    const made = await subscribe()
    const at = `subscriptions('${String(made.json['subscriptionId'])}')`
    expect((await client.call('DELETE', at)).status).toBe(400)
    expect(
      (await client.call('DELETE', at, { headers: { 'If-Match': String(made.json['@odata.etag']) } })).status,
    ).toBe(204)
    expect((await client.call('DELETE', at, { headers: { 'If-Match': '*' } })).status).toBe(404)
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
    const reply = await subscribe('customers', more)
    expect([reply.status, reply.code]).toEqual([status, code])
  })

  test('cannot be renewed with everything that was read, and is not below a company', async () => {
    const made = await subscribe()
    const at = `subscriptions('${String(made.json['subscriptionId'])}')`
    const { json: body } = await client.call('GET', at)
    const back = await client.call('PATCH', at, { body, headers: { 'If-Match': '*' } })
    expect([back.status, back.code]).toEqual([400, 'BadRequest_InvalidOperation'])
    const below = await client.get('subscriptions')
    expect([below.status, below.code]).toEqual([404, 'BadRequest_ResourceNotFound'])
  })

  test('is listed in pages', async () => {
    for (const set of ['customers', 'items', 'salesOrders']) await subscribe(set)
    const first = await client.call('GET', 'subscriptions', { headers: { Prefer: 'odata.maxpagesize=2' } })
    client.bc.subscriptions.remove(String(first.value[1]?.['subscriptionId']))
    const { pathname, search } = new URL(String(first.json['@odata.nextLink']))
    const rest = await client.call('GET', `${pathname}${search}`)
    const sets = [...first.value, ...rest.value].map((row) => String(row['resource']).split('/').at(-1))
    expect(sets).toEqual(['customers', 'items', 'salesOrders'])
  })

  test.each(['salesOrderLines', 'taxGroups', 'nonsense', 'customerFinancialDetails'])(
    'to %s is refused',
    async (set) => {
      expect((await subscribe(set)).status).toBe(400)
    },
  )

  test('is refused when the receiver does not return the token, or is plain http by switch', async () => {
    receiver.refuseHandshake()
    expect((await subscribe()).message).toContain('validation token')
    const strict = await startClient({ switches: { httpNotificationUrls: false } })
    const reply = await strict.call('POST', 'subscriptions', {
      body: { notificationUrl: receiver.url, resource: `/api/v2.0/companies(${strict.usa})/customers` },
    })
    expect(reply.message).toContain('https')
    await strict.bc.close()
  })

  test('what can be subscribed to is listed', async () => {
    const root = `/v2.0/Production/api/microsoft/runtime/beta/companies(${client.usa})/webhookSupportedResources`
    const listed = await client.call('GET', `${root}?$filter=${encodeURIComponent("resource eq 'v2.0*'")}`)
    expect(listed.value).toContainEqual(expect.objectContaining({ resource: 'v2.0/salesInvoices' }))
    expect((await client.call('GET', `${root}?$filter=${encodeURIComponent("resource eq 'v1.0*'")}`)).value).toEqual([])
  })
})

describe('a notification', () => {
  test('comes 30 seconds after the first change, compressed, with keys only', async () => {
    await subscribe()
    await change('customers', '10000', { creditLimit: 1 })
    await pass(20)
    await change('customers', '10000', { creditLimit: 2 })
    await client.post('customers', { displayName: 'New' })
    await pass(9)
    expect(receiver.calls).toEqual([])
    await pass(1)
    expect(kinds()).toEqual([['updated', 'created']])
    expect(receiver.calls[0]?.[0]).toEqual({
      subscriptionId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      clientState: 's3cret',
      expirationDateTime: '2026-03-19T12:00:00Z',
      resource: `api/v2.0/companies(${client.usa})/customers(${client.id('customers', 'number', '10000')})`,
      changeType: 'updated',
      lastModifiedDateTime: '2026-03-16T12:00:20Z',
    })
  })

  test('never comes of an update that changes nothing; whether stamp and tag move is a switch', async () => {
    await subscribe()
    const path = `customers(${client.id('customers', 'number', '10000')})`
    const before = await client.get(path)
    const same = { displayName: before.json['displayName'], creditLimit: before.json['creditLimit'], addressLine2: '' }
    await change('customers', '10000', same)
    await pass(30)
    expect(receiver.calls).toEqual([])
    expect((await client.get(path)).json['@odata.etag']).not.toBe(before.json['@odata.etag'])
    const still = await startClient({ switches: { unchangedStamps: false } })
    const at = `customers(${still.id('customers', 'number', '10000')})`
    const tag = (await still.get(at)).json['@odata.etag']
    expect((await still.patch(at, same)).json['@odata.etag']).toBe(tag)
    await still.bc.close()
  })

  test('of a line is one of its header; several subscriptions of one address share a call', async () => {
    await subscribe('salesOrders')
    await subscribe('customers')
    const order = client.id('salesOrders', 'number', 'S-ORD101002')
    await client.post(`salesOrders(${order})/salesOrderLines`, { description: 'Mind the step' })
    await change('customers', '20000', { creditLimit: 1 })
    await pass(30)
    expect(receiver.calls).toHaveLength(1)
    expect(receiver.calls[0]?.map(({ resource, changeType }) => [resource.split('/').at(-1), changeType])).toEqual([
      [`salesOrders(${order})`, 'updated'],
      [`customers(${client.id('customers', 'number', '20000')})`, 'updated'],
    ])
  })

  test('tells of an order that posting deleted, and of its invoice', async () => {
    await subscribe('salesOrders')
    await subscribe('salesInvoices')
    const order = client.id('salesOrders', 'number', 'S-ORD101002')
    await client.post(`salesOrders(${order})/Microsoft.NAV.shipAndInvoice`)
    await pass(30)
    const told = receiver.calls
      .flat()
      .map(({ resource, changeType }) => `${changeType} ${resource.split('/').at(-1) ?? ''}`)
    expect(told.filter((each) => each.startsWith('deleted'))).toEqual([`deleted salesOrders(${order})`])
    expect(told.some((each) => each.startsWith('created salesInvoices('))).toBe(true)
  })

  test('of a part payment never comes', async () => {
    await subscribe('salesInvoices')
    const journal = client.id('customerPaymentJournals', 'code', 'GENERAL')
    const appliesToInvoiceId = client.id('salesInvoices', 'number', 'PS-INV103003')
    await client.post(`customerPaymentJournals(${journal})/customerPayments`, {
      customerNumber: '10000',
      amount: -5,
      appliesToInvoiceId,
    })
    await client.post(`journals(${journal})/Microsoft.NAV.post`)
    await pass(60)
    expect(receiver.calls).toEqual([])
  })

  test('over more than 1000 records is one collection with a filter, without one after a delete', async () => {
    await subscribe('items')
    const items = client.bc.company(client.usa).table('items')
    for (let number = 0; number < 1001; number++) items.insert({ number: `N${number}` })
    await pass(30)
    expect(receiver.calls).toEqual([
      [
        expect.objectContaining({
          changeType: 'collection',
          resource: `api/v2.0/companies(${client.usa})/items?$filter=lastModifiedDateTime%20gt%202026-03-16T11:59:59.950Z`,
        }),
      ],
    ])
    for (const row of items.filter((each) => String(each['number']).startsWith('N'))) items.delete(row.id)
    await pass(30)
    expect(receiver.calls[1]).toMatchObject([
      { changeType: 'collection', resource: `api/v2.0/companies(${client.usa})/items` },
    ])
  })

  test('of another company is not ours', async () => {
    await subscribe()
    client.bc.company(client.international).table('customers').insert({ number: 'X' })
    await pass(60)
    expect(receiver.calls).toEqual([])
  })

  test('that fails for a time is tried again: 60 s, 60 s, 10, 100, 1000 minutes, then the subscription goes', async () => {
    const { json } = await subscribe()
    const at = `subscriptions('${String(json['subscriptionId'])}')`
    receiver.answerWith(503)
    await change('customers', '10000', { creditLimit: 1 })
    await pass(30)
    const seen = [receiver.calls.length]
    for (const seconds of [60, 60, 600, 6000]) {
      await pass(seconds)
      seen.push(receiver.calls.length)
    }
    expect(seen).toEqual([1, 2, 3, 4, 5])
    expect((await client.call('GET', at)).status).toBe(200)
    await pass(60_000)
    expect(receiver.calls).toHaveLength(6)
    expect((await client.call('GET', at)).status).toBe(404)
  })

  test.each([408, 429, 500])('answered %i once is delivered by the next try', async (status) => {
    await subscribe()
    receiver.answerWith(status)
    await change('customers', '10000', { creditLimit: 1 })
    await pass(30)
    receiver.answerWith(200)
    await pass(3600)
    expect(receiver.calls).toHaveLength(2)
    expect(client.bc.subscriptions.list()).toHaveLength(1)
  })

  test.each([400, 401, 404, 410, 302])('answered %i deletes the subscription at once', async (status) => {
    await subscribe()
    receiver.answerWith(status)
    await change('customers', '10000', { creditLimit: 1 })
    await pass(3600)
    expect(receiver.calls).toHaveLength(1)
    expect(client.bc.subscriptions.list()).toEqual([])
  })

  test.each([
    ['webhook-lost', 0],
    ['webhook-duplicate', 2],
  ])('can be told to be faulty: %s', async (kind, calls) => {
    await subscribe()
    client.bc.faults.arm({ kind })
    await change('customers', '10000', { creditLimit: 1 })
    await pass(30)
    expect(receiver.calls).toHaveLength(calls)
    expect(client.bc.subscriptions.list()).toHaveLength(1)
  })

  test('can come late or with a wrong client state', async () => {
    await subscribe()
    client.bc.faults.arm({ kind: 'webhook-late', milliseconds: 5000 })
    await change('customers', '10000', { creditLimit: 1 })
    await pass(30)
    expect(receiver.calls).toEqual([])
    await pass(5)
    expect(kinds()).toEqual([['updated']])
    client.bc.faults.arm({ kind: 'webhook-wrong-client-state' })
    await change('customers', '10000', { creditLimit: 2 })
    await pass(30)
    expect(receiver.calls[1]?.[0]?.clientState).toBe('not-the-client-state')
  })
})

test('a reset forgets subscriptions and what was about to be sent', async () => {
  await subscribe()
  await change('customers', '10000', { creditLimit: 1 })
  client.bc.reset()
  await pass(60)
  expect([receiver.calls, client.bc.subscriptions.list(), client.bc.deliveries()]).toEqual([[], [], []])
  await subscribe()
  await change('customers', '10000', { creditLimit: 1 })
  await pass(30)
  expect(kinds()).toEqual([['updated']])
})

test('changes by somebody who may not schedule tasks wait for a change by somebody who may', async () => {
  await subscribe()
  await subscribe('items')
  const table = client.bc.company(client.usa).table('customers')
  const id = client.id('customers', 'number', '20000')
  client.bc.withoutTasks(() => table.update(id, { city: 'Boston' }))
  await pass(3600)
  expect(receiver.calls).toEqual([])
  await change('items', '1928-S', { displayName: 'Another table' })
  await pass(31)
  expect(receiver.calls.flat().map(({ resource }) => resource.includes('/items('))).toEqual([true])
  await change('customers', '10000', { city: 'Chicago' })
  await pass(31)
  expect(receiver.calls.at(-1)?.map(({ resource }) => resource.slice(-37, -1))).toEqual([
    id,
    client.id('customers', 'number', '10000'),
  ])

  client.bc.setApplication('test', { schedulesTasks: false })
  await change('customers', '10000', { city: 'Denver' })
  await pass(31)
  expect(receiver.calls).toHaveLength(2)
})

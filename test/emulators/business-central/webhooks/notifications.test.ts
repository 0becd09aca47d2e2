import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startClient } from '../testing/client.ts'
import { startSubscriber, type Subscriber } from './testing/subscriber.ts'

let app: Subscriber
beforeEach(async () => {
  app = await startSubscriber()
})
afterEach(() => app[Symbol.asyncDispose]())

const change = async (set: string, number: string, body: object) => {
  const reply = await app.client.patch(`${set}(${app.client.id(set, 'number', number)})`, body)
  expect(reply.status).toBe(200)
}
const kinds = () => app.receiver.calls.map((call) => call.map(({ changeType }) => changeType))

describe('a notification', () => {
  test('comes 30 seconds after the first change, compressed, with keys only', async () => {
    await app.subscribe()
    await change('customers', '10000', { creditLimit: 1 })
    await app.pass(20)
    await change('customers', '10000', { creditLimit: 2 })
    await app.client.post('customers', { displayName: 'New' })
    await app.pass(9)
    expect(app.receiver.calls).toEqual([])
    await app.pass(1)
    expect(kinds()).toEqual([['updated', 'created']])
    expect(app.receiver.calls[0]?.[0]).toEqual({
      subscriptionId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      clientState: 's3cret',
      expirationDateTime: '2026-03-19T12:00:00Z',
      resource: `api/v2.0/companies(${app.client.usa})/customers(${app.client.id('customers', 'number', '10000')})`,
      changeType: 'updated',
      lastModifiedDateTime: '2026-03-16T12:00:20Z',
    })
  })

  test('comes of no update that changes nothing long after the last change; whether stamp and tag move is a switch', async () => {
    await app.subscribe()
    const path = `customers(${app.client.id('customers', 'number', '10000')})`
    const before = await app.client.get(path)
    const same = { displayName: before.json['displayName'], creditLimit: before.json['creditLimit'], addressLine2: '' }
    await change('customers', '10000', same)
    await app.pass(30)
    expect(app.receiver.calls).toEqual([])
    expect((await app.client.get(path)).json['@odata.etag']).not.toBe(before.json['@odata.etag'])
    const still = await startClient({ switches: { unchangedStamps: false } })
    const at = `customers(${still.id('customers', 'number', '10000')})`
    const tag = (await still.get(at)).json['@odata.etag']
    expect((await still.patch(at, same)).json['@odata.etag']).toBe(tag)
    await still.bc.close()
  })

  test('of a line is one of its header; several subscriptions of one address share a call', async () => {
    await app.subscribe('salesOrders')
    await app.subscribe('customers')
    const order = app.client.id('salesOrders', 'number', 'S-ORD101002')
    await app.client.post(`salesOrders(${order})/salesOrderLines`, { description: 'Mind the step' })
    await change('customers', '20000', { creditLimit: 1 })
    await app.pass(30)
    expect(app.receiver.calls).toHaveLength(1)
    expect(app.receiver.calls[0]?.map(({ resource, changeType }) => [resource.split('/').at(-1), changeType])).toEqual([
      [`salesOrders(${order})`, 'updated'],
      [`customers(${app.client.id('customers', 'number', '20000')})`, 'updated'],
    ])
  })

  test('tells of an order that posting deleted, and of its invoice', async () => {
    await app.subscribe('salesOrders')
    await app.subscribe('salesInvoices')
    const order = app.client.id('salesOrders', 'number', 'S-ORD101002')
    await app.client.post(`salesOrders(${order})/Microsoft.NAV.shipAndInvoice`)
    await app.pass(30)
    const told = app.receiver.calls
      .flat()
      .map(({ resource, changeType }) => `${changeType} ${resource.split('/').at(-1) ?? ''}`)
    expect(told.filter((each) => each.startsWith('deleted'))).toEqual([`deleted salesOrders(${order})`])
    expect(told.some((each) => each.startsWith('created salesInvoices('))).toBe(true)
  })

  test('of a part payment never comes', async () => {
    await app.subscribe('salesInvoices')
    const journal = app.client.id('customerPaymentJournals', 'code', 'GENERAL')
    const appliesToInvoiceId = app.client.id('salesInvoices', 'number', 'PS-INV103003')
    await app.client.post(`customerPaymentJournals(${journal})/customerPayments`, {
      customerNumber: '10000',
      amount: -5,
      appliesToInvoiceId,
    })
    await app.client.post(`journals(${journal})/Microsoft.NAV.post`)
    await app.pass(60)
    expect(app.receiver.calls).toEqual([])
  })

  test('over more than 1000 records is one collection with a filter, without one after a delete', async () => {
    await app.subscribe('items')
    const items = app.client.bc.company(app.client.usa).table('items')
    for (let number = 0; number < 1001; number++) items.insert({ number: `N${number}` })
    await app.pass(30)
    expect(app.receiver.calls).toEqual([
      [
        expect.objectContaining({
          changeType: 'collection',
          resource: `api/v2.0/companies(${app.client.usa})/items?$filter=lastModifiedDateTime%20gt%202026-03-16T11:59:59.950Z`,
        }),
      ],
    ])
    for (const row of items.filter((each) => String(each['number']).startsWith('N'))) items.delete(row.id)
    await app.pass(30)
    expect(app.receiver.calls[1]).toMatchObject([
      { changeType: 'collection', resource: `api/v2.0/companies(${app.client.usa})/items` },
    ])
  })

  test('of another company is not ours', async () => {
    await app.subscribe()
    app.client.bc.company(app.client.international).table('customers').insert({ number: 'X' })
    await app.pass(60)
    expect(app.receiver.calls).toEqual([])
  })

  test('that fails for a time is tried again: 60 s, 60 s, 10, 100, 1000 minutes, then the subscription goes', async () => {
    const { json } = await app.subscribe()
    const at = `subscriptions('${String(json['subscriptionId'])}')`
    app.receiver.answerWith(503)
    await change('customers', '10000', { creditLimit: 1 })
    await app.pass(30)
    const seen = [app.receiver.calls.length]
    for (const seconds of [60, 60, 600, 6000]) {
      await app.pass(seconds)
      seen.push(app.receiver.calls.length)
    }
    expect(seen).toEqual([1, 2, 3, 4, 5])
    expect((await app.client.call('GET', at)).status).toBe(200)
    await app.pass(60_000)
    expect(app.receiver.calls).toHaveLength(6)
    expect((await app.client.call('GET', at)).status).toBe(404)
  })

  test.each([408, 429, 500])('answered %i once is delivered by the next try', async (status) => {
    await app.subscribe()
    app.receiver.answerWith(status)
    await change('customers', '10000', { creditLimit: 1 })
    await app.pass(30)
    app.receiver.answerWith(200)
    await app.pass(3600)
    expect(app.receiver.calls).toHaveLength(2)
    expect(app.client.bc.subscriptions.list()).toHaveLength(1)
  })

  test.each([400, 401, 404, 410, 302])('answered %i deletes the subscription at once', async (status) => {
    await app.subscribe()
    app.receiver.answerWith(status)
    await change('customers', '10000', { creditLimit: 1 })
    await app.pass(3600)
    expect(app.receiver.calls).toHaveLength(1)
    expect(app.client.bc.subscriptions.list()).toEqual([])
  })

  test.each([
    ['webhook-lost', 0],
    ['webhook-duplicate', 2],
  ])('can be told to be faulty: %s', async (kind, calls) => {
    await app.subscribe()
    app.client.bc.faults.arm({ kind })
    await change('customers', '10000', { creditLimit: 1 })
    await app.pass(30)
    expect(app.receiver.calls).toHaveLength(calls)
    expect(app.client.bc.subscriptions.list()).toHaveLength(1)
  })

  test('can come late or with a wrong client state', async () => {
    await app.subscribe()
    app.client.bc.faults.arm({ kind: 'webhook-late', milliseconds: 5000 })
    await change('customers', '10000', { creditLimit: 1 })
    await app.pass(30)
    expect(app.receiver.calls).toEqual([])
    await app.pass(5)
    expect(kinds()).toEqual([['updated']])
    app.client.bc.faults.arm({ kind: 'webhook-wrong-client-state' })
    await change('customers', '10000', { creditLimit: 2 })
    await app.pass(30)
    expect(app.receiver.calls[1]?.[0]?.clientState).toBe('not-the-client-state')
  })
})

test('a reset forgets subscriptions and what was about to be sent', async () => {
  await app.subscribe()
  await change('customers', '10000', { creditLimit: 1 })
  app.client.bc.reset()
  await app.pass(60)
  expect([app.receiver.calls, app.client.bc.subscriptions.list(), app.client.bc.deliveries()]).toEqual([[], [], []])
  await app.subscribe()
  await change('customers', '10000', { creditLimit: 1 })
  await app.pass(30)
  expect(kinds()).toEqual([['updated']])
})

test('changes by somebody who may not schedule tasks wait for a change by somebody who may', async () => {
  await app.subscribe()
  await app.subscribe('items')
  const table = app.client.bc.company(app.client.usa).table('customers')
  const id = app.client.id('customers', 'number', '20000')
  app.client.bc.withoutTasks(() => table.update(id, { city: 'Boston' }))
  await app.pass(3600)
  expect(app.receiver.calls).toEqual([])
  await change('items', '1928-S', { displayName: 'Another table' })
  await app.pass(31)
  expect(app.receiver.calls.flat().map(({ resource }) => resource.includes('/items('))).toEqual([true])
  await change('customers', '10000', { city: 'Chicago' })
  await app.pass(31)
  expect(app.receiver.calls.at(-1)?.map(({ resource }) => resource.slice(-37, -1))).toEqual([
    id,
    app.client.id('customers', 'number', '10000'),
  ])

  app.client.bc.setApplication('test', { schedulesTasks: false })
  await change('customers', '10000', { city: 'Denver' })
  await app.pass(31)
  expect(app.receiver.calls).toHaveLength(2)
})

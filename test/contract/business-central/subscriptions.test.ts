import { describe, expect, it } from 'vitest'
import { subscribed } from './subscribed.ts'

const on = subscribed()
const { advance, connect, end, idOf, rename, resting, secret, settled, source, start, subscriptions } = on

describe('subscriptions', () => {
  it('are made for every watched set, with a handshake and a secret of this installation', async () => {
    await settled()
    expect(
      subscriptions()
        .map(({ resource }) => resource)
        .sort(),
    ).toEqual(
      ['customers', 'items', 'salesInvoices', 'salesOrders'].map(
        (set) => `api/v2.0/companies(${on.tenant.company.id})/${set}`,
      ),
    )
    expect(new Set(subscriptions().map(({ clientState }) => clientState))).toEqual(new Set([secret()]))
    expect(secret().length).toBeGreaterThanOrEqual(40)
  })

  it('are kept by the next start: none is made twice', async () => {
    await settled()
    await end()
    await connect({ publicUrl: on.url })
    on.tenant.calls()
    start('webhooks')
    await resting(1)
    expect(on.tenant.calls().map(({ method }) => method)).not.toContain('POST')
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
        expect(Date.parse(expirationDateTime) - on.tenant.bc.clock.now()).toBeGreaterThan(35 * 3600 * 1000)
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
    on.tenant.bc.subscriptions.remove(lost?.subscriptionId ?? '')
    await advance(60)
    rename()
    await advance(840)
    await resting(2)
    expect(subscriptions()).toHaveLength(4)
    expect(on.sink.told).toContain(`item updated ${idOf('items', '1896-S')}`)
  })

  it('move to another address, and the old ones go', async () => {
    await settled()
    await end()
    await connect({ publicUrl: on.url.replace('127.0.0.1', 'localhost') })
    start('webhooks')
    await resting(1)
    expect(new Set(subscriptions().map(({ notificationUrl }) => new URL(notificationUrl).hostname))).toEqual(
      new Set(['localhost']),
    )
    expect(subscriptions()).toHaveLength(4)
  })

  it('of others are left alone', async () => {
    await settled()
    const other = { notificationUrl: `${on.url}/webhooks/business-central?of=others`, clientState: 'theirs' }
    const connectorOfOthers = await on.tenant.connect({ publicUrl: on.url })
    await connectorOfOthers.close()
    const token = await fetch(`${on.tenant.entra.authority}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: on.tenant.entra.clientId,
        client_secret: on.tenant.entra.clientSecret,
        scope: 'https://api.businesscentral.dynamics.com/.default',
      }),
    })
    const { access_token } = (await token.json()) as { access_token: string }
    const made = await fetch(`${on.tenant.bc.url}/v2.0/${on.tenant.bc.tenantId}/Production/api/v2.0/subscriptions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...other, resource: `/api/v2.0/companies(${on.tenant.company.id})/vendors` }),
    })
    expect(made.status).toBe(201)
    await advance(900)
    await resting(2)
    expect(source('webhooks').state().connected).toBe(true)
    expect(subscriptions().map(({ clientState }) => clientState)).toContain('theirs')
  })

  it('that one set refuses do not keep the others from being made; the poll stays quick', async () => {
    on.tenant.bc.faults.arm({ kind: 'status', status: 400, match: 'POST .*subscriptions', skip: 1 })
    start('webhooks', 'changes')
    await resting(2)
    expect(source('webhooks').state().problem).toBeDefined()
    expect(subscriptions()).toHaveLength(3)
    rename()
    on.sink.told.length = 0
    await advance(301)
    await on.sink.until(() => on.sink.told.some((each) => each.startsWith('item')))
  })

  it('are not asked for without a public address', async () => {
    await connect()
    expect(on.connector.changes.map(({ name }) => name)).toEqual([
      'Business Central changes',
      'Business Central customer ledger',
    ])
  })
})

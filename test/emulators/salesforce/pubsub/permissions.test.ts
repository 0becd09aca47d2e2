import { status } from '@grpc/grpc-js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bus, startBus } from './testing/start-bus.ts'

let bus: Bus
const hidden = new Set(['Phone', 'BillingCity'])
beforeEach(async () => {
  bus = await startBus({
    access: () => ({
      canViewAll: (object) => object === 'Account',
      readableField: (_object, field) => !hidden.has(field),
      has: () => false,
    }),
  })
})
afterEach(() => bus.stop())

describe('subscribers see what they may', () => {
  it('refuses an entity without View All Records', async () => {
    const stream = bus.client.subscribe({ topicName: '/data/BC_Command__ChangeEvent', numRequested: 1 })
    await expect(stream.next()).rejects.toMatchObject({ code: status.PERMISSION_DENIED })
    expect((await bus.client.getTopic('/data/BC_Command__ChangeEvent')).canSubscribe).toBe(false)
  })

  it('refuses channels without View All Data unless switched to leave out what may not be viewed', async () => {
    expect((await bus.client.getTopic('/data/BC_Sync__chn')).canSubscribe).toBe(false)
    const stream = bus.client.subscribe({ topicName: '/data/BC_Sync__chn', numRequested: 1 })
    await expect(stream.next()).rejects.toMatchObject({ code: status.PERMISSION_DENIED })
    expect((await bus.client.getTopic('/data/AccountChangeEvent')).canSubscribe).toBe(true)
    bus.pubSub.switches.channelsWithoutViewAllData = 'silent'
    expect((await bus.client.getTopic('/data/BC_Sync__chn')).canSubscribe).toBe(true)
  })

  it('leaves such entities out of a channel without a word', async () => {
    bus.pubSub.switches.channelsWithoutViewAllData = 'silent'
    bus.org.create('BC_Command__c', { Name: 'Hidden' })
    bus.org.create('Account', { Name: 'Seen' })
    const stream = bus.client.subscribe({ topicName: '/data/BC_Sync__chn', replayPreset: 'EARLIEST', numRequested: 5 })
    const response = await stream.next()
    const found = await Promise.all((response?.events ?? []).map((event) => bus.client.decode(event)))
    expect(found.map(({ Name }) => Name)).toEqual([{ string: 'Seen' }])
  })

  it('hides fields that field-level security hides, in values and bitmaps', async () => {
    const id = bus.org.create('Account', {
      Name: 'Adatum',
      Phone: '1',
      BillingCity: 'Ghent',
      BillingCountry: 'Belgium',
    })
    bus.org.update('Account', id, { Phone: '2', BillingCity: 'Bruges' })
    const stream = bus.client.subscribe({
      topicName: '/data/AccountChangeEvent',
      replayPreset: 'EARLIEST',
      numRequested: 5,
    })
    const events = (await stream.next())?.events ?? []
    const [created, updated] = await Promise.all(events.map((event) => bus.client.decode(event)))
    expect(created).toMatchObject({
      Phone: null,
      BillingAddress: { 'com.sforce.eventbus.Address': { City: null, Country: { string: 'Belgium' } } },
    })
    expect(updated?.ChangeEventHeader.changedFields).toEqual([])
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { retainedEvents } from './testing/retained-events.ts'
import { type Bus, startBus } from './testing/start-bus.ts'
import type { Decoded } from './testing/bus-client.ts'
import { subscribed } from './testing/until.ts'

let bus: Bus
beforeEach(async () => {
  bus = await startBus()
})
afterEach(() => bus.stop())

const events = (count: number, topicName = '/data/Filtered__chn') => retainedEvents(bus.client, topicName, count)

const types = (found: readonly Decoded[]) => found.map(({ ChangeEventHeader: one }) => one.changeType)
const filtered = (filterExpression: string, enrichedFields: readonly string[] = []) =>
  bus.channels.push({ name: 'Filtered__chn', members: [{ entity: 'Account', filterExpression, enrichedFields }] })

describe('filters of channel members', () => {
  it('judge the record as it stands after the change, deletes as it stood before', async () => {
    filtered("Industry = 'Banking'")
    const id = bus.org.create('Account', { Name: 'A', Industry: 'Energy' })
    bus.org.update('Account', id, { Industry: 'Banking' })
    bus.org.update('Account', id, { Phone: '1' })
    bus.org.update('Account', id, { Industry: 'Energy' })
    bus.org.update('Account', id, { Industry: 'Banking', Name: 'B' })
    bus.org.delete('Account', id)
    expect(types(await events(4))).toEqual(['UPDATE', 'UPDATE', 'UPDATE', 'DELETE'])
    expect(types(await events(6, '/data/BC_Sync__chn'))).toHaveLength(6)
  })

  it('bring their fields along, also when these did not change', async () => {
    filtered("Industry = 'Banking'", ['BillingAddress'])
    const id = bus.org.create('Account', {
      Name: 'A',
      Industry: 'Banking',
      BillingCity: 'Ghent',
      BillingStreet: 'Kaai',
    })
    await bus.clock.advance(1000)
    bus.org.update('Account', id, { Phone: '1' })
    bus.org.delete('Account', id)
    const [, updated, deleted] = await events(3)
    for (const event of [updated, deleted])
      expect(event).toMatchObject({
        Industry: { string: 'Banking' },
        BillingAddress: { 'com.sforce.eventbus.Address': { City: { string: 'Ghent' }, Street: { string: 'Kaai' } } },
        Name: null,
      })
    // Enriched is not changed: only Phone and LastModifiedDate are, and no part of the address.
    expect(updated?.ChangeEventHeader.changedFields).toHaveLength(1)
  })

  it('may look at the header', async () => {
    filtered("ChangeEventHeader.changeType != 'CREATE' AND NOT ChangeEventHeader.changeOrigin LIKE '%client=bcbridge'")
    const id = bus.org.create('Account', { Name: 'A' })
    bus.org.transaction(() => bus.org.update('Account', id, { Phone: '1' }), { client: 'bcbridge' })
    bus.org.update('Account', id, { Phone: '2' })
    const [only] = await events(1)
    expect(only).toMatchObject({ Phone: { string: '2' } })
  })

  it('keep records of one transaction apart that do not agree in what the filter looks at', async () => {
    filtered("Industry = 'Banking'")
    const ids = ['Banking', 'Energy', 'Banking'].map((Industry) => bus.org.create('Account', { Name: 'A', Industry }))
    bus.org.transaction(() => ids.forEach((id) => bus.org.update('Account', id, { Rating: 'Hot' })))
    const last = (await events(3)).at(-1)
    expect(last?.ChangeEventHeader).toMatchObject({ recordIds: [ids[0], ids[2]], changeType: 'UPDATE' })
  })

  it('let gap events pass, unless they are to be judged', async () => {
    filtered("Industry = 'Banking'")
    bus.faults.arm({ kind: 'gap-event', times: 1 })
    bus.org.create('Account', { Name: 'A', Industry: 'Energy' })
    bus.org.create('Account', { Name: 'B', Industry: 'Banking' })
    expect(types(await events(2))).toEqual(['GAP_CREATE', 'CREATE'])
    bus.pubSub.switches.filteredGaps = 'judged'
    expect(types(await events(1))).toEqual(['CREATE'])
  })

  it('that a later deploy has made meaningless let nothing pass', async () => {
    filtered("Gone__c = 'x'")
    bus.org.create('Account', { Name: 'A' })
    bus.org.create('Contact', { LastName: 'B' })
    bus.channels.push({ name: 'Open__chn', members: [{ entity: 'Account', enrichedFields: [] }] })
    bus.org.create('Account', { Name: 'C' })
    expect(types(await events(1, '/data/Open__chn'))).toEqual(['CREATE'])
    const stream = bus.client.subscribe({ topicName: '/data/Filtered__chn', replayPreset: 'EARLIEST', numRequested: 1 })
    await subscribed(bus.journal, 2)
    await bus.clock.advance(270_000)
    expect((await stream.next())?.events).toEqual([])
  })
})

describe('limits of events', () => {
  it('makes a gap event of one that is too large', async () => {
    bus.pubSub.switches.mostEventBytes = 20_000
    const id = bus.org.create('Account', { Name: 'A', Description: 'x'.repeat(30_000) })
    bus.org.create('Account', { Name: 'B' })
    const [large, small] = await events(2, '/data/BC_Sync__chn')
    expect(large?.ChangeEventHeader).toMatchObject({ changeType: 'GAP_CREATE', recordIds: [id], sequenceNumber: 1 })
    expect(large?.Name).toBeNull()
    expect(small?.ChangeEventHeader.changeType).toBe('CREATE')
  })

  it('tells what lies beyond 100,000 changes as one overflow event for each entity', async () => {
    bus.pubSub.switches.mostTransactionChanges = 3
    bus.org.transaction(() => {
      for (let number = 0; number < 5; number++) {
        bus.org.create('Account', { Name: `A${number}` })
        bus.org.create('BC_Command__c', { Name: `C${number}` })
      }
    })
    const found = await events(5, '/data/BC_Sync__chn')
    expect(types(found)).toEqual(['CREATE', 'CREATE', 'CREATE', 'GAP_OVERFLOW', 'GAP_OVERFLOW'])
    expect(found.slice(3).map(({ ChangeEventHeader: one }) => [one.entityName, one.recordIds])).toEqual([
      ['BC_Command__c', []],
      ['Account', []],
    ])
  })

  it('sends the difference of a large text that changed in a line', async () => {
    const lines = Array.from({ length: 40 }, (_, number) => `Line ${number} of a long description of the account`)
    const id = bus.org.create('Account', { Name: 'A', Description: lines.join('\n') })
    bus.org.update('Account', id, { Description: lines.with(3, 'Changed').join('\n') })
    bus.pubSub.switches.textDifferences = 'never'
    bus.org.update('Account', id, { Description: lines.with(4, 'Changed').join('\n') })
    const [, different, whole] = await events(3, '/data/BC_Sync__chn')
    expect(different?.Description).toEqual({
      string: expect.stringMatching(/^--- \n\+\+\+ [0-9a-f]{64}\n@@ -4,1 \+4,1 @@\n-/) as unknown,
    })
    expect(different?.ChangeEventHeader.diffFields).toHaveLength(1)
    expect(different?.ChangeEventHeader.diffFields).toEqual(different?.ChangeEventHeader.changedFields)
    expect(whole?.Description).toEqual({ string: lines.with(4, 'Changed').join('\n') })
    expect(whole?.ChangeEventHeader.diffFields).toEqual([])
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { retainedEvents } from './testing/retained-events.ts'
import { type Bus, startBus } from './testing/start-bus.ts'

let bus: Bus
beforeEach(async () => {
  bus = await startBus()
})
afterEach(() => bus.stop())

const events = (count: number, topicName = '/data/BC_Sync__chn') => retainedEvents(bus.client, topicName, count)

/** Names in the order of the Avro schema: what a bit of a bitmap stands for. */
async function fieldNames(topicName: string): Promise<string[]> {
  const { schemaId } = await bus.client.getTopic(topicName)
  const { schemaJson } = await bus.client.getSchema(schemaId)
  return (JSON.parse(schemaJson) as { fields: { name: string }[] }).fields.map(({ name }) => name)
}

function namesIn(bitmap: string | undefined, names: readonly string[]): string[] {
  return names.filter((_, index) => (BigInt(bitmap ?? '0x0') >> BigInt(index)) & 1n)
}

const instant = BigInt(Date.parse('2026-10-01T09:00:00Z'))

describe('change events', () => {
  it('carries every field of a created record', async () => {
    const id = bus.org.create('Account', {
      Name: 'Adatum',
      BillingCity: 'Ghent',
      AnnualRevenue: '1200.5',
      NumberOfEmployees: 7,
    })
    const [event] = await events(1)
    expect(event?.ChangeEventHeader).toMatchObject({
      entityName: 'Account',
      recordIds: [id],
      changeType: 'CREATE',
      changeOrigin: 'com/salesforce/api/rest/67.0',
      sequenceNumber: 1,
      commitTimestamp: instant,
      commitUser: '005000000000001AAA',
      changedFields: [],
      nulledFields: [],
      diffFields: [],
    })
    expect(event).toMatchObject({
      Name: { string: 'Adatum' },
      AnnualRevenue: { double: 1200.5 },
      NumberOfEmployees: { int: 7 },
      CreatedDate: { long: instant },
      Phone: null,
      BillingAddress: { 'com.sforce.eventbus.Address': { City: { string: 'Ghent' }, Street: null } },
      ShippingAddress: null,
    })
    expect(event).not.toHaveProperty('Id')
    expect(event).not.toHaveProperty('SystemModstamp')
    expect(event).not.toHaveProperty('BillingCity')
  })

  it('tells changed, cleared and untouched fields of an update apart by bitmaps only', async () => {
    const id = bus.org.create('Account', {
      Name: 'Adatum',
      Phone: '1',
      Fax: '2',
      BillingCity: 'Ghent',
      BillingStreet: 'Main',
    })
    await bus.clock.advance(1000)
    bus.org.update('Account', id, { Phone: null, Name: 'Adatum NV', BillingCity: 'Bruges' })
    const event = (await events(2))[1]
    const names = await fieldNames('/data/AccountChangeEvent')
    const header = event?.ChangeEventHeader
    expect(header?.changeType).toBe('UPDATE')
    expect(namesIn(header?.changedFields[0], names)).toEqual(['Name', 'Phone', 'LastModifiedDate'])
    expect(namesIn(header?.nulledFields[0], names)).toEqual(['Phone'])
    const [compound, parts] = (header?.changedFields[1] ?? '').split('-')
    expect(names[Number(compound)]).toBe('BillingAddress')
    expect(parts).toBe('0x02')
    expect(event).toMatchObject({
      Name: { string: 'Adatum NV' },
      Phone: null,
      Fax: null,
      BillingAddress: { 'com.sforce.eventbus.Address': { City: { string: 'Bruges' }, Street: null } },
    })
  })

  it('names a change of nothing but an address part without a top-level bitmap', async () => {
    const id = bus.org.create('Account', { Name: 'Adatum', BillingCity: 'Ghent' })
    // Same instant: LastModifiedDate does not change.
    bus.org.update('Account', id, { BillingCity: null })
    const { changedFields, nulledFields } = (await events(2))[1]?.ChangeEventHeader ?? {}
    expect(changedFields).toEqual([expect.stringMatching(/^\d+-0x02$/)])
    expect(nulledFields).toEqual(changedFields)
  })

  it('sends no values with a delete', async () => {
    const id = bus.org.create('BC_Command__c', { Name: 'Retry', BC_State__c: 'New' })
    bus.org.delete('BC_Command__c', id)
    const event = (await events(2))[1]
    expect(event?.ChangeEventHeader).toMatchObject({
      entityName: 'BC_Command__c',
      changeType: 'DELETE',
      recordIds: [id],
      changedFields: [],
    })
    expect(event).toMatchObject({ Name: null, BC_State__c: null, BC_Urgent__c: null })
  })

  it('sends dates as epoch milliseconds and a contact name in parts', async () => {
    bus.org.create('BC_Command__c', {
      Name: 'Load',
      BC_Due__c: '2026-12-31',
      BC_Urgent__c: true,
      BC_Amount__c: '10.25',
    })
    bus.org.create('Contact', { LastName: 'Lovelace', FirstName: 'Ada', Name: 'Ada Lovelace' })
    const [command] = await events(1)
    expect(command).toMatchObject({
      BC_Due__c: { long: BigInt(Date.parse('2026-12-31T00:00:00Z')) },
      BC_Urgent__c: { boolean: true },
      BC_Amount__c: { double: 10.25 },
    })
    const [contact] = await events(1, '/data/ChangeEvents')
    expect(contact?.Name).toEqual({
      'com.sforce.eventbus.PersonName': {
        Salutation: null,
        FirstName: { string: 'Ada' },
        LastName: { string: 'Lovelace' },
      },
    })
  })

  it('merges equal changes of a transaction and keeps its order', async () => {
    const ids = ['A', 'B', 'C'].map((name) => bus.org.create('Account', { Name: name, Rating: 'Cold' }))
    await bus.clock.advance(1000)
    bus.org.transaction(
      () => {
        for (const id of ids.slice(0, 2)) bus.org.update('Account', id, { Rating: 'Hot' })
        bus.org.create('Opportunity', { Name: 'Not selected' })
        bus.org.update('Account', ids[2] ?? '', { Rating: 'Warm' })
      },
      { client: 'bcbridge', api: 'bulkapi' },
    )
    const [first, second] = (await events(5)).slice(3).map(({ ChangeEventHeader }) => ChangeEventHeader)
    expect(first).toMatchObject({
      recordIds: ids.slice(0, 2),
      sequenceNumber: 1,
      changeOrigin: 'com/salesforce/api/bulkapi/67.0;client=bcbridge',
    })
    // The change of an entity nobody selected leaves a gap in the numbering.
    expect(second).toMatchObject({
      recordIds: ids.slice(2),
      sequenceNumber: 3,
      transactionKey: first?.transactionKey,
      commitNumber: first?.commitNumber,
    })
  })

  it('merges no more ids than the switch says, and nothing when it is off', async () => {
    bus.pubSub.switches.mergedRecordIds = 2
    const ids = [1, 2, 3].map(() => bus.org.create('Account', { Name: 'Same' }))
    const remove = () => bus.org.transaction(() => ids.forEach((id) => bus.org.delete('Account', id)))
    remove()
    const merged = (await events(5)).slice(3)
    expect(merged.map(({ ChangeEventHeader }) => ChangeEventHeader.recordIds.length)).toEqual([2, 1])
    bus.pubSub.switches.mergeChanges = false
    remove()
    expect((await events(8)).slice(5).map(({ ChangeEventHeader }) => ChangeEventHeader.recordIds)).toEqual(
      ids.map((id) => [id]),
    )
  })

  it('keeps commit numbers exact beyond 2^53', async () => {
    const big = await startBus({ switches: { firstCommitNumber: 2n ** 60n } })
    big.org.create('Account', { Name: 'Big' })
    const stream = big.client.subscribe({
      topicName: '/data/AccountChangeEvent',
      replayPreset: 'EARLIEST',
      numRequested: 1,
    })
    const event = (await stream.next())?.events[0]
    expect(event && (await big.client.decode(event)).ChangeEventHeader.commitNumber).toBe(2n ** 60n + 1n)
    await big.stop()
  })

  it('adds enriched fields on the channel only, unless switched off', async () => {
    const id = bus.org.create('Account', { Name: 'Adatum', AccountNumber: '42' })
    await bus.clock.advance(1000)
    bus.org.update('Account', id, { Phone: '1' })
    bus.pubSub.switches.enrichedFields = 'ignored'
    expect((await events(2))[1]?.AccountNumber).toBeNull()
    bus.pubSub.switches.enrichedFields = 'delivered'
    const enriched = (await events(2))[1]
    expect(enriched?.AccountNumber).toEqual({ string: '42' })
    expect(
      namesIn(enriched?.ChangeEventHeader.changedFields[0], await fieldNames('/data/AccountChangeEvent')),
    ).not.toContain('AccountNumber')
    expect((await events(2, '/data/AccountChangeEvent'))[1]?.AccountNumber).toBeNull()
  })
})

describe('schema evolution', () => {
  it('decodes every event with the schema of its own time', async () => {
    const before = await bus.client.getTopic('/data/AccountChangeEvent')
    const id = bus.org.create('Account', { Name: 'Adatum' })
    bus.org.addField('Account', { name: 'BC_Number__c', type: 'string', length: 20 })
    bus.org.update('Account', id, { BC_Number__c: 'C-1' })
    const after = await bus.client.getTopic('/data/AccountChangeEvent')
    expect(after.schemaId).not.toBe(before.schemaId)

    const stream = bus.client.subscribe({
      topicName: '/data/AccountChangeEvent',
      replayPreset: 'EARLIEST',
      numRequested: 2,
    })
    const found = (await stream.next())?.events ?? []
    expect(found.map(({ event }) => event.schemaId)).toEqual([before.schemaId, after.schemaId])
    const [created, updated] = await Promise.all(found.map((event) => bus.client.decode(event)))
    expect(created).not.toHaveProperty('BC_Number__c')
    expect(updated?.BC_Number__c).toEqual({ string: 'C-1' })
  })

  it('keeps the id of an event whose object did not change', async () => {
    const before = await bus.client.getTopic('/data/AccountChangeEvent')
    bus.org.addField('Contact', { name: 'BC_Number__c', type: 'string', length: 20 })
    expect((await bus.client.getTopic('/data/AccountChangeEvent')).schemaId).toBe(before.schemaId)
  })
})

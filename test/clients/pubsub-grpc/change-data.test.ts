import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { file, textField } from '../../emulators/salesforce/testing/sample-package.ts'
import { entities, member, type PubSubOrg, startPubSubOrg } from './org.ts'

let bus: PubSubOrg
const admin = () => ({
  userId: bus.started.org.context.session(bus.started.org.accessToken)?.userId ?? '',
  api: 'rest',
})

beforeAll(async () => {
  bus = await startPubSubOrg()
})
afterAll(() => bus[Symbol.asyncDispose]())
// Every test reads its own events from the earliest on.
beforeEach(() => bus.started.org.pubSub.reset())

function add(object: string, fields: Readonly<Record<string, unknown>>): string {
  const result = bus.started.org.dml.insert(admin(), object, fields)
  if (!result.success) throw new Error(JSON.stringify(result.errors))
  return result.id
}
const { stringify } = JSON

describe('change events over the REST API', () => {
  it('tell of create, update, delete and undelete of one record', async () => {
    const connection = bus.started.admin
    const { id = '' } = await connection.sobject('Account').create({ Name: 'Adatum', BillingCity: 'Ghent', Phone: '1' })
    await bus.started.org.clock.advance(1000)
    await connection.sobject('Account').update({ Id: id, Phone: null, BillingCity: 'Bruges' } as never)
    await connection.sobject('Account').delete(id)
    expect(bus.started.org.dml.undelete(admin(), 'Account', id).success).toBe(true)
    const [created, updated, deleted, undeleted] = await bus.changes(4)
    expect(created).toMatchObject({
      header: { entityName: 'Account', changeType: 'CREATE', recordIds: [id], sequenceNumber: 1 },
      changed: [],
      values: { Name: 'Adatum', Phone: '1', 'BillingAddress.City': 'Ghent', Fax: null },
    })
    expect(created?.header.changeOrigin).toBe('com/salesforce/api/rest/67.0;client=bcbridge')
    expect(updated?.header.changeType).toBe('UPDATE')
    expect(updated?.changed.toSorted()).toEqual(['BillingAddress.City', 'LastModifiedDate', 'Phone'])
    expect(updated).toMatchObject({ nulled: ['Phone'], values: { Name: null, 'BillingAddress.City': 'Bruges' } })
    expect(deleted).toMatchObject({ header: { changeType: 'DELETE', recordIds: [id] }, changed: [] })
    expect(Object.values(deleted?.values ?? {}).every((value) => value === null)).toBe(true)
    expect(undeleted).toMatchObject({
      header: { changeType: 'UNDELETE' },
      changed: [],
      values: { Name: 'Adatum', Phone: null, 'BillingAddress.City': 'Bruges' },
    })
    // Four calls, four transactions.
    const keys = [created, updated, deleted, undeleted].map((one) => one?.header.transactionKey)
    expect(new Set(keys).size).toBe(4)
    const numbers = [created, updated, deleted, undeleted].map((one) => one?.header.commitNumber ?? 0n)
    expect(numbers).toEqual(numbers.toSorted((a, b) => (a < b ? -1 : 1)))
  })

  it('make one transaction of a composite request, details deleted with their master', async () => {
    const bill = add('Bill__c', { Name: 'B' })
    for (let line = 0; line < 3; line++) add('Bill_Line__c', { Bill__c: bill, Amount__c: line })
    await bus.started.call('DELETE', `/sobjects/Bill__c/${bill}`)
    const found = (await bus.changes(6)).slice(4).map(({ header }) => header)
    expect(found.map((one) => [one.entityName, one.changeType, one.recordIds.length])).toEqual(
      expect.arrayContaining([
        ['Bill__c', 'DELETE', 1],
        ['Bill_Line__c', 'DELETE', 3],
      ]) as unknown,
    )
    expect(new Set(found.map(({ transactionKey }) => transactionKey)).size).toBe(1)
    expect(found.map(({ sequenceNumber }) => sequenceNumber)).toEqual([1, 2])
  })

  it('tell of a contact by the parts of its name', async () => {
    const contact = add('Contact', { FirstName: 'Ada', LastName: 'Byron' })
    bus.started.org.dml.update(admin(), 'Contact', contact, { LastName: 'Lovelace' })
    const [, renamed] = await bus.changes(2)
    expect(renamed?.changed).toContain('Name.LastName')
    expect(renamed?.changed).not.toContain('Name.FirstName')
    expect(renamed?.values).toMatchObject({ 'Name.LastName': 'Lovelace', 'Name.FirstName': null })
  })

  it('name the user who changed, and his client', async () => {
    bus.started.org.assign('integration@sandbox.example', 'Bridge')
    await bus.started.as('integration@sandbox.example').sobject('Account').create({ Name: 'By the bridge' })
    add('Account', { Name: 'By hand' })
    const [bridge, hand] = await bus.changes(2)
    expect(bridge?.header).toMatchObject({ commitUser: bus.started.org.userId })
    expect(hand?.header).toMatchObject({ commitUser: admin().userId, changeOrigin: 'com/salesforce/api/rest/67.0' })
  })

  it('keep one place in time across channels and entity topics', async () => {
    add('Account', { Name: 'A' })
    add('Product2', { Name: 'P' })
    const [account] = await bus.changes(1, { topicName: '/data/AccountChangeEvent' })
    const [product] = await bus.changes(1, { topicName: '/data/Product2ChangeEvent' })
    const both = await bus.changes(2)
    expect(both.map(({ eventId }) => eventId)).toEqual([account?.eventId, product?.eventId])
    const after = await bus.changes(1, { replayPreset: 'CUSTOM', replayId: account?.replayId })
    expect(after.map(({ eventId }) => eventId)).toEqual([product?.eventId])
  })
})

describe('metadata of channels', () => {
  it('gives events a new schema once a field has been deployed, and keeps the old one readable', async () => {
    const before = await bus.client.getTopic('/data/Product2ChangeEvent')
    const product = add('Product2', { Name: 'Before' })
    const { failures } = await bus.started.deploy({
      'objects/Product2.object': file('CustomObject', textField('Shelf__c')),
    })
    expect(failures).toEqual([])
    bus.started.org.dml.update(admin(), 'Product2', product, { Shelf__c: 'A-1' })
    const after = await bus.client.getTopic('/data/Product2ChangeEvent')
    expect(after.schemaId).not.toBe(before.schemaId)
    const [created, updated] = await bus.changes(2)
    expect([created?.schemaId, updated?.schemaId]).toEqual([before.schemaId, after.schemaId])
    expect(created?.values).not.toHaveProperty('Shelf__c')
    expect(updated).toMatchObject({ values: { Shelf__c: 'A-1', Name: null } })
    expect(updated?.changed).toContain('Shelf__c')
  })

  it('filters and enriches as the deployed member says', async () => {
    const more =
      '<enrichedFields><name>AccountNumber</name></enrichedFields><enrichedFields><name>BillingAddress</name></enrichedFields>'
    const filter = "<filterExpression>Type = 'Customer' AND ChangeEventHeader.changeType != 'CREATE'</filterExpression>"
    const account = 'platformEventChannelMembers/Sync_chn_AccountChangeEvent.platformEventChannelMember'
    const files = member('Account', more)
    const changed = { [account]: (files[account] ?? '').replace('</eventChannel>', `</eventChannel>${filter}`) }
    expect((await bus.started.deploy(changed)).failures).toEqual([])
    const id = add('Account', { Name: 'A', Type: 'Customer', AccountNumber: '42', BillingCity: 'Ghent' })
    bus.started.org.dml.update(admin(), 'Account', id, { Phone: '1' })
    bus.started.org.dml.update(admin(), 'Account', id, { Type: 'Prospect' })
    add('Product2', { Name: 'Not filtered' })
    const [updated, product] = await bus.changes(2)
    expect(updated).toMatchObject({
      header: { changeType: 'UPDATE' },
      values: { Phone: '1', AccountNumber: '42', Type: 'Customer', 'BillingAddress.City': 'Ghent', Name: null },
    })
    expect(updated?.changed).not.toContain('AccountNumber')
    expect(product?.header.entityName).toBe('Product2')
    expect((await bus.started.deploy(member('Account'))).failures).toEqual([])
  })

  it.each([
    ["<filterExpression>Nope__c = 'x'</filterExpression>", /Nope__c doesn't exist/],
    ['<filterExpression>Type = Customer</filterExpression>', /filter expression isn't valid/],
    ["<filterExpression>Owner.Name = 'x'</filterExpression>", /Owner.Name/],
    ['<enrichedFields><name>Nope__c</name></enrichedFields>', /Nope__c/],
    ['<enrichedFields><name>BillingCity</name></enrichedFields>', /can't be enriched/],
    ['<enrichedFields><name>Description</name></enrichedFields>', /can't be enriched/],
  ])('refuses a member with %s', async (more, reason) => {
    const { success, failures } = await bus.started.deploy(member('Account', more))
    expect(success).toBe(false)
    expect(failures.join('\n')).toMatch(reason)
  })

  it('refuses a sixth entity, counted over all channels', async () => {
    expect(entities).toHaveLength(5)
    const { failures } = await bus.started.deploy(member('Opportunity'))
    expect(failures.join('\n')).toMatch(/maximum number of selected entities/)
    // The same entity on another channel is no new selection.
    const name = 'platformEventChannelMembers/ChangeEvents_AccountChangeEvent.platformEventChannelMember'
    const standard = stringify(member('Account'))
      .replaceAll('Sync_chn_', 'ChangeEvents_')
      .replaceAll('Sync__chn', 'ChangeEvents')
    const again = await bus.started.deploy(JSON.parse(standard) as Record<string, string>)
    expect(again.failures).toEqual([])
    expect(Object.keys(JSON.parse(standard) as object)).toEqual([name])
    add('Account', { Name: 'On both' })
    expect((await bus.changes(1, { topicName: '/data/ChangeEvents' })).map(({ header }) => header.entityName)).toEqual([
      'Account',
    ])
  })
})

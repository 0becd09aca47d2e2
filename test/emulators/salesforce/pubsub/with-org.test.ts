import { status } from '@grpc/grpc-js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { file } from '../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'
import { type BusClient, busClient } from './testing/bus-client.ts'

const channel = {
  'platformEventChannels/Sync__chn.platformEventChannel': file(
    'PlatformEventChannel',
    '<channelType>data</channelType><label>Sync</label>',
  ),
  'platformEventChannelMembers/Sync_chn_AccountChangeEvent.platformEventChannelMember': file(
    'PlatformEventChannelMember',
    '<eventChannel>Sync__chn</eventChannel><selectedEntity>AccountChangeEvent</selectedEntity>',
  ),
}
const topicName = '/data/Sync__chn'
const integration = 'integration@sandbox.example'

let started: TestOrg
let client: BusClient
beforeEach(async () => {
  started = await startOrg()
  const { org } = started
  client = busClient(org.pubSubEndpoint, {
    accesstoken: org.signIn(integration),
    instanceurl: org.instanceUrl,
    tenantid: org.organizationId,
  })
})
afterEach(async () => {
  client.close()
  await started[Symbol.asyncDispose]()
})

describe('the event bus of an org', () => {
  it('knows a channel once its metadata is deployed, and tells who changed what through which client', async () => {
    await expect(client.getTopic(topicName)).rejects.toMatchObject({ code: status.NOT_FOUND })
    expect((await started.deploy(channel)).failures).toEqual([])
    started.org.assign(integration, 'Bridge')
    const { id } = await started.as(integration).sobject('Account').create({ Name: 'Adatum', Key__c: 'k-1' })
    const stream = client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 5 })
    const event = (await stream.next())?.events[0]
    const decoded = event && (await client.decode(event))
    expect(decoded?.ChangeEventHeader).toMatchObject({
      recordIds: [id],
      changeOrigin: 'com/salesforce/api/rest/67.0;client=bcbridge',
      commitUser: started.org.userId,
    })
    // Key__c is readable for the bridge, Secret__c is not.
    expect(decoded).toMatchObject({ Name: { string: 'Adatum' }, Key__c: { string: 'k-1' }, Secret__c: null })
  })

  it('makes one transaction of a collection, and none of rows that failed', async () => {
    await started.deploy(channel)
    started.org.assign(integration, 'Bridge')
    await started.call('POST', '/composite/sobjects', {
      allOrNone: false,
      records: [{ Name: 'A' }, { Phone: 'no name' }, { Name: 'B' }].map((fields) => ({
        attributes: { type: 'Account' },
        ...fields,
      })),
    })
    const stream = client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 5 })
    const events = (await stream.next())?.events ?? []
    const headers = (await Promise.all(events.map((event) => client.decode(event)))).map((one) => one.ChangeEventHeader)
    expect(headers.map(({ sequenceNumber }) => sequenceNumber)).toEqual([1, 2])
    expect(new Set(headers.map(({ transactionKey }) => transactionKey)).size).toBe(1)
    expect(started.org.pubSub.deliveredWithin24Hours()).toBe(2)
  })
})

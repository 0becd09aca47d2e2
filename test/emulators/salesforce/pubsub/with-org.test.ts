import { status } from '@grpc/grpc-js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channelFile, memberFile } from '../testing/event-channel.ts'
import { billWith, samplePackage } from '../testing/sample-package.ts'
import { startOrg, type TestOrg } from '../testing/start-org.ts'
import { type BusClient, busClient } from './testing/bus-client.ts'
import { subscribed, until } from './testing/until.ts'

const channel = { ...channelFile('Sync'), ...memberFile('Sync', 'AccountChangeEvent') }
const topicName = '/data/Sync__chn'
const integration = 'integration@sandbox.example'

let started: TestOrg
let client: BusClient
beforeEach(async () => {
  started = await startOrg()
  const { org } = started
  // The integration user of this org may not View All Data: on a channel it hears what it may view.
  org.pubSub.switches.channelsWithoutViewAllData = 'silent'
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

  it('carries roll-up summaries, as fields of the master that changed, and no formulas', async () => {
    const fields =
      '<fields><fullName>Sum__c</fullName><label>Sum</label><type>Summary</type><summarizedField>Bill_Line__c.Amount__c</summarizedField><summaryOperation>sum</summaryOperation><summaryForeignKey>Bill_Line__c.Bill__c</summaryForeignKey></fields><fields><fullName>Twice__c</fullName><label>Twice</label><type>Number</type><formula>Total__c * 2</formula><precision>18</precision><scale>2</scale></fields>'
    const members = memberFile('Sync', 'Bill__ChangeEvent')
    expect((await started.deploy({ ...samplePackage, ...billWith(fields) })).failures).toEqual([])
    expect((await started.deploy({ ...channel, ...members })).failures).toEqual([])
    const { id } = await started.admin.sobject('Bill__c').create({ Name: 'B', Total__c: 1 })
    await started.admin.sobject('Bill_Line__c').create({ Bill__c: id ?? '', Amount__c: 10.25 })
    const { org } = started
    const administrator = busClient(org.pubSubEndpoint, {
      accesstoken: org.accessToken,
      instanceurl: org.instanceUrl,
      tenantid: org.organizationId,
    })
    const stream = administrator.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 5 })
    const events = (await stream.next())?.events ?? []
    const [created, updated] = await Promise.all(events.map((event) => administrator.decode(event)))
    administrator.close()
    expect(created).toMatchObject({ Sum__c: { double: 0 }, Total__c: { double: 1 } })
    expect(created).not.toHaveProperty('Twice__c')
    expect(updated).toMatchObject({ ChangeEventHeader: { recordIds: [id] }, Sum__c: { double: 10.25 }, Total__c: null })
  })

  it('switch expiredSession=at-once: the stream fails when its session runs out, although nothing is sent', async () => {
    await started.deploy(channel)
    const { org } = started
    org.assign(integration, 'Bridge')
    org.pubSub.switches.expiredSession = 'at-once'
    const signedIn = await fetch(`${org.loginUrl}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: org.clientId,
        client_secret: org.clientSecret,
      }),
    })
    const { access_token: token = '' } = (await signedIn.json()) as { access_token?: string }
    const bridge = busClient(org.pubSubEndpoint, {
      accesstoken: token,
      instanceurl: org.instanceUrl,
      tenantid: org.organizationId,
    })
    // A keep-alive every so often is no use of the session.
    const stream = bridge.subscribe({ topicName, numRequested: 5 })
    await subscribed(org.journal)
    await org.clock.advance(6000_000)
    expect(org.context.session(token)).toBeDefined()
    await org.clock.advance(7199_000)
    const seen: unknown[] = []
    const ended = (async () => {
      for (;;) seen.push(await stream.next())
    })().catch((error: unknown) => error)
    await until(() => seen.length === Math.floor((6000 + 7199) / 270))
    await org.clock.advance(1000)
    expect(await ended).toMatchObject({ code: status.UNAUTHENTICATED })
    bridge.close()
  })

  it('tells the version of the call in changeOrigin, and people by the switch uiApiOrigin', async () => {
    await started.deploy(channel)
    started.org.assign(integration, 'Bridge')
    const { org } = started
    const post = (path: string, body: object): Promise<Response> =>
      fetch(`${org.instanceUrl}/services/data/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const parts = [
      { method: 'POST', url: '/services/data/v61.0/sobjects/Account', referenceId: 'a', body: { Name: 'C' } },
    ]
    await post('v59.0/sobjects/Account', { Name: 'A' })
    await post('v60.0/composite', { compositeRequest: parts })
    await post('v62.0/ui-api/records', { apiName: 'Account', fields: { Name: 'B' } })
    org.pubSub.switches.uiApiOrigin = 'lightning'
    const query = 'mutation { uiapi { AccountCreate(input: { Account: { Name: "D" } }) { Record { Id } } } }'
    await post('v66.0/graphql', { query })
    const refused = (await (await post('v58.0/graphql', { query })).json()) as { errors: unknown[] }
    expect(refused.errors).toMatchObject([{ extensions: { ErrorType: 'OperationNotSupported' } }])
    const stream = client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 9 })
    const events = (await stream.next())?.events ?? []
    const decoded = await Promise.all(events.map((event) => client.decode(event)))
    expect(decoded.map((one) => one.ChangeEventHeader.changeOrigin.replace('com/salesforce/api/', ''))).toEqual([
      'rest/59.0',
      'rest/61.0',
      'rest/62.0',
      'soap/66.0;client=SfdcInternalAPI/',
    ])
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

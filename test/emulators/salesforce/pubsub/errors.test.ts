import { status, type ServiceError } from '@grpc/grpc-js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bus, startBus } from './testing/start-bus.ts'

const topicName = '/data/BC_Sync__chn'

let bus: Bus
beforeEach(async () => {
  bus = await startBus()
})
afterEach(() => bus.stop())

/** What a client sees of a failure: the status, the code from the trailers, and whether the rpc id is in both places. */
async function failure(
  work: Promise<unknown>,
): Promise<{ code: status; errorCode: unknown; traced: boolean; details: string }> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown as ServiceError,
  )
  if (!error) throw new Error('the call did not fail')
  const [errorCode, rpcId] = ['error-code', 'rpc-id'].map((name) => error.metadata.get(name)[0])
  const traced = typeof rpcId === 'string' && error.details.endsWith(`rpcId: ${rpcId}`)
  return { code: error.code, errorCode, traced, details: error.details }
}

const prefix = 'sfdc.platform.eventbus.grpc.'

describe('headers', () => {
  it.each([
    [{ accesstoken: '' }, 'service.auth.headers.invalid', status.INVALID_ARGUMENT],
    [{ instanceurl: 'nowhere' }, 'service.auth.headers.invalid', status.INVALID_ARGUMENT],
    [{ tenantid: '00D000000000001' }, 'service.auth.headers.invalid', status.INVALID_ARGUMENT],
    [{ tenantid: '00D000000000002EAA' }, 'service.auth.error', status.UNAUTHENTICATED],
    [{ accesstoken: 'expired' }, 'service.auth.error', status.UNAUTHENTICATED],
  ])('refuses %j with %s', async (headers, errorCode, code) => {
    const client = bus.client2(headers)
    const expected = { code, errorCode: prefix + errorCode, traced: true }
    expect(await failure(client.getTopic(topicName))).toMatchObject(expected)
    expect(await failure(client.subscribe({ topicName, numRequested: 1 }).next())).toMatchObject(expected)
  })

  it('refuses another instance when it knows its own', async () => {
    const other = await startBus({ instanceUrl: () => 'http://127.0.0.1:2' })
    expect(await failure(other.client.getTopic(topicName))).toMatchObject({ errorCode: `${prefix}service.auth.error` })
    await other.stop()
  })
})

describe('topics', () => {
  it.each([
    ['', 'topic.validation.empty', status.INVALID_ARGUMENT],
    ['/data/OpportunityChangeEvent', 'topic.not.found', status.NOT_FOUND],
    ['/data/accountchangeevent', 'topic.not.found', status.NOT_FOUND],
    ['/data/Nothing__chn', 'topic.not.found', status.NOT_FOUND],
    ['BC_Sync__chn', 'topic.not.found', status.NOT_FOUND],
  ])('refuses %j with %s', async (name, errorCode, code) => {
    expect(await failure(bus.client.getTopic(name))).toMatchObject({
      code,
      errorCode: prefix + errorCode,
      traced: true,
    })
    expect(await failure(bus.client.subscribe({ topicName: name, numRequested: 1 }).next())).toMatchObject({ code })
  })

  it('describes entity topics and channels', async () => {
    const topic = await bus.client.getTopic('/data/BC_Command__ChangeEvent')
    expect(topic).toMatchObject({ topicName: '/data/BC_Command__ChangeEvent', canPublish: false, canSubscribe: true })
    expect(topic.rpcId).not.toBe('')
    const { schemaJson } = await bus.client.getSchema(topic.schemaId)
    expect(JSON.parse(schemaJson)).toMatchObject({ name: 'BC_Command__ChangeEvent', namespace: 'com.sforce.eventbus' })
    const channel = await bus.client.getSchema((await bus.client.getTopic(topicName)).schemaId)
    expect((JSON.parse(channel.schemaJson) as { fields: unknown[] }).fields).toHaveLength(1)
  })

  it('keeps entity topics to the standard channel when switched so', async () => {
    bus.pubSub.switches.entityTopics = 'default-channel'
    expect(await failure(bus.client.getTopic('/data/AccountChangeEvent'))).toMatchObject({ code: status.NOT_FOUND })
    expect((await bus.client.getTopic('/data/ContactChangeEvent')).canSubscribe).toBe(true)
  })

  it('refuses unknown schemas', async () => {
    for (const id of ['', 'nonsense'])
      expect(await failure(bus.client.getSchema(id))).toMatchObject({ errorCode: `${prefix}schema.validation.failed` })
  })
})

describe('fetch requests', () => {
  it.each([
    [{ numRequested: 0 }, 'requested.events.invalid'],
    [{ numRequested: -5 }, 'requested.events.invalid'],
    [{ numRequested: 1, replayPreset: 'CUSTOM' as const }, 'replayid.validation.failed'],
    [{ numRequested: 1, replayPreset: 'CUSTOM' as const, replayId: Buffer.from('short') }, 'replayid.corrupted'],
    [{ numRequested: 1, replayPreset: 'CUSTOM' as const, replayId: Buffer.alloc(8, 1) }, 'replayid.corrupted'],
  ])('refuses %j with %s', async (request, errorCode) => {
    const stream = bus.client.subscribe({ topicName, ...request })
    expect(await failure(stream.next())).toMatchObject({
      code: status.INVALID_ARGUMENT,
      errorCode: `${prefix}subscription.fetch.${errorCode}`,
    })
  })

  it('refuses another topic on the same stream', async () => {
    const stream = bus.client.subscribe({ topicName, numRequested: 1 })
    stream.request({ topicName: '/data/AccountChangeEvent', numRequested: 1 })
    expect(await failure(stream.next())).toMatchObject({ errorCode: `${prefix}subscription.fetch.topic.mismatch` })
  })
})

describe('publishing', () => {
  it.each([
    ['', [{}], status.INVALID_ARGUMENT, 'publish.topic.validation.empty'],
    ['/data/Nope__chn', [{}], status.NOT_FOUND, 'topic.not.found'],
    [topicName, [], status.INVALID_ARGUMENT, 'publish.event.count.invalid'],
    [topicName, [{}], status.PERMISSION_DENIED, 'topic.meta.permission'],
  ])('to %s is refused', async (name, events, code, errorCode) => {
    const wanted = { code, errorCode: prefix + errorCode }
    const request = { topicName: name, events }
    expect(await failure(bus.client.unary('Publish', request))).toMatchObject(wanted)
    expect(await failure(bus.client.subscribe(request, 'PublishStream').next())).toMatchObject(wanted)
  })
})

describe('what depends on a switch', () => {
  it('a PublishStream that asks for nothing fails after publishStreamIdleSeconds', async () => {
    const stream = bus.client.subscribe({}, 'PublishStream', { quiet: true })
    const failed = failure(stream.next())
    while ((await Promise.race([failed, new Promise((resolve) => setImmediate(resolve))])) === undefined)
      await bus.clock.advance(70_000)
    expect(await failed).toMatchObject({
      code: status.DEADLINE_EXCEEDED,
      errorCode: `${prefix}publish.stream.sweeper.timeout`,
    })
  })

  it('ManagedSubscribe is not there without managedSubscribe', async () => {
    bus.pubSub.switches.managedSubscribe = false
    const stream = bus.client.subscribe({ numRequested: 1 }, 'ManagedSubscribe')
    expect(await failure(stream.next())).toMatchObject({ code: status.UNIMPLEMENTED, errorCode: undefined })
  })
})

describe('what the sandbox does not do', () => {
  it('says so, with no code of Salesforce', async () => {
    const missing = {
      code: status.UNIMPLEMENTED,
      errorCode: undefined,
      details: expect.stringContaining('NOT_SUPPORTED_BY_SANDBOX') as unknown,
    }
    const event = { topicName: '/event/BC_Ping__e', events: [{}] }
    expect(await failure(bus.client.unary('Publish', event))).toMatchObject(missing)
    expect(await failure(bus.client.subscribe(event, 'PublishStream').next())).toMatchObject(missing)
    expect(await failure(bus.client.getTopic('/event/BC_Ping__e'))).toMatchObject(missing)
  })
})

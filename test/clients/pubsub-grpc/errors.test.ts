import { status } from '@grpc/grpc-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failureOf, type PubSubOrg, startPubSubOrg, topicName } from './org.ts'

let bus: PubSubOrg
beforeAll(async () => {
  bus = await startPubSubOrg()
})
afterAll(() => bus[Symbol.asyncDispose]())

const everyone = [
  ['Subscribe', { topicName, numRequested: 1 }],
  ['ManagedSubscribe', { developerName: 'Nobody', numRequested: 1 }],
  ['PublishStream', { topicName, events: [{}] }],
] as const

describe('errors in trailers', () => {
  it.each([
    [{ accesstoken: 'expired' }, status.UNAUTHENTICATED, 'service.auth.error'],
    [{ accesstoken: ' ' }, status.INVALID_ARGUMENT, 'service.auth.headers.invalid'],
    [{ instanceurl: 'ftp://x' }, status.INVALID_ARGUMENT, 'service.auth.headers.invalid'],
    [{ instanceurl: 'http://127.0.0.1:1' }, status.UNAUTHENTICATED, 'service.auth.error'],
    [{ tenantid: '00Dshort' }, status.INVALID_ARGUMENT, 'service.auth.headers.invalid'],
  ])('answers headers %j with %i %s on every method', async (headers, code, name) => {
    const client = bus.clientAs(headers)
    const expected = { status: code, code: name }
    expect(await failureOf(client.getTopic(topicName))).toMatchObject(expected)
    expect(await failureOf(client.getSchema('x'))).toMatchObject(expected)
    expect(await failureOf(client.publish({ topicName, events: [{}] }))).toMatchObject(expected)
    for (const [method, request] of everyone)
      expect(await failureOf(client.open(method, request).next())).toMatchObject(expected)
  })

  it.each([
    [{ topicName: '/data/Nope__chn', numRequested: 1 }, status.NOT_FOUND, 'topic.not.found'],
    [{ topicName: '/data/OpportunityChangeEvent', numRequested: 1 }, status.NOT_FOUND, 'topic.not.found'],
    [{ topicName: '', numRequested: 1 }, status.INVALID_ARGUMENT, 'topic.validation.empty'],
    [{ topicName, numRequested: 0 }, status.INVALID_ARGUMENT, 'subscription.fetch.requested.events.invalid'],
    [{ topicName, numRequested: -1 }, status.INVALID_ARGUMENT, 'subscription.fetch.requested.events.invalid'],
    [
      { topicName, numRequested: 1, replayPreset: 'CUSTOM' },
      status.INVALID_ARGUMENT,
      'subscription.fetch.replayid.validation.failed',
    ],
    [
      { topicName, numRequested: 1, replayPreset: 'CUSTOM', replayId: Buffer.from('nonsense') },
      status.INVALID_ARGUMENT,
      'subscription.fetch.replayid.corrupted',
    ],
    [
      { topicName, numRequested: 1, replayPreset: 'CUSTOM', replayId: Buffer.from('short') },
      status.INVALID_ARGUMENT,
      'subscription.fetch.replayid.corrupted',
    ],
  ])('refuses %j with %i %s', async (request, code, name) => {
    expect(await failureOf(bus.client.open('Subscribe', request).next())).toMatchObject({ status: code, code: name })
  })

  it('lets nobody subscribe to an entity of which he may not see all records', async () => {
    const rep = bus.clientAs({ accesstoken: bus.started.org.signIn('rep@sandbox.example') })
    const topic = '/data/Bill__ChangeEvent'
    expect(await rep.getTopic(topic)).toMatchObject({ canSubscribe: false, canPublish: false })
    expect(await failureOf(rep.open('Subscribe', { topicName: topic, numRequested: 1 }).next())).toMatchObject({
      status: status.PERMISSION_DENIED,
      code: 'subscription.topic.cannot.subscribe',
    })
  })

  it('renews the token of a stream, and ends it for a bad one', async () => {
    const stream = bus.client.open('Subscribe', { topicName, numRequested: 1 })
    stream.write({ numRequested: 1, authRefresh: bus.started.org.accessToken })
    stream.write({ numRequested: 1, authRefresh: 'bad' })
    expect(await failureOf(stream.next())).toMatchObject({ code: 'service.auth.refresh.invalid' })
  })

  it('knows no schema that was never named', async () => {
    expect(await failureOf(bus.client.getSchema('AAAAAAAAAAAAAAAAAAAAAA'))).toMatchObject({
      code: 'schema.validation.failed',
    })
  })
})

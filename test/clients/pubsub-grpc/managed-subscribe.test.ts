import { status } from '@grpc/grpc-js'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Reading, Received } from './client.ts'
import { failureOf, type PubSubOrg, startPubSubOrg, topicName } from './org.ts'

const developerName = 'Managed_Sync'
const id = '18x000000000001AAA'
const config = {
  id,
  developerName,
  topicName,
  defaultReplay: 'EARLIEST',
  errorRecoveryReplay: 'EARLIEST',
  state: 'RUN',
} as const

let bus: PubSubOrg
beforeAll(async () => {
  bus = await startPubSubOrg()
})
afterAll(() => bus[Symbol.asyncDispose]())
beforeEach(() => {
  const { pubSub } = bus.started.org
  pubSub.reset()
  pubSub.managedSubscriptions.splice(0, Infinity, config)
})

function make(count: number): void {
  const { org } = bus.started
  const userId = org.context.session(org.accessToken)?.userId ?? ''
  for (let number = 0; number < count; number++)
    org.dml.insert({ userId, api: 'rest' }, 'Product2', { Name: `P${number}` })
}

const open = (request: object = {}) =>
  bus.client.open('ManagedSubscribe', { developerName, numRequested: 10, ...request })

/** Reads until so many events have come, and leaves. */
async function events(stream: Reading, count: number): Promise<Received['events']> {
  const found: Received['events'][number][] = []
  while (found.length < count) found.push(...((await stream.next())?.events ?? []))
  return found
}

/** The client closes its side, and the server its own. */
async function leave(stream: Reading): Promise<void> {
  stream.halfClose()
  while ((await stream.next()) !== undefined);
}

async function commit(stream: Reading, replayId: Buffer | undefined): Promise<Received['commitResponse']> {
  stream.write({ commitReplayIdRequest: { commitRequestId: 'c-1', replayId } })
  for (;;) {
    const answer = await stream.next()
    if (answer?.commitResponse) return answer.commitResponse
  }
}

describe('managed subscriptions', () => {
  it('resume behind the committed event', async () => {
    make(5)
    const first = open()
    const found = await events(first, 5)
    expect(await commit(first, found[2]?.replayId)).toMatchObject({
      commitRequestId: 'c-1',
      replayId: found[2]?.replayId,
      error: null,
      processTime: String(bus.started.org.clock.now()),
    })
    await leave(first)
    const second = open({ subscriptionId: id, developerName: '' })
    expect((await events(second, 2)).map(({ event }) => event.id)).toEqual(found.slice(3).map(({ event }) => event.id))
    await leave(second)
  })

  it('begin as configured when nothing was committed', async () => {
    make(2)
    const earliest = open()
    expect(await events(earliest, 2)).toHaveLength(2)
    await leave(earliest)
    bus.started.org.pubSub.managedSubscriptions[0] = { ...config, defaultReplay: 'LATEST' }
    const latest = open({ numRequested: 1 })
    // A commit that fails answers: the stream has begun.
    await commit(latest, Buffer.from('nonsense'))
    make(1)
    expect(await events(latest, 1)).toHaveLength(1)
    await leave(latest)
  })

  it('tell of a commit that fails without ending the stream', async () => {
    const stream = open()
    expect(await commit(stream, Buffer.from('nonsense'))).toMatchObject({ error: { code: 'COMMIT' } })
    make(1)
    expect(await events(stream, 1)).toHaveLength(1)
    await leave(stream)
  })

  it('recover as configured when the committed event has aged out', async () => {
    make(1)
    const first = open()
    const [only] = await events(first, 1)
    await commit(first, only?.replayId)
    await leave(first)
    await bus.started.org.clock.advance(80 * 3600 * 1000)
    make(2)
    const second = open()
    expect(await events(second, 2)).toHaveLength(2)
    await leave(second)
  })

  it.each([
    [{ developerName: '' }, status.INVALID_ARGUMENT, 'managed.subscription.id.or.developer.name.empty'],
    [{ developerName: 'Nobody' }, status.NOT_FOUND, 'managed.subscription.developer.name.not.found'],
    [{ subscriptionId: '18x000000000009AAA' }, status.NOT_FOUND, 'managed.subscription.subscription.id.not.found'],
    [{ subscriptionId: '001000000000001AAA' }, status.INVALID_ARGUMENT, 'managed.subscription.subscription.id.invalid'],
    [{ numRequested: 0 }, status.INVALID_ARGUMENT, 'subscription.fetch.requested.events.invalid'],
  ])('refuse %j', async (request, code, name) => {
    expect(await failureOf(open(request).next())).toMatchObject({ status: code, code: name })
  })

  it('have one subscriber at a time', async () => {
    make(1)
    const first = open()
    await events(first, 1)
    expect(await failureOf(open().next())).toMatchObject({ code: 'managed.subscription.already.active' })
    await leave(first)
    const second = open()
    expect(await events(second, 1)).toHaveLength(1)
    await leave(second)
  })

  it('end when they are stopped or deleted', async () => {
    const { managedSubscriptions } = bus.started.org.pubSub
    make(1)
    const stream = open()
    await events(stream, 1)
    managedSubscriptions[0] = { ...config, state: 'STOP' }
    make(1)
    expect(await failureOf(stream.next())).toMatchObject({ code: 'managed.subscription.config.stopped' })
    expect(await failureOf(open().next())).toMatchObject({ code: 'managed.subscription.config.stopped' })
    managedSubscriptions[0] = config
    const again = open()
    await events(again, 2)
    managedSubscriptions.length = 0
    make(1)
    expect(await failureOf(again.next())).toMatchObject({ code: 'managed.subscription.config.deleted' })
  })
})

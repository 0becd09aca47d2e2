import { status } from '@grpc/grpc-js'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failureOf, type PubSubOrg, startPubSubOrg, take, topicName } from './org.ts'

let bus: PubSubOrg
const hour = 3600 * 1000
const calls = (method: string) =>
  bus.started.org.journal.calls().filter(({ url }) => url.includes(`/${method} `)).length

beforeAll(async () => {
  bus = await startPubSubOrg()
})
afterAll(() => bus[Symbol.asyncDispose]())
beforeEach(() => {
  bus.started.org.pubSub.reset()
  bus.started.org.faults.clear()
  bus.started.org.journal.clear()
})

function make(count: number): void {
  const { org } = bus.started
  const userId = org.context.session(org.accessToken)?.userId ?? ''
  for (let number = 0; number < count; number++)
    org.dml.insert({ userId, api: 'rest' }, 'Product2', { Name: `P${number}` })
}

/** Waits, turn by turn, until the server has taken so many calls. */
async function called(method: string, times: number): Promise<void> {
  while (calls(method) < times) await new Promise((resolve) => setImmediate(resolve))
}
const open = (request: object) => bus.client.open('Subscribe', { topicName, replayPreset: 'EARLIEST', ...request })

describe('flow control', () => {
  it('adds later requests to what is owed, at most 100 each', async () => {
    make(20)
    const stream = open({ numRequested: 5 })
    expect(await stream.next()).toMatchObject({ pendingNumRequested: 0 })
    stream.write({ numRequested: 7 })
    stream.write({ numRequested: 500 })
    let [got, pending] = [0, -1]
    while (got < 15) {
      const answer = await stream.next()
      got += answer?.events.length ?? 0
      pending = answer?.pendingNumRequested ?? -1
    }
    expect(pending).toBe(7 + 100 - 15)
    stream.cancel()
  })

  it('says that it lives within 270 seconds, with a replay id that can be resumed from', async () => {
    const stream = open({ numRequested: 1 })
    await called('Subscribe', 1)
    await bus.started.org.clock.advance(269_000)
    await bus.started.org.clock.advance(1000)
    const quiet = await stream.next()
    expect(quiet).toMatchObject({ events: [], pendingNumRequested: 1 })
    expect(quiet?.latestReplayId).toHaveLength(8)
    stream.cancel()
    make(1)
    const resumed = open({ replayPreset: 'CUSTOM', replayId: quiet?.latestReplayId, numRequested: 1 })
    expect((await resumed.next())?.events).toHaveLength(1)
    resumed.cancel()
  })

  it('keeps the place of a quiet topic fresh for longer than events are retained', async () => {
    let stream = open({ replayPreset: 'LATEST', numRequested: 1 })
    await called('Subscribe', 1)
    let last: Buffer = Buffer.alloc(0)
    for (let passed = 0; passed < 80; passed += 20) {
      await bus.started.org.clock.advance(20 * hour)
      last = (await stream.next())?.latestReplayId ?? last
      stream.cancel()
      stream = open({ replayPreset: 'CUSTOM', replayId: last, numRequested: 1 })
      await called('Subscribe', passed / 20 + 2)
    }
    make(1)
    let events = 0
    while (events === 0) events = (await stream.next())?.events.length ?? -1
    expect(events).toBe(1)
    stream.cancel()
  })
})

describe('replay', () => {
  it('retains events for 72 hours', async () => {
    make(1)
    const [first] = await bus.changes(1)
    await bus.started.org.clock.advance(71 * hour)
    make(1)
    expect(await bus.changes(2)).toHaveLength(2)
    expect(await bus.changes(1, { replayPreset: 'CUSTOM', replayId: first?.replayId })).toHaveLength(1)
    await bus.started.org.clock.advance(2 * hour)
    expect(
      await failureOf(open({ replayPreset: 'CUSTOM', replayId: first?.replayId, numRequested: 1 }).next()),
    ).toMatchObject({
      status: status.INVALID_ARGUMENT,
      code: 'subscription.fetch.replayid.corrupted',
      details: expect.stringContaining('The Replay ID validation failed.') as unknown,
    })
    expect(await bus.changes(1)).toHaveLength(1)
  })

  it('delivers every event after any place, in order, once', async () => {
    make(30)
    const all = await bus.changes(30)
    const ids = all.map(({ replayId }) => replayId.readBigUInt64BE())
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)))
    for (const from of [0, 7, 28]) {
      const rest = await bus.changes(29 - from, {
        replayPreset: 'CUSTOM',
        replayId: all[from]?.replayId,
        numRequested: 3,
      })
      expect(rest.map(({ eventId }) => eventId)).toEqual(all.slice(from + 1).map(({ eventId }) => eventId))
    }
  })

  it('starts with what comes next when asked for the latest', async () => {
    make(3)
    const stream = open({ replayPreset: 'LATEST', numRequested: 5 })
    await called('Subscribe', 1)
    make(1)
    expect((await stream.next())?.events).toHaveLength(1)
    stream.cancel()
  })
})

describe('trouble on the way', () => {
  it('answers UNAVAILABLE while the service restarts, and resumes without a loss', async () => {
    make(2)
    const stream = open({ numRequested: 10 })
    const [, second] = await take(stream, bus.decode, 2)
    bus.started.org.pubSub.restart(30)
    expect(await failureOf(stream.next())).toMatchObject({ status: status.UNAVAILABLE, code: '' })
    make(1)
    expect(await failureOf(bus.client.getTopic(topicName))).toMatchObject({ status: status.UNAVAILABLE })
    expect(await failureOf(open({ numRequested: 1 }).next())).toMatchObject({ status: status.UNAVAILABLE })
    await bus.started.org.clock.advance(30_000)
    expect(await bus.changes(1, { replayPreset: 'CUSTOM', replayId: second?.replayId })).toHaveLength(1)
  })

  it('answers any code of the guide when told to', async () => {
    bus.started.org.faults.arm({
      kind: 'rpc-error',
      match: '^Subscribe',
      code: 'service.protection.triggered',
      status: 'RESOURCE_EXHAUSTED',
      message: 'Slow down.',
    })
    expect(await failureOf(open({ numRequested: 1 }).next())).toMatchObject({
      status: status.RESOURCE_EXHAUSTED,
      code: 'service.protection.triggered',
      details: expect.stringContaining('Slow down.') as unknown,
    })
  })

  it('counts deliveries of every subscriber against the daily allocation', async () => {
    const { pubSub, clock } = bus.started.org
    pubSub.switches.dailyDeliveries = 5
    make(3)
    expect(await bus.changes(3)).toHaveLength(3)
    expect(await failureOf(open({ numRequested: 10 }).next())).toMatchObject({ code: 'subscription.limit.exceeded' })
    await clock.advance(25 * hour)
    expect(await bus.changes(3)).toHaveLength(3)
    pubSub.switches.dailyDeliveries = 1_000_000
  })
})

import { status } from '@grpc/grpc-js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Stream } from './testing/bus-client.ts'
import { type Bus, startBus } from './testing/start-bus.ts'
import { subscribed } from './testing/until.ts'

const topicName = '/data/BC_Sync__chn'
const hour = 3600 * 1000

let bus: Bus
beforeEach(async () => {
  bus = await startBus()
})
afterEach(() => bus.stop())

const make = (count: number) => {
  for (let i = 0; i < count; i++) bus.org.create('Account', { Name: `Account ${i}` })
}

/** Takes responses until so many events have come. */
async function take(stream: Stream, count: number): Promise<{ ids: bigint[]; pending: number }> {
  const ids: bigint[] = []
  let pending = -1
  while (ids.length < count) {
    const response = await stream.next()
    ids.push(...(response?.events ?? []).map(({ replayId }) => replayId.readBigUInt64BE()))
    pending = response?.pendingNumRequested ?? -1
  }
  return { ids, pending }
}

describe('flow control', () => {
  it('sends no more than was asked for and adds later requests up', async () => {
    make(7)
    const stream = bus.client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 3 })
    expect(await take(stream, 3)).toMatchObject({ pending: 0 })
    stream.request({ topicName, numRequested: 5 })
    const rest = await take(stream, 4)
    expect(rest).toMatchObject({ pending: 1 })
    stream.request({ numRequested: 2 })
    make(3)
    expect(await take(stream, 3)).toMatchObject({ pending: 0 })
  })

  it('cuts answers into batches and counts down what is owed', async () => {
    bus.pubSub.switches.batchSize = 2
    make(5)
    const stream = bus.client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 6 })
    const answers = [await stream.next(), await stream.next(), await stream.next()]
    expect(answers.map((answer) => [answer?.events.length, answer?.pendingNumRequested])).toEqual([
      [2, 4],
      [2, 2],
      [1, 1],
    ])
    expect(answers[2]?.latestReplayId).toEqual(answers[2]?.events[0]?.replayId)
  })

  it('counts a request for more than 100 as 100', async () => {
    make(120)
    const stream = bus.client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 500 })
    expect((await take(stream, 100)).pending).toBe(0)
  })

  it('sends the events of one transaction in one answer', async () => {
    const stream = bus.client.subscribe({ topicName, numRequested: 10 })
    await subscribed(bus.journal)
    bus.org.transaction(() => make(4))
    expect((await stream.next())?.events).toHaveLength(4)
  })
})

describe('replay', () => {
  it('starts behind the tip, at the earliest event, or behind a given one', async () => {
    make(3)
    const all = await take(bus.client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 10 }), 3)
    const replayId = Buffer.alloc(8)
    replayId.writeBigUInt64BE(all.ids[0] ?? 0n)
    const custom = await take(
      bus.client.subscribe({ topicName, replayPreset: 'CUSTOM', replayId, numRequested: 10 }),
      2,
    )
    expect(custom.ids).toEqual(all.ids.slice(1))
    const latest = bus.client.subscribe({ topicName, numRequested: 10 })
    await subscribed(bus.journal, 3)
    make(1)
    const next = await take(latest, 1)
    expect(next.ids[0]).toBeGreaterThan(all.ids[2] ?? 0n)
  })

  it('gives ids of eight bytes that are not contiguous', async () => {
    make(8)
    const { ids } = await take(bus.client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 10 }), 8)
    expect(ids).toEqual(ids.toSorted((a, b) => Number(a - b)))
    expect((ids.at(-1) ?? 0n) - (ids[0] ?? 0n)).toBeGreaterThan(7n)
  })

  it('keeps events for 72 hours of the clock', async () => {
    make(1)
    await bus.clock.advance(71 * hour)
    make(1)
    const { ids } = await take(bus.client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 10 }), 2)
    await bus.clock.advance(2 * hour)
    const left = await take(bus.client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 10 }), 1)
    expect(left.ids).toEqual(ids.slice(1))
    const expired = Buffer.alloc(8)
    expired.writeBigUInt64BE(ids[0] ?? 0n)
    await expect(
      bus.client.subscribe({ topicName, replayPreset: 'CUSTOM', replayId: expired, numRequested: 1 }).next(),
    ).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringMatching(/^The Replay ID validation failed\..* rpcId: \S+$/) as unknown,
    })
  })

  it('keeps quiet topics alive with empty answers whose replay id can be resumed from', async () => {
    make(1)
    const stream = bus.client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 5 })
    await take(stream, 1)
    await bus.clock.advance(269_000)
    // Another topic's event does not put the keep-alive off.
    bus.org.create('Contact', { LastName: 'Elsewhere' })
    await bus.clock.advance(1000)
    const alive = await stream.next()
    expect(alive).toMatchObject({ events: [], pendingNumRequested: 4 })
    await bus.clock.advance(72 * hour)
    make(1)
    let last = alive
    while (last?.events.length === 0) last = await stream.next()
    expect(last?.events).toHaveLength(1)
    // The first keep-alive has aged out by now; a recent one has not.
    const old = { topicName, replayPreset: 'CUSTOM', numRequested: 1 } as const
    await expect(
      bus.client.subscribe({ ...old, replayId: alive?.latestReplayId ?? Buffer.alloc(0) }).next(),
    ).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    })
    const resumed = bus.client.subscribe({ ...old, replayId: last?.latestReplayId ?? Buffer.alloc(0) })
    make(1)
    expect((await resumed.next())?.events).toHaveLength(1)
  })
})

describe('the end of a stream', () => {
  it('comes after 70 seconds with nothing requested', async () => {
    make(1)
    const stream = bus.client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 1 })
    await take(stream, 1)
    await bus.clock.advance(69_000)
    stream.request({ numRequested: 1 })
    make(1)
    await take(stream, 1)
    await bus.clock.advance(70_000)
    expect(await stream.next()).toBeUndefined()
  })

  it('is not brought on by an expired session, unless switched so', async () => {
    const stream = bus.client.subscribe({ topicName, numRequested: 5 })
    await subscribed(bus.journal)
    bus.endSession('alive')
    make(1)
    expect((await stream.next())?.events).toHaveLength(1)
    bus.pubSub.switches.expiredSession = 'at-once'
    make(1)
    await expect(stream.next()).rejects.toMatchObject({ code: status.UNAUTHENTICATED })
  })

  it('is put off by auth_refresh with a living token', async () => {
    bus.pubSub.switches.expiredSession = 'at-once'
    const stream = bus.client.subscribe({ topicName, numRequested: 1 })
    await subscribed(bus.journal)
    make(1)
    await take(stream, 1)
    bus.sessions.add('fresh')
    stream.request({ numRequested: 1, authRefresh: 'fresh' })
    make(1)
    await take(stream, 1)
    bus.endSession('alive')
    stream.request({ numRequested: 1 })
    make(1)
    await take(stream, 1)
    stream.request({ numRequested: 1, authRefresh: 'never' })
    await expect(stream.next()).rejects.toMatchObject({ code: status.UNAUTHENTICATED })
  })

  it('comes with the daily allocation, counted for every subscriber', async () => {
    bus.pubSub.switches.dailyDeliveries = 5
    make(2)
    for (let i = 0; i < 2; i++)
      await take(bus.client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 5 }), 2)
    expect(bus.pubSub.deliveredWithin24Hours()).toBe(4)
    const refused = bus.client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 5 })
    await expect(refused.next()).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED })
    await bus.clock.advance(25 * hour)
    await take(bus.client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 5 }), 2)
  })

  it('comes to all with a reset, and old replay ids are unknown after it', async () => {
    make(1)
    const stream = bus.client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 5 })
    const { ids } = await take(stream, 1)
    bus.pubSub.reset()
    await expect(stream.next()).rejects.toMatchObject({ code: status.UNAVAILABLE })
    const replayId = Buffer.alloc(8)
    replayId.writeBigUInt64BE(ids[0] ?? 0n)
    await expect(
      bus.client.subscribe({ topicName, replayPreset: 'CUSTOM', replayId, numRequested: 1 }).next(),
    ).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    })
  })
})

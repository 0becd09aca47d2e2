import { status } from '@grpc/grpc-js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bus, startBus } from './testing/start-bus.ts'
import type { Decoded } from './testing/bus-client.ts'
import { subscribed } from './testing/until.ts'

const topicName = '/data/BC_Sync__chn'

let bus: Bus
beforeEach(async () => {
  bus = await startBus()
})
afterEach(() => bus.stop())

/** The events that are on the bus now, with an account of their own to mark the end. */
async function retained(): Promise<{ id: string; replayId: string; decoded: Decoded }[]> {
  const end = bus.org.create('Account', { Name: 'End' })
  const stream = bus.client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 100 })
  const found = []
  for (;;) {
    for (const event of (await stream.next())?.events ?? []) {
      const decoded = await bus.client.decode(event)
      if (decoded.ChangeEventHeader.recordIds[0] === end) {
        stream.cancel()
        return found
      }
      found.push({ id: event.event.id, replayId: event.replayId.toString('hex'), decoded })
    }
  }
}

describe('faults of events', () => {
  it('duplicate-event delivers the same event under two replay ids', async () => {
    bus.faults.arm({ kind: 'duplicate-event' })
    bus.org.create('Account', { Name: 'Twice' })
    const [first, second, ...more] = await retained()
    expect(more).toEqual([])
    expect(second?.id).toBe(first?.id)
    expect(second?.replayId).not.toBe(first?.replayId)
  })

  it('gap-event keeps the ids and drops the fields', async () => {
    const id = bus.org.create('Account', { Name: 'Adatum' })
    bus.faults.arm({ kind: 'gap-event', match: 'EVENT Account UPDATE' })
    bus.org.update('Account', id, { Name: 'Adatum NV' })
    const gap = (await retained())[1]?.decoded
    expect(gap?.ChangeEventHeader).toMatchObject({
      changeType: 'GAP_UPDATE',
      recordIds: [id],
      sequenceNumber: 1,
      changedFields: [],
    })
    expect(gap?.Name).toBeNull()
  })

  it('overflow names neither records nor fields', async () => {
    bus.faults.arm({ kind: 'overflow' })
    bus.org.create('Account', { Name: 'One of very many' })
    expect((await retained())[0]?.decoded.ChangeEventHeader).toMatchObject({
      changeType: 'GAP_OVERFLOW',
      recordIds: [],
      entityName: 'Account',
    })
  })

  it('lost-event never comes', async () => {
    bus.faults.arm({ kind: 'lost-event' })
    bus.org.create('Account', { Name: 'Lost' })
    expect(await retained()).toEqual([])
  })

  it('late-event comes after later ones', async () => {
    bus.faults.arm({ kind: 'late-event', milliseconds: 30_000 })
    bus.org.create('Account', { Name: 'Early' })
    bus.org.create('Account', { Name: 'Late' })
    expect((await retained()).map(({ decoded }) => decoded.Name)).toEqual([{ string: 'Late' }])
    await bus.clock.advance(30_000)
    expect((await retained()).map(({ decoded }) => decoded.Name)).toContainEqual({ string: 'Early' })
  })
})

describe('a reset', () => {
  it('also forgets events that are still on their way', async () => {
    bus.faults.arm({ kind: 'late-event', milliseconds: 30_000 })
    bus.org.create('Account', { Name: 'Late' })
    bus.pubSub.reset()
    await bus.clock.advance(60_000)
    expect(await retained()).toEqual([])
  })
})

describe('faults of calls', () => {
  it('service-unavailable and auth-error answer once, then the call works', async () => {
    bus.faults.arm({ kind: 'service-unavailable', match: '^GetTopic ' })
    await expect(bus.client.getTopic(topicName)).rejects.toMatchObject({ code: status.INTERNAL })
    await bus.client.getTopic(topicName)
    bus.faults.arm({ kind: 'auth-error', match: '^Subscribe ' })
    await expect(bus.client.subscribe({ topicName, numRequested: 1 }).next()).rejects.toMatchObject({
      code: status.UNAUTHENTICATED,
    })
    bus.faults.arm({ kind: 'service-unavailable', status: 'UNAVAILABLE' })
    await expect(bus.client.getTopic(topicName)).rejects.toMatchObject({ code: status.UNAVAILABLE })
  })

  it('drop-stream loses the answer, or sends it first', async () => {
    const stream = bus.client.subscribe({ topicName, numRequested: 5 })
    await subscribed(bus.journal)
    bus.faults.arm({ kind: 'drop-stream', match: '^Deliver ' })
    bus.org.create('Account', { Name: 'Not delivered' })
    await expect(stream.next()).rejects.toMatchObject({ code: status.UNAVAILABLE })
    bus.faults.arm({ kind: 'drop-stream', match: '^Deliver ', after: true })
    const again = bus.client.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 5 })
    expect((await again.next())?.events).toHaveLength(1)
    await expect(again.next()).rejects.toMatchObject({ code: status.UNAVAILABLE })
  })
})

import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { silentLog } from '../../../engine/log.ts'
import type { Change, ChangeSink } from '../../../engine/ports.ts'
import { fakeClock } from '../../../engine/testing/fake-clock.ts'
import type { Client } from '../client.ts'
import { account, product } from '../entities.ts'
import type { PubSub } from '../pubsub/client.ts'
import { PubSubError } from '../pubsub/errors.ts'
import { accept } from './accept.ts'
import { cursorName, writePosition } from './cursor.ts'
import { createHealth } from './health.ts'
import { createSeen } from './seen.ts'
import { followTopic } from './stream.ts'

const topic = { name: '/data/BC_Sync__chn', watch: [account], mirrors: [product] }
const clock = fakeClock()
const session = { accessToken: 't', instanceUrl: 'u', organizationId: 'o', userId: '005000000000001AAA' }

/** An org in which one record of every kind was written since; it tells of which kinds it was asked. */
function org() {
  const asked = new Set<string>()
  const call = (_: string, path: string) => {
    const [, kind = ''] = / FROM (\w+)/.exec(decodeURIComponent(path).replaceAll('+', ' ')) ?? []
    if (kind !== '') asked.add(kind)
    const stamp = '2026-11-20T08:00:00.000+0000'
    const records = [{ Id: `${kind}-1`, SystemModstamp: stamp, CreatedDate: stamp }]
    return Promise.resolve({ records: kind === '' ? [] : records, deletedRecords: [] })
  }
  const footprint = { covers: () => true }
  return { asked, client: { call, footprint, session: () => Promise.resolve(session) } as unknown as Client }
}

function listener() {
  const told: string[] = []
  const at = new Date(clock.now() - 3600_000).toISOString()
  const cursors = new Map([[cursorName(topic.name), writePosition({ replay: 'AAA=', at })]])
  const sink: ChangeSink = {
    accept: (changes: readonly Change[]) => Promise.resolve(void told.push(...changes.map(({ id }) => id))),
    cursor: (name) => Promise.resolve(cursors.get(name)),
  }
  return { told, sink }
}

it('after a replay id that Salesforce does not know any more, mirrors are not asked for: the bridge wrote them itself', async () => {
  const { client, asked } = org()
  const { told, sink } = listener()
  const stop = new AbortController()
  const subscribed: unknown[] = []
  const pubsub = {
    topic: () => Promise.resolve({}),
    subscribe: () => {
      const call = new PassThrough({ objectMode: true })
      const write = (request: { replayPreset?: string }) => {
        subscribed.push(request.replayPreset)
        if (request.replayPreset === 'EARLIEST') stop.abort()
        else
          call.destroy(new PubSubError('subscription.fetch.replayid.validation.failed', 'catch-up', 'old', undefined))
        return true
      }
      return Object.assign(call, { write, cancel: () => void call.destroy() })
    },
  } as unknown as PubSub
  const services = { client, pubsub, clock, log: silentLog, health: createHealth(clock) }
  await followTopic(services, topic, sink, stop.signal)
  expect(subscribed).toEqual(['CUSTOM', 'EARLIEST'])
  expect([...asked]).toEqual(['Account'])
  expect(told).toEqual(['Account-1'])
})

it.each([
  ['an overflow of mirrors', 'Product2', []],
  ['an overflow of what people edit', 'Account', ['Account']],
  ['an event that cannot be read', undefined, ['Account']],
])('%s asks for what people edit only', async (_, entityName, kinds) => {
  const { client, asked } = org()
  const { told, sink } = listener()
  const decode = () => {
    if (entityName === undefined) throw new Error('unreadable')
    const header = { entityName, changeType: 'GAP_OVERFLOW', recordIds: [], commitTimestamp: 1_700_000_000_000n }
    return { header: { ...header, changeOrigin: '', commitUser: '', changedFields: [] }, fields: {} }
  }
  const schemas = new Map([['s', { fields: [], decode }]]) as unknown as Parameters<typeof accept>[0]['schemas']
  const pubsub = { schema: () => Promise.reject(new Error('known already')) }
  const { name, ...carried } = topic
  const event = { replayId: Buffer.from('r'), event: { id: 'e', schemaId: 's', payload: Buffer.from('') } }
  const response = { events: [event], latestReplayId: Buffer.from('r'), rpcId: 'x', pendingNumRequested: 1 }
  await accept(
    { ...carried, topic: name, client, pubsub, sink, schemas, seen: createSeen(), clock, log: silentLog },
    session.userId,
    new Date(clock.now() - 3600_000).toISOString(),
    response,
  )
  expect([...asked]).toEqual(kinds)
  expect(told).toEqual(kinds.map((kind) => `${kind}-1`))
})

import { describe, expect, it } from 'vitest'
import { Misconfigured } from '../../../engine/errors.ts'
import { account, billingInvoice, order } from '../entities.ts'
import { PubSubError } from '../pubsub/errors.ts'
import { entityTopic, findTopics } from './topics.ts'

const session = { accessToken: 't', instanceUrl: 'u', organizationId: 'o', userId: 'u' }

function org(...topics: string[]) {
  return {
    topic: (_: unknown, topicName: string) =>
      topics.includes(topicName)
        ? Promise.resolve({ topicName, canSubscribe: true, schemaId: '' })
        : Promise.reject(new PubSubError('topic.not.found', 'no-topic', 'no such topic', undefined)),
  }
}

const find = (pubsub: ReturnType<typeof org>, channel?: string) =>
  findTopics(pubsub, session, { channel }, [account, order])

describe('findTopics', () => {
  it("prefers the package's channel", async () => {
    const found = await find(org('/data/BC_Sync__chn', '/data/AccountChangeEvent'))
    expect(found).toEqual({ topics: [{ name: '/data/BC_Sync__chn', watch: [account, order] }], polled: [] })
  })

  it('goes on without it: topics of entities, of their lines, and queries for the rest', async () => {
    const found = await find(org('/data/OrderChangeEvent', '/data/OrderItemChangeEvent'))
    expect(found.topics).toEqual([
      { name: '/data/OrderChangeEvent', watch: [order] },
      { name: '/data/OrderItemChangeEvent', watch: [order] },
    ])
    expect(found.polled).toEqual([account])
  })

  it('takes a configured channel at its word', async () => {
    await expect(find(org('/data/BC_Sync__chn'), '/data/Mine__chn')).rejects.toBeInstanceOf(Misconfigured)
  })

  it('tells a forbidden channel from a missing one', async () => {
    const forbidden = { topic: () => Promise.resolve({ topicName: '', canSubscribe: false, schemaId: '' }) }
    await expect(findTopics(forbidden, session, { channel: undefined }, [account])).rejects.toThrow(/cannot.subscribe/)
  })
})

it('knows what a topic is called', () => {
  expect([account, billingInvoice].map(({ name }) => entityTopic(name))).toEqual([
    '/data/AccountChangeEvent',
    '/data/BC_Invoice__ChangeEvent',
  ])
})

import { describe, expect, it } from 'vitest'
import { Misconfigured } from '../../../engine/errors.ts'
import { account, billingInvoice, contact, order, product } from '../entities.ts'
import { PubSubError } from '../pubsub/errors.ts'
import { entityTopic, findTopics, shortcoming } from './topics.ts'

const session = { accessToken: 't', instanceUrl: 'u', organizationId: 'o', userId: 'u' }
const channel = '/data/BC_Sync__chn'
const own = {
  account: '/data/AccountChangeEvent',
  order: '/data/OrderChangeEvent',
  lines: '/data/OrderItemChangeEvent',
}

/** An org with these topics; those under `closed` the run-as user may not subscribe to. */
function org(open: readonly string[], closed: readonly string[] = []) {
  return {
    topic: (_: unknown, topicName: string) =>
      open.includes(topicName) || closed.includes(topicName)
        ? Promise.resolve({ topicName, canSubscribe: open.includes(topicName), schemaId: '' })
        : Promise.reject(new PubSubError('topic.not.found', 'no-topic', 'no such topic', undefined)),
  }
}

const find = (pubsub: ReturnType<typeof org>, configured?: string, refused: readonly string[] = []) =>
  findTopics(pubsub, session, { channel: configured }, [account, order], new Set(refused))

describe('findTopics', () => {
  it("prefers the package's channel", async () => {
    const found = await find(org([channel, own.account]))
    const lines = [{ of: order, name: 'OrderItem' }]
    expect(found).toEqual({
      topics: [{ name: channel, watch: [account, order], mirrors: [] }],
      polled: [],
      lines,
      closed: [],
    })
    // Which objects a channel carries nobody tells; the package's carries no lines, which is no shortcoming.
    expect(shortcoming(found)).toBeUndefined()
  })

  it('hears of mirrors on a channel, by their own topics only where that is wanted, and never asks for them', async () => {
    const mirrors = [product, billingInvoice]
    const topic = '/data/Product2ChangeEvent'
    const heard = async (pubsub: ReturnType<typeof org>, wanted?: boolean) =>
      findTopics(pubsub, session, { channel: undefined, mirrors: wanted }, [account], new Set(), mirrors)
    const channelled = await heard(org([channel, own.account]))
    expect(channelled.topics).toEqual([{ name: channel, watch: [account], mirrors }])
    const theirs = [own.account, topic]
    expect((await heard(org(theirs))).topics.map(({ name }) => name)).toEqual([own.account])
    const found = await heard(org(theirs, ['/data/BC_Invoice__ChangeEvent']), true)
    expect(found.topics).toEqual([
      { name: own.account, watch: [account], mirrors: [] },
      { name: topic, watch: [], mirrors: [product] },
    ])
    expect(found).toMatchObject({ polled: [], lines: [], closed: [] })
    expect(shortcoming(found)).toBeUndefined()
  })

  it('goes on without it: topics of entities, of their lines, and queries for the rest', async () => {
    const found = await find(org([own.order, own.lines]))
    expect(found.topics).toEqual([
      { name: own.order, watch: [order], mirrors: [] },
      { name: own.lines, watch: [order], mirrors: [] },
    ])
    expect(found).toMatchObject({ polled: [account], lines: [] })
    expect(shortcoming(found)).toMatchObject({ advice: expect.stringMatching(/select Account/) as string })
  })

  it("goes on with the entities' own topics where the user may not subscribe to the channel", async () => {
    const found = await find(org([own.account, own.order, own.lines], [channel]))
    expect(found.topics.map(({ name }) => name)).toEqual([own.account, own.order, own.lines])
    expect(found).toMatchObject({ polled: [], closed: [channel] })
    expect(shortcoming(found)).toBeUndefined()
  })

  it('asks by query for lines that are not told, and says so', async () => {
    const unheard = await find(org([own.account, own.order], [own.lines]))
    expect(unheard.topics.map(({ name }) => name)).toEqual([own.account, own.order])
    expect(unheard).toMatchObject({ polled: [], lines: [{ of: order, name: 'OrderItem' }], closed: [own.lines] })
    expect(shortcoming(unheard)).toEqual({
      detail: 'OrderItem is only asked every five minutes',
      advice: expect.stringMatching(/View All Records on Order \(permission set BC_Integration\)/) as string,
    })
    const unselected = await find(org([own.account, own.order]))
    expect(unselected).toMatchObject({ polled: [], lines: [{ of: order, name: 'OrderItem' }], closed: [] })
    expect(shortcoming(unselected)).toBeUndefined()
    const refused = await find(org([own.account, own.order, own.lines]), undefined, [own.lines])
    expect(refused).toMatchObject({ lines: [{ of: order, name: 'OrderItem' }], closed: [own.lines] })
    // Who is asked is asked with its lines.
    expect(await find(org([own.account]))).toMatchObject({ polled: [order], lines: [] })
  })

  it('believes a refused subscription rather than what the topic says of itself', async () => {
    const found = await find(org([channel, own.account, own.order]), undefined, [channel, own.order])
    expect(found.topics.map(({ name }) => name)).toEqual([own.account])
    expect(found).toMatchObject({ polled: [order], closed: [channel, own.order] })
  })

  it('asks by query for what the user may not hear, on a channel too: there it is left out without a word', async () => {
    const found = await find(org([channel, own.account], [own.order]))
    expect(found.topics).toEqual([{ name: channel, watch: [account, order], mirrors: [] }])
    expect(found).toMatchObject({ polled: [order], closed: [own.order] })
    expect(shortcoming(found)).toMatchObject({
      detail: 'Order is only asked every five minutes',
      advice: expect.stringMatching(/View All Records on Order \(permission set BC_Integration\)/) as string,
    })
  })

  it('asks by query for everything when nothing else is open', async () => {
    const none = await findTopics(org([], [channel, own.account]), session, { channel: undefined }, [account, contact])
    expect(none).toEqual({ topics: [], polled: [account, contact], lines: [], closed: [channel, own.account] })
    expect(shortcoming(none)?.advice).toMatch(/View All Records on Account .*select Contact/s)
  })

  it('takes a configured channel at its word', async () => {
    await expect(find(org([channel]), '/data/Mine__chn')).rejects.toBeInstanceOf(Misconfigured)
    await expect(find(org([], ['/data/Mine__chn']), '/data/Mine__chn')).rejects.toMatchObject({
      advice: expect.stringMatching(/leave SF_CDC_CHANNEL unset/) as string,
    })
  })

  it('stops at what no other topic can mend', async () => {
    const unlicensed = {
      topic: () => Promise.reject(new PubSubError('service.tenant.license', 'stop', 'no licence', undefined)),
    }
    await expect(findTopics(unlicensed, session, { channel: undefined }, [account])).rejects.toThrow(/license/)
  })
})

it('knows what a topic is called', () => {
  expect([account, billingInvoice].map(({ name }) => entityTopic(name))).toEqual([
    '/data/AccountChangeEvent',
    '/data/BC_Invoice__ChangeEvent',
  ])
})

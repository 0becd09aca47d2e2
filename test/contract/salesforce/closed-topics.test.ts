import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChangeSource, Connector } from '../../../bridge/src/engine/ports.ts'
import { startOrg, type Org } from './org.ts'
import { recordingSink, type RecordingSink } from './recording-sink.ts'
import { sellSomething } from './sell-something.ts'

/** The bridge's user has BC_Integration and no more: View All Records on each entity, not View All Data. */
let org: Org
let connector: Connector
let source: ChangeSource
let sink: RecordingSink
let stop: () => Promise<void>
let ended: Promise<void>

const channel = '/data/BC_Sync__chn'
const own = ['/data/AccountChangeEvent', '/data/OrderChangeEvent', '/data/BC_Command__ChangeEvent']

beforeAll(async () => {
  org = await startOrg()
})
beforeEach(async () => {
  await org.reset()
  org.emulator.pubSub.switches.channelsWithoutViewAllData = 'refused'
  org.emulator.pubSub.switches.entityTopics = 'any-channel'
  sink = recordingSink()
  stop = () => Promise.resolve()
})
afterEach(() => stop())
afterAll(() => org.close())

async function listen(settings?: Parameters<Org['connect']>[0]): Promise<void> {
  connector = await org.connect(settings)
  source = connector.changes[0] as ChangeSource
  const abort = new AbortController()
  ended = source.run(sink, abort.signal)
  ended.catch(() => undefined)
  stop = async () => {
    abort.abort()
    await ended.catch(() => undefined)
  }
}

const heard = (text: string) => sink.until(() => sink.told.some((each) => each.includes(text)))
/** What keeps a cursor, apart from the queries for lines. */
const followed = () => [...sink.cursors.keys()].filter((name) => !name.includes('lines of')).toSorted()
const doctor = async () =>
  (await connector.check()).find(({ name }) => name.startsWith('Salesforce change events')) ?? { name: 'missing' }

/** The admin takes View All Records on an object away, or never gave it. */
function hide(object: string): void {
  const [row] = org
    .rows('ObjectPermissions')
    .filter((one) => one.SobjectType === object && one.PermissionsViewAllRecords === true)
  org.change('ObjectPermissions', String(row?.Id), {
    PermissionsViewAllRecords: false,
    PermissionsModifyAllRecords: false,
  })
}

describe('a channel that asks for View All Data', () => {
  it("is left alone: the entities' own topics tell the same", async () => {
    await listen()
    const first = org.save('Account', { Name: 'First' })
    await heard(first)
    org.change('Account', first, { Phone: '1' })
    await heard(`Account updated ${first}`)
    expect(sink.told).toEqual([`Account created ${first}`, `Account updated ${first}`])
    expect(followed()).toEqual(['salesforce:/data/AccountChangeEvent'])
    expect(source.state()).toMatchObject({ connected: true })
    expect(source.state().problem).toBeUndefined()
    const found = await doctor()
    expect(found).toMatchObject({ ok: true })
    for (const name of [...own, channel])
      expect(found).toMatchObject({ detail: expect.stringContaining(name) as string })
  })

  it('stops the bridge only where the operator has asked for that very channel', async () => {
    await listen({ channel })
    await expect(ended).rejects.toMatchObject({ advice: expect.stringMatching(/leave SF_CDC_CHANNEL unset/) as string })
    expect(await doctor()).toMatchObject({ ok: false, advice: expect.stringMatching(/SF_CDC_CHANNEL/) as string })
  })

  it('closes while the bridge listens: it goes on with the topics of the entities, and loses nothing', async () => {
    org.emulator.pubSub.switches.channelsWithoutViewAllData = 'silent'
    await listen()
    const first = org.save('Account', { Name: 'First' })
    await heard(first)
    expect(followed()).toEqual([`salesforce:${channel}`])
    org.emulator.pubSub.switches.channelsWithoutViewAllData = 'refused'
    org.emulator.pubSub.dropStreams()
    const second = org.save('Account', { Name: 'Second' })
    await heard(second)
    expect(followed()).toContain('salesforce:/data/AccountChangeEvent')
    expect(source.state()).toMatchObject({ connected: true })
  })
})

describe('an entity that the user may not view', () => {
  it.each(['refused', 'silent'] as const)('is asked by query, where channels are %s', async (channels) => {
    org.emulator.pubSub.switches.channelsWithoutViewAllData = channels
    hide('Order')
    const { orderId } = sellSomething(org, [])
    await listen()
    await heard(`Order updated ${orderId}`)
    await heard(`Account created ${org.save('Account', { Name: 'Seen' })}`)
    expect(source.state()).toMatchObject({ connected: true })
    expect(source.state().problem).toMatch(/^Order is only asked every five minutes.*View All Records on Order/)
    expect(await doctor()).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/Order is only asked/) as string,
      advice: expect.stringMatching(/BC_Integration/) as string,
    })
  })

  it('is found by the query where no topic is open at all', async () => {
    org.emulator.pubSub.switches.entityTopics = 'default-channel'
    const account = org.save('Account', { Name: 'Asked' })
    await listen()
    await heard(account)
    await sink.until(() => followed().includes('salesforce:poll:Account'))
    expect(followed()).toEqual(['salesforce:poll:Account'])
    expect(await doctor()).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^no channel; Account, Order/) as string,
    })
  })
})

it('lines that no open topic carries are asked by query', async () => {
  const { orderId } = sellSomething(org, [{ quantity: '1', price: '10' }])
  // Nothing that happens to orders is told here.
  await listen({ channel: '/data/AccountChangeEvent' })
  await heard(`Order updated ${orderId}`)
  await sink.until(() => sink.cursors.has('salesforce:poll:lines of Order'))
  expect(source.state().problem).toBeUndefined()
})

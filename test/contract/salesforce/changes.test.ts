import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { account } from '../../../bridge/src/connectors/salesforce/entities.ts'
import { Misconfigured } from '../../../bridge/src/engine/errors.ts'
import type { ChangeSource, Connector } from '../../../bridge/src/engine/ports.ts'
import { company, startOrg, type Org } from './org.ts'
import { recordingSink, type RecordingSink } from './recording-sink.ts'
import { sellSomething } from './sell-something.ts'

const topic = 'salesforce:/data/BC_Sync__chn'

let org: Org
let connector: Connector
let source: ChangeSource
let sink: RecordingSink
const listening: { stop: () => Promise<void> }[] = []

beforeAll(async () => {
  org = await startOrg()
})
beforeEach(async () => {
  await org.reset()
  // Everything over one channel; what happens where that is closed stands in closed-topics.test.ts.
  org.emulator.pubSub.switches.channelsWithoutViewAllData = 'silent'
  sink = recordingSink()
  await connect()
})
afterEach(async () => {
  await Promise.all(listening.splice(0).map(({ stop }) => stop()))
})
afterAll(() => org.close())

async function connect(): Promise<void> {
  connector = await org.connect()
  const [changes] = connector.changes
  if (!changes) throw new Error('no change source')
  source = changes
}

/** Runs the source until `stop`, which also tells how it ended. */
function listen() {
  const abort = new AbortController()
  const run = source.run(sink, abort.signal)
  run.catch(() => undefined)
  const one = {
    ended: run,
    stop: async () => {
      abort.abort()
      await run.catch(() => undefined)
    },
  }
  listening.push(one)
  return one
}

const heard = (text: string) => sink.until(() => sink.told.some((each) => each.includes(text)))
const replay = () => JSON.parse(sink.cursors.get(topic) ?? '{}') as { replay?: string; at?: string }

describe('the stream', () => {
  it('tells what was saved before and after it began', async () => {
    const before = org.save('Account', { Name: 'Before' })
    listen()
    await heard(before)
    const after = org.save('Account', { Name: 'After' })
    org.change('Account', after, { Phone: '1' })
    org.remove('Account', before)
    await heard(`deleted ${before}`)
    expect(sink.told).toEqual([
      `Account created ${before}`,
      `Account created ${after}`,
      `Account updated ${after}`,
      `Account deleted ${before}`,
    ])
    const now = new Date(org.clock.now()).toISOString()
    expect(sink.changes[0]).toMatchObject({ company: '', at: now, echo: false })
    expect(source.state()).toEqual({ connected: true, lastEventAt: now })
  })

  it('goes on where it stopped', async () => {
    const first = org.save('Account', { Name: 'First' })
    const run = listen()
    await heard(first)
    await run.stop()
    const second = org.save('Account', { Name: 'Second' })
    await connect()
    listen()
    await heard(second)
    expect(sink.told).toEqual([`Account created ${first}`, `Account created ${second}`])
  })

  it('is silent about objects that nobody watches', async () => {
    org.save('Contact', { LastName: 'Nobody' })
    const { orderId } = sellSomething(org, [])
    listen()
    await heard(orderId)
    expect(sink.told.filter((each) => !/^(Account|Order) /.test(each))).toEqual([])
  })

  it('asks for more than the first hundred events', async () => {
    const ids = Array.from({ length: 250 }, (_, index) => org.save('Account', { Name: `A ${index}` }))
    listen()
    await sink.until(() => sink.told.length >= 250)
    expect(sink.changes.map(({ id }) => id)).toEqual(ids)
  })

  it('tells every record of merged changes', async () => {
    const ids = ['1', '2', '3'].map((name) => org.save('Account', { Name: name }))
    const person = { userId: String(org.row('Account', ids[0] ?? '')?.OwnerId), api: 'soap' }
    org.emulator.dml.transaction(person, () => {
      for (const id of ids) org.emulator.dml.update(person, 'Account', id, { Phone: '5' })
    })
    listen()
    await heard(`updated ${ids[2] ?? ''}`)
    expect(sink.told.slice(3)).toEqual(ids.map((id) => `Account updated ${id}`))
  })
})

describe('echoes', () => {
  it('are our own writes, and only those', async () => {
    const id = org.save('Account', { Name: 'Acme' })
    await connector.writer.write(account, company, [{ key: 'k:1', id, fields: { BC_Number__c: '1' } }])
    await connector.notices?.tell(account, [{ id, status: 'Synced', message: 'Customer 1' }])
    org.change('Account', id, { Phone: '2' })
    listen()
    await sink.until(() => sink.told.length >= 4)
    expect(sink.told).toEqual([
      `Account created ${id}`,
      `Account updated ${id} (echo)`,
      `Account updated ${id} (echo)`,
      `Account updated ${id}`,
    ])
  })

  it('are not what an automation of the org changed along with our write', async () => {
    const id = org.save('Account', { Name: 'Acme' })
    const bridge = { userId: org.emulator.userId, api: 'rest', client: 'bcbridge' }
    await connector.writer.write(account, company, [{ key: 'k:1', id, fields: { BC_Number__c: '1' } }])
    const admin = { userId: String(org.row('Account', id)?.OwnerId), api: 'rest' }
    org.emulator.dml.transaction(bridge, () => {
      org.emulator.dml.update(bridge, 'Account', id, { BC_Number__c: '2' })
      org.emulator.dml.update(admin, 'Account', id, { BillingCity: 'Graz' })
    })
    listen()
    await sink.until(() => sink.told.length >= 3)
    expect(sink.told[2]).toBe(`Account updated ${id}`)
  })

  it('are not what somebody else does under our name', async () => {
    const id = org.save('Account', { Name: 'Acme' })
    const other = { userId: String(org.row('Account', id)?.OwnerId), api: 'rest', client: 'bcbridge' }
    await connector.writer.write(account, company, [{ key: 'k:1', id, fields: { BC_Number__c: '1' } }])
    org.emulator.dml.update(other, 'Account', id, { BC_Number__c: '2' })
    listen()
    await sink.until(() => sink.told.length >= 3)
    expect(sink.told.slice(1)).toEqual([`Account updated ${id} (echo)`, `Account updated ${id}`])
  })
})

describe('events that are not as they should be', () => {
  it('delivered twice are told once', async () => {
    org.emulator.faults.arm({ kind: 'duplicate-event' })
    const first = org.save('Account', { Name: 'Twice' })
    const second = org.save('Account', { Name: 'Once' })
    listen()
    await heard(second)
    expect(sink.told).toEqual([`Account created ${first}`, `Account created ${second}`])
  })

  it('without data still name their records', async () => {
    const id = org.save('Account', { Name: 'Acme' })
    org.emulator.faults.arm({ kind: 'gap-event' })
    org.change('Account', id, { Name: 'Acme Inc.' })
    listen()
    await heard('updated')
    expect(sink.told).toEqual([`Account created ${id}`, `Account updated ${id}`])
  })

  it('that name no records make the bridge ask', async () => {
    const known = org.save('Account', { Name: 'Known' })
    listen()
    await heard(known)
    org.emulator.faults.arm({ kind: 'overflow' })
    const id = org.save('Account', { Name: 'One of very many' })
    await heard(id)
    expect(sink.told).toContain(`Account created ${id}`)
  })
})

describe('trouble', () => {
  it.each([
    ['the stream drops with its events', { kind: 'drop-stream', match: '^Deliver ' }],
    ['the stream drops after its events', { kind: 'drop-stream', match: '^Deliver ', after: true }],
    ['the service is away', { kind: 'service-unavailable', match: '^Subscribe ', times: 3 }],
    ['the session is refused', { kind: 'auth-error', match: '^Subscribe ' }],
    ['a schema cannot be had', { kind: 'service-unavailable', match: '^GetSchema ' }],
  ])('%s: nothing is lost, nothing comes twice', async (_, fault) => {
    org.emulator.faults.arm(fault)
    const first = org.save('Account', { Name: 'First' })
    listen()
    await heard(first)
    const second = org.save('Account', { Name: 'Second' })
    await heard(second)
    expect(sink.told).toEqual([`Account created ${first}`, `Account created ${second}`])
  })

  it('an expired session is replaced when the stream is opened again', async () => {
    org.save('Account', { Name: 'First' })
    listen()
    await heard('created')
    await org.emulator.clock.advance(3 * 3600_000)
    org.emulator.pubSub.dropStreams()
    const second = org.save('Account', { Name: 'Second' })
    await heard(second)
    expect(sink.told).toHaveLength(2)
  })

  it('a database that fails gets the same events again', async () => {
    sink.failures = [new Error('the database does not answer')]
    const id = org.save('Account', { Name: 'Again' })
    listen()
    await heard(id)
    expect(sink.told).toEqual([`Account created ${id}`])
  })

  it('a keep-alive moves the cursor of a quiet topic', async () => {
    org.save('Account', { Name: 'First' })
    listen()
    await heard('created')
    const before = Date.parse(replay().at ?? '')
    const kept = sink.until(() => Date.parse(replay().at ?? '') > before)
    await org.emulator.clock.advance(271_000)
    await kept
    expect(Date.parse(replay().at ?? '') - before).toBeGreaterThanOrEqual(270_000)
  })

  it('a replay id that is too old makes the bridge ask for what it missed, then go on', async () => {
    const old = org.save('Account', { Name: 'Old' })
    const run = listen()
    await heard(old)
    await run.stop()
    await org.emulator.clock.advance(3600_000)
    const missed = org.save('Account', { Name: 'Missed' })
    org.remove('Account', old)
    await org.emulator.clock.advance(73 * 3600_000)
    const fresh = org.save('Account', { Name: 'Fresh' })
    await connect()
    listen()
    await sink.until(() => sink.told.filter((each) => each.endsWith(fresh)).length >= 2)
    expect(sink.told).toEqual([
      `Account created ${old}`,
      `Account created ${missed}`,
      `Account created ${fresh}`,
      `Account deleted ${old}`,
      `Account created ${fresh}`,
    ])
  })

  it('a channel that does not exist stops with what to do', async () => {
    connector = await org.connect({ channel: '/data/Typo__chn' })
    source = connector.changes[0] as ChangeSource
    const error: unknown = await listen().ended.catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Misconfigured)
    expect((error as Misconfigured).advice).toMatch(/SF_CDC_CHANNEL/)
  })

  it('one of several channels may be chosen', async () => {
    connector = await org.connect({ channel: '/data/AccountChangeEvent' })
    source = connector.changes[0] as ChangeSource
    const id = org.save('Account', { Name: 'Chosen' })
    listen()
    await heard(id)
    expect([...sink.cursors.keys()]).toEqual(['salesforce:/data/AccountChangeEvent'])
  })
})

describe('looking once', () => {
  it('tells everything at first, then only what is new', async () => {
    const first = org.save('Account', { Name: 'First' })
    expect(await source.poll?.(sink)).toBe(1)
    expect(await source.poll?.(sink)).toBe(0)
    await org.emulator.clock.advance(60_000)
    const second = org.save('Account', { Name: 'Second' })
    org.remove('Account', first)
    // The deletion log goes by whole minutes.
    await org.emulator.clock.advance(60_000)
    expect(await source.poll?.(sink)).toBe(2)
    expect(sink.told.slice(1)).toEqual([`Account created ${second}`, `Account deleted ${first}`])
  })

  it('finds what was committed late, with an older stamp than the last one seen', async () => {
    org.save('Account', { Name: 'First' })
    await source.poll?.(sink)
    await connect()
    const late = org.save('Account', { Name: 'Same instant' })
    await source.poll?.(sink)
    expect(sink.told).toContain(`Account created ${late}`)
  })

  it('takes changed lines for a change of their order', async () => {
    const { orderId, lineIds } = sellSomething(org, [{ quantity: '1', price: '1' }])
    await source.poll?.(sink)
    await org.emulator.clock.advance(3600_000)
    org.change('OrderItem', lineIds[0] ?? '', { Description: 'changed' })
    sink.told.length = 0
    await source.poll?.(sink)
    expect(sink.told).toContain(`Order updated ${orderId}`)
  })

  it('turns pages of records that share one stamp', async () => {
    for (let index = 0; index < 2005; index++) org.save('Account', { Name: `A ${index}` })
    expect(await source.poll?.(sink)).toBe(2005)
    expect(new Set(sink.changes.map(({ id }) => id)).size).toBe(2005)
  })
})

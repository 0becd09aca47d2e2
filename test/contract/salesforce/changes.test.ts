import { afterEach, describe, expect, it } from 'vitest'
import { account } from '../../../bridge/src/connectors/salesforce/entities.ts'
import { Misconfigured } from '../../../bridge/src/engine/errors.ts'
import { followed } from './followed.ts'
import { company } from './org.ts'
import { sellSomething } from './sell-something.ts'

const topic = 'salesforce:/data/BC_Sync__chn'

const on = followed()
const listening: { stop: () => Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(listening.splice(0).map(({ stop }) => stop()))
})

/** Runs the source until `stop`, which also tells how it ended. */
function listen() {
  const abort = new AbortController()
  const run = on.source.run(on.sink, abort.signal)
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

const heard = (text: string) => on.sink.until(() => on.sink.told.some((each) => each.includes(text)))
const replay = () => JSON.parse(on.sink.cursors.get(topic) ?? '{}') as { replay?: string; at?: string }

describe('the stream', () => {
  it('tells what was saved before and after it began', async () => {
    const before = on.org.save('Account', { Name: 'Before' })
    listen()
    await heard(before)
    const after = on.org.save('Account', { Name: 'After' })
    on.org.change('Account', after, { Phone: '1' })
    on.org.remove('Account', before)
    await heard(`deleted ${before}`)
    expect(on.sink.told).toEqual([
      `Account created ${before}`,
      `Account created ${after}`,
      `Account updated ${after}`,
      `Account deleted ${before}`,
    ])
    const now = new Date(on.org.clock.now()).toISOString()
    expect(on.sink.changes[0]).toMatchObject({ company: '', at: now, echo: false })
    expect(on.source.state()).toEqual({ connected: true, lastEventAt: now })
  })

  it('goes on where it stopped', async () => {
    const first = on.org.save('Account', { Name: 'First' })
    const run = listen()
    await heard(first)
    await run.stop()
    const second = on.org.save('Account', { Name: 'Second' })
    await on.connect()
    listen()
    await heard(second)
    expect(on.sink.told).toEqual([`Account created ${first}`, `Account created ${second}`])
  })

  it('is silent about objects that nobody watches', async () => {
    on.org.save('Contact', { LastName: 'Nobody' })
    const { orderId } = sellSomething(on.org, [])
    listen()
    await heard(orderId)
    expect(on.sink.told.filter((each) => !/^(Account|Order) /.test(each))).toEqual([])
  })

  it('asks for more than the first hundred events', async () => {
    const ids = Array.from({ length: 250 }, (_, index) => on.org.save('Account', { Name: `A ${index}` }))
    listen()
    await on.sink.until(() => on.sink.told.length >= 250)
    expect(on.sink.changes.map(({ id }) => id)).toEqual(ids)
  })

  it('tells every record of merged changes', async () => {
    const ids = ['1', '2', '3'].map((name) => on.org.save('Account', { Name: name }))
    const person = { userId: String(on.org.row('Account', ids[0] ?? '')?.OwnerId), api: 'soap' }
    on.org.emulator.dml.transaction(person, () => {
      for (const id of ids) on.org.emulator.dml.update(person, 'Account', id, { Phone: '5' })
    })
    listen()
    await heard(`updated ${ids[2] ?? ''}`)
    expect(on.sink.told.slice(3)).toEqual(ids.map((id) => `Account updated ${id}`))
  })
})

describe('echoes', () => {
  it('are our own writes, and only those', async () => {
    const id = on.org.save('Account', { Name: 'Acme' })
    await on.connector.writer.write(account, company, [{ key: 'k:1', id, fields: { BC_Number__c: '1' } }])
    await on.connector.notices?.tell(account, [{ id, status: 'Synced', message: 'Customer 1' }])
    on.org.change('Account', id, { Phone: '2' })
    listen()
    await on.sink.until(() => on.sink.told.length >= 4)
    expect(on.sink.told).toEqual([
      `Account created ${id}`,
      `Account updated ${id} (echo)`,
      `Account updated ${id} (echo)`,
      `Account updated ${id}`,
    ])
  })

  it('are not what an automation of the org changed along with our write', async () => {
    const id = on.org.save('Account', { Name: 'Acme' })
    const bridge = { userId: on.org.emulator.userId, api: 'rest', client: 'bcbridge' }
    await on.connector.writer.write(account, company, [{ key: 'k:1', id, fields: { BC_Number__c: '1' } }])
    const admin = { userId: String(on.org.row('Account', id)?.OwnerId), api: 'rest' }
    on.org.emulator.dml.transaction(bridge, () => {
      on.org.emulator.dml.update(bridge, 'Account', id, { BC_Number__c: '2' })
      on.org.emulator.dml.update(admin, 'Account', id, { BillingCity: 'Graz' })
    })
    listen()
    await on.sink.until(() => on.sink.told.length >= 3)
    expect(on.sink.told[2]).toBe(`Account updated ${id}`)
  })

  it('are not what somebody else does under our name', async () => {
    const id = on.org.save('Account', { Name: 'Acme' })
    const other = { userId: String(on.org.row('Account', id)?.OwnerId), api: 'rest', client: 'bcbridge' }
    await on.connector.writer.write(account, company, [{ key: 'k:1', id, fields: { BC_Number__c: '1' } }])
    on.org.emulator.dml.update(other, 'Account', id, { BC_Number__c: '2' })
    listen()
    await on.sink.until(() => on.sink.told.length >= 3)
    expect(on.sink.told.slice(1)).toEqual([`Account updated ${id} (echo)`, `Account updated ${id}`])
  })
})

describe('events that are not as they should be', () => {
  it('delivered twice are told once', async () => {
    on.org.emulator.faults.arm({ kind: 'duplicate-event' })
    const first = on.org.save('Account', { Name: 'Twice' })
    const second = on.org.save('Account', { Name: 'Once' })
    listen()
    await heard(second)
    expect(on.sink.told).toEqual([`Account created ${first}`, `Account created ${second}`])
  })

  it('without data still name their records', async () => {
    const id = on.org.save('Account', { Name: 'Acme' })
    on.org.emulator.faults.arm({ kind: 'gap-event' })
    on.org.change('Account', id, { Name: 'Acme Inc.' })
    listen()
    await heard('updated')
    expect(on.sink.told).toEqual([`Account created ${id}`, `Account updated ${id}`])
  })

  it('that name no records make the bridge ask', async () => {
    const known = on.org.save('Account', { Name: 'Known' })
    listen()
    await heard(known)
    on.org.emulator.faults.arm({ kind: 'overflow' })
    const id = on.org.save('Account', { Name: 'One of very many' })
    await heard(id)
    expect(on.sink.told).toContain(`Account created ${id}`)
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
    on.org.emulator.faults.arm(fault)
    const first = on.org.save('Account', { Name: 'First' })
    listen()
    await heard(first)
    const second = on.org.save('Account', { Name: 'Second' })
    await heard(second)
    expect(on.sink.told).toEqual([`Account created ${first}`, `Account created ${second}`])
  })

  it('an expired session is replaced when the stream is opened again', async () => {
    on.org.save('Account', { Name: 'First' })
    listen()
    await heard('created')
    await on.org.emulator.clock.advance(3 * 3600_000)
    on.org.emulator.pubSub.dropStreams()
    const second = on.org.save('Account', { Name: 'Second' })
    await heard(second)
    expect(on.sink.told).toHaveLength(2)
  })

  it('a database that fails gets the same events again', async () => {
    on.sink.failures = [new Error('the database does not answer')]
    const id = on.org.save('Account', { Name: 'Again' })
    listen()
    await heard(id)
    expect(on.sink.told).toEqual([`Account created ${id}`])
  })

  it('a keep-alive moves the cursor of a quiet topic', async () => {
    on.org.save('Account', { Name: 'First' })
    listen()
    await heard('created')
    const before = Date.parse(replay().at ?? '')
    const kept = on.sink.until(() => Date.parse(replay().at ?? '') > before)
    await on.org.emulator.clock.advance(271_000)
    await kept
    expect(Date.parse(replay().at ?? '') - before).toBeGreaterThanOrEqual(270_000)
  })

  it('a replay id that is too old makes the bridge ask for what it missed, then go on', async () => {
    const old = on.org.save('Account', { Name: 'Old' })
    const run = listen()
    await heard(old)
    await run.stop()
    await on.org.emulator.clock.advance(3600_000)
    const missed = on.org.save('Account', { Name: 'Missed' })
    on.org.remove('Account', old)
    await on.org.emulator.clock.advance(73 * 3600_000)
    const fresh = on.org.save('Account', { Name: 'Fresh' })
    await on.connect()
    listen()
    await on.sink.until(() => on.sink.told.filter((each) => each.endsWith(fresh)).length >= 2)
    expect(on.sink.told).toEqual([
      `Account created ${old}`,
      `Account created ${missed}`,
      `Account created ${fresh}`,
      `Account deleted ${old}`,
      `Account created ${fresh}`,
    ])
  })

  it('a channel that does not exist stops with what to do', async () => {
    await on.connect({ channel: '/data/Typo__chn' })
    const error: unknown = await listen().ended.catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Misconfigured)
    expect((error as Misconfigured).advice).toMatch(/SF_CDC_CHANNEL/)
  })

  it('one of several channels may be chosen', async () => {
    await on.connect({ channel: '/data/AccountChangeEvent' })
    const id = on.org.save('Account', { Name: 'Chosen' })
    listen()
    await heard(id)
    expect([...on.sink.cursors.keys()].filter((name) => !name.includes('lines of'))).toEqual([
      'salesforce:/data/AccountChangeEvent',
    ])
  })
})

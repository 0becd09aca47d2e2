import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { AlreadyLinked, linkKey, type AuditEntry, type JobKey, type Link } from '../engine/store.ts'
import { fakeClock } from '../engine/testing/fake-clock.ts'
import { whatBecame } from '../engine/what-became.ts'
import { checkMigrations, migrate } from './migrate.ts'
import type { PostgresStore } from './open-store.ts'
import { scratchServer, type ScratchServer } from './testing/scratch-database.ts'

let server: ScratchServer
let store: PostgresStore
beforeAll(async () => {
  server = await scratchServer()
})
afterEach(() => store.close())
afterAll(() => server.stop())

const start = async () => (store = await server.freshStore(fakeClock()))
const now = '2026-11-21T08:00:00.000Z'
const key = (record: string): JobKey => ({ flow: 'f', company: 'c', record })
const Account = { system: 'sf', name: 'Account' }
const customer = { system: 'bc', name: 'customer' }
const vendor = { system: 'bc', name: 'vendor' }
const link = (sourceId: string, targetId: string, more: Partial<Link> = {}): Link => ({
  ...{ company: 'c', source: Account, sourceId, target: customer, targetId },
  ...more,
})

test('a link is found from both sides, in its company, for its kind of partner', async () => {
  const { links } = await start()
  await links.save([link('a1', 'c1'), link('a1', 'v1', { target: vendor }), link('a1', 'c9', { company: 'other' })])
  const wanted = [
    { entity: Account, id: 'a1', partner: customer },
    { entity: Account, id: 'a1', partner: vendor },
    { entity: customer, id: 'c1', partner: Account },
    { entity: Account, id: 'a2', partner: customer },
  ]
  const found = await links.find('c', wanted)
  expect(wanted.map((each) => found.get(linkKey(each)))).toEqual(['c1', 'v1', 'a1', undefined])
})

test('the same link again, from either direction, is no error; another partner is', async () => {
  const { links } = await start()
  await links.save([link('a1', 'c1')])
  await links.save([
    link('a1', 'c1'),
    { company: 'c', source: customer, sourceId: 'c1', target: Account, targetId: 'a1' },
  ])
  await expect(links.save([link('a1', 'c2')])).rejects.toThrow(new AlreadyLinked(link('a1', 'c2'), 'customer c1'))
  await expect(links.save([link('a2', 'c1')])).rejects.toThrow('customer c1 is already linked to Account a1')
  await links.remove({ company: 'c', source: customer, sourceId: 'c1', target: Account, targetId: 'a1' })
  await links.save([link('a2', 'c1')])
})

test('two that link the same record at the same time: one has it, the other is told', async () => {
  const { links } = await start()
  const results = await Promise.allSettled([links.save([link('a1', 'c1')]), links.save([link('a2', 'c1')])])
  expect(results.filter((result) => result.status === 'rejected')).toHaveLength(1)
})

test('a job waits for several links and wakes with the first', async () => {
  const { waiting } = await start()
  const [one, two] = ['1', '2'].map((id) => ({ entity: Account, id, partner: customer }))
  if (!one || !two) throw new Error('unreachable')
  expect(await waiting.wait(key('order'), [one, two], now)).toBe(true)
  expect(await waiting.list(10)).toHaveLength(2)
  expect(await waiting.count()).toBe(1)
  expect(await waiting.waitingFor('c', [two])).toEqual([key('order')])
  expect(await waiting.wake('elsewhere', [two])).toEqual([])
  expect(await waiting.wake('c', [two])).toEqual([key('order')])
  expect(await waiting.count()).toBe(0)

  // Who hopes does not wait: it is neither told nor counted, but it is woken.
  const hoping = { job: key('invoice'), missing: [one, two] }
  expect(await waiting.hope([hoping, { job: key('memo'), missing: [] }], now)).toEqual([])
  expect([await waiting.count(), await waiting.list(10), await waiting.waitingFor('c', [one])]).toEqual([0, [], []])
  await waiting.leave([key('invoice')])
  expect(await waiting.wake('c', [one])).toEqual([key('invoice')])
  expect(await waiting.wake('c', [one, two])).toEqual([])
  await waiting.hope([hoping], now)
  await waiting.hope([{ ...hoping, missing: [] }], now)
  expect(await waiting.wake('c', [one])).toEqual([])
})

test('who begins to wait in the moment in which the link is made does not sleep for ever', async () => {
  const { links } = await start()
  const missing = { entity: Account, id: 'a1', partner: customer }
  let waiter: Promise<boolean> | undefined
  await store.transaction(async (tables) => {
    await tables.links.save([link('a1', 'c1')])
    expect(await tables.waiting.wake('c', [missing])).toEqual([])
    // The other begins now: it neither sees our link, nor did we see it waiting.
    waiter = store.transaction((others) => others.waiting.wait(key('order'), [missing], now))
  })
  expect(await waiter).toBe(false)
  expect(await store.waiting.count()).toBe(0)
  expect((await links.find('c', [missing])).size).toBe(1)
})

test('a hash is distrusted; what says instead of a hash what has become of a record stays', async () => {
  const { written } = await start()
  const hashes = ['a-hash', ...whatBecame.map((word) => `${word}and more`)]
  await written.save(hashes.map((hash, index) => ({ ...key(String(index)), hash, targetId: 't', at: now })))
  const keys = hashes.map((_, index) => String(index))
  await written.distrust(keys.map(key))
  const found = await written.find('f', 'c', keys)
  expect(keys.map((record) => found.get(record)?.hash)).toEqual(['', ...hashes.slice(1)])
})

test('intents, written records and cursors are replaced, not doubled', async () => {
  const { intents, written, cursors } = await start()
  const intent = { ...key('1'), marks: undefined, known: ['x', 'y'], at: now }
  await intents.save([{ ...intent, known: [] }])
  await intents.save([intent])
  expect(await intents.find([key('1'), key('2')])).toEqual([intent])
  await intents.remove([key('1')])
  expect(await intents.find([key('1')])).toEqual([])
  await written.save([{ ...key('1'), hash: 'old', targetId: 't', at: now }])
  await written.save([{ ...key('1'), hash: 'new', targetId: 't', at: now }])
  expect((await written.find('f', 'c', ['1', '2'])).get('1')?.hash).toBe('new')
  await written.forget([key('1')])
  expect((await written.find('f', 'c', ['1'])).size).toBe(0)
  await cursors.set({ name: 'n', value: '1' })
  await cursors.set({ name: 'n', value: '2' })
  expect([await cursors.get('n'), await cursors.get('m')]).toEqual(['2', undefined])
})

test('the audit log tells of a record from both sides, newest first, and counts', async () => {
  const { audit } = await start()
  const entry: AuditEntry = {
    ...{ ...key('a1'), at: now, source: Account, target: customer, targetId: undefined },
    ...{ outcome: 'failed', fields: undefined, message: 'no' },
  }
  await audit.add([entry, { ...entry, targetId: 'c1', outcome: 'inserted', fields: { name: 'Ö', amount: '1.10' } }])
  await audit.add([{ ...entry, record: 'a2' }])
  expect((await audit.of('sf', 'a1', 10)).map((each) => each.outcome)).toEqual(['inserted', 'failed'])
  expect(await audit.of('bc', 'c1', 10)).toMatchObject([{ fields: { name: 'Ö', amount: '1.10' }, message: 'no' }])
  expect(await audit.of('bc', 'a1', 10)).toEqual([])
  expect(await audit.counts()).toEqual([
    { flow: 'f', outcome: 'failed', count: 2 },
    { flow: 'f', outcome: 'inserted', count: 1 },
  ])
})

test('an issue is renewed, not doubled, and closed with its job', async () => {
  const { issues } = await start()
  const issue = { ...key('1'), at: now, message: 'first', advice: 'do', vendor: undefined }
  await issues.open([{ ...issue, concerns: [{ entity: customer, id: 'c1' }] }])
  expect(await issues.concerning([{ entity: customer, id: 'c1', company: 'c' }])).toEqual([key('1')])
  expect(await issues.concerning([{ entity: customer, id: 'c1', company: 'other' }])).toEqual([])
  expect(await issues.concerning([{ entity: customer, id: 'c1', company: '' }])).toEqual([key('1')])
  await issues.open([{ ...issue, message: 'second' }])
  expect(await issues.list(10)).toMatchObject([{ message: 'second', vendor: undefined }])
  expect(await issues.concerning([{ entity: customer, id: 'c1', company: 'c' }])).toEqual([])
  expect([await issues.close([key('1'), key('2')]), await issues.count()]).toEqual([1, 0])
})

test('a standing keeps its title and what was told', async () => {
  const { standings } = await start()
  const standing = { ...key('1'), title: 'Acme', status: 'synced', message: 'm', at: now } as const
  await standings.save([standing])
  await standings.told([{ ...key('1'), told: 'said' }])
  await standings.save([{ ...standing, title: undefined, status: 'parked' }])
  expect(await standings.find([key('1')])).toEqual([{ ...standing, status: 'parked', told: 'said' }])
})

test('migrating is safe to repeat; a newer database is refused with advice', async () => {
  await start()
  expect(await migrate(store)).toEqual([])
  await checkMigrations(store)
  await store.db.insertInto('bridge.migrations').values({ name: '9999-from-the-future.sql' }).execute()
  await expect(checkMigrations(store)).rejects.toThrow('newer version of the bridge (it has 9999-from-the-future.sql)')
  await expect(migrate(store)).rejects.toThrow('newer version')
  await store.db.deleteFrom('bridge.migrations').execute()
  await expect(checkMigrations(store)).rejects.toThrow('The database lacks 0001-')
})

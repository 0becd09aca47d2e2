import { beforeEach, describe, expect, it } from 'vitest'
import type { Change, ChangeSink, Cursor } from '../../../engine/ports.ts'
import type { Client } from '../client.ts'
import { entitiesOf } from '../sets.ts'
import { pollCounted } from './counted-rows.ts'

const set = 'items'
const company = { id: 'c1', name: 'One', isDefault: true }
const name = 'business-central/c1/items/rows'
/** An id of its part. */
const idOf = (digit: string, row = 1) => `${digit}000000${row}-0000-4000-8000-000000000000`

let rows: Map<string, string>
let cursors: Map<string, string>
let told: string[]
/** Cursors that are still moved before the bridge dies. */
let left: number
let now: number

const client = {
  send: () => Promise.resolve({ body: { '@odata.count': rows.size, value: newest() } }),
  rows: (path: string) => {
    const since = / gt (\S+?)&/.exec(decodeURIComponent(path).replaceAll('+', ' '))?.[1] ?? ''
    return Promise.resolve([...rows].flatMap(([id, stamp]) => (stamp > since ? [{ id }] : [])))
  },
} as unknown as Client
const newest = () =>
  [...rows.values()]
    .sort()
    .slice(-1)
    .map((lastModifiedDateTime) => ({ lastModifiedDateTime }))

const sink: ChangeSink = {
  accept: (changes: readonly Change[], cursor?: Cursor) => {
    if ((left -= 1) < 0) return Promise.reject(new Error('died'))
    for (const { kind, id } of changes) told.push(`${kind} ${id}`)
    if (cursor) cursors.set(cursor.name, cursor.value)
    return Promise.resolve()
  },
  cursor: (of) => Promise.resolve(cursors.get(of)),
}
const look = async () => {
  told = []
  await pollCounted(client, { now: () => now }, { company, set }, sink)
  return told
}
const day = (of: number) => `2026-11-${String(of).padStart(2, '0')}T08:00:00.000Z`
const tells = (kind: string, id: string) => entitiesOf(set).map(() => `${kind} ${id}`)

beforeEach(() => {
  rows = new Map([idOf('0'), idOf('1'), idOf('1', 2), idOf('f')].map((id) => [id, day(1)]))
  cursors = new Map()
  left = Infinity
  now = Date.parse(day(2))
})

it('tells nothing at the first look, then what is gone, and what is back without a new stamp', async () => {
  expect(await look()).toEqual([])
  rows.delete(idOf('1'))
  expect(await look()).toEqual(tells('deleted', idOf('1')))
  rows.set(idOf('1'), day(1))
  expect(await look()).toEqual(tells('created', idOf('1')))
  expect(await look()).toEqual([])
})

it('leaves what is new to its stamp', async () => {
  await look()
  rows.set(idOf('2'), day(2))
  expect(await look()).toEqual([])
  rows.delete(idOf('2'))
  expect(await look()).toEqual(tells('deleted', idOf('2')))
})

describe('with what an earlier bridge has kept', () => {
  const gone = idOf('1', 3)
  beforeEach(() => {
    const ids = [...rows.keys(), gone]
    cursors.set(name, JSON.stringify({ measure: `${ids.length} until ${day(1)}`, ids }))
    rows.set(idOf('3'), day(2))
  })

  it('tells what has gone since, and nothing as made', async () => {
    expect(await look()).toEqual(tells('deleted', gone))
    expect(await look()).toEqual([])
    // What stands where nothing had changed is known as well.
    rows.delete(idOf('f'))
    expect(await look()).toEqual(tells('deleted', idOf('f')))
    now += 25 * 3600_000
    expect(await look()).toEqual([])
  })

  it.each([0, 1, 2, 5, 16])('tells it once although it dies after %i parts', async (parts) => {
    left = parts
    await expect(look()).rejects.toThrow('died')
    const before = told
    left = Infinity
    expect([...before, ...(await look())]).toEqual(tells('deleted', gone))
    expect(await look()).toEqual([])
  })
})

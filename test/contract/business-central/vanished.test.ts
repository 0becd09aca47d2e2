import { beforeEach, expect, it } from 'vitest'
import { item } from '../../../bridge/src/connectors/business-central/entities.ts'
import type { Row } from '../../emulators/business-central/tables.ts'
import { recordingSink, type RecordingSink } from '../salesforce/recording-sink.ts'
import { connected } from './connected.ts'

/** Rows of long sets that go and come without a word: they are found by counting, and listed only when the count says so. */
const { tenant, connector } = connected([item])
let sink: RecordingSink
beforeEach(async () => {
  sink = recordingSink()
  await look()
})

const table = () => tenant.company.table('items')
const advance = (seconds: number) => tenant.bc.clock.advance(seconds * 1000)
/** What is told, and whether all rows were listed for it. */
const look = async () => {
  sink.told.length = 0
  tenant.calls()
  for (const source of connector.changes) await source.poll?.(sink)
  const listed = tenant.calls().some(({ url }) => decodeURIComponent(url).endsWith('/items?$select=id'))
  return { told: sink.told.toSorted(), listed }
}
const spare = () => {
  const row = table().insert({ number: 'ZZ-1', displayName: 'Spare' })
  return row.id
}
/** Somebody edits another row later than all others were. */
const editAnother = async () => {
  await advance(60)
  tenant.finance.change('items', tenant.finance.row('items', 'number', '1900-S').id, {
    displayName: 'PARIS Chair 2',
  })
  await look()
}
/** A security filter that is taken off shows a row as it was, stamp and all. */
const show = (row: Row) => {
  table().insert(row)
  table().update(row.id, { lastModifiedDateTime: row.lastModifiedDateTime }, { silent: true })
}
const kept = () => new Map(sink.cursors)

it('an edit lists nothing and rewrites none of the ids', async () => {
  await advance(60)
  const before = kept()
  const id = tenant.finance.row('items', 'number', '1896-S').id
  tenant.finance.change('items', id, { displayName: 'ATHENS Desk 2' })
  expect(await look()).toEqual({ told: [`item updated ${id}`], listed: false })
  const rewritten = [...sink.cursors].filter(([name, value]) => before.get(name) !== value).map(([name]) => name)
  expect(rewritten.filter((name) => /rows\/.$/.test(name))).toEqual([])
  expect(await look()).toEqual({ told: [], listed: false })
})

it('a new row lists nothing, and is missed when it goes', async () => {
  await advance(60)
  const id = spare()
  expect(await look()).toEqual({ told: [`item updated ${id}`], listed: false })
  table().delete(id)
  expect(await look()).toEqual({ told: [`item deleted ${id}`], listed: true })
  expect(await look()).toEqual({ told: [], listed: false })
})

it('a row that goes while another one comes is missed', async () => {
  const first = spare()
  await look()
  await advance(60)
  table().delete(first)
  const second = spare()
  const { told, listed } = await look()
  expect(told).toEqual(expect.arrayContaining([`item deleted ${first}`, `item updated ${second}`]))
  expect(listed).toBe(true)
})

it('a row that was hidden for a while is told, though its stamp is an old one', async () => {
  await editAnother()
  const hidden = table()
    .all()
    .find(({ number }) => number === '1896-S')
  if (!hidden) throw new Error('there is no such item')
  table().delete(hidden.id)
  expect((await look()).told).toEqual([`item deleted ${hidden.id}`])
  await advance(60)
  show(hidden)
  expect(await look()).toEqual({ told: [`item created ${hidden.id}`], listed: true })
})

it('one that is hidden at the same look at which another one is back is missed a day later', async () => {
  await editAnother()
  const [one, two] = table().filter(({ number }) => number !== '1900-S')
  if (!one || !two) throw new Error('there are no items')
  table().delete(one.id)
  await look()
  await advance(60)
  show(one)
  table().delete(two.id)
  expect((await look()).told).toEqual([])
  await advance(25 * 3600)
  expect((await look()).told).toEqual([`item created ${one.id}`, `item deleted ${two.id}`])
})

it('a look that broke off is done again, and nothing is lost', async () => {
  const id = spare()
  await look()
  table().delete(id)
  tenant.bc.faults.arm({ kind: 'status', status: 503, match: 'items.*select=id$', times: 0 })
  await expect(look()).rejects.toThrow()
  tenant.bc.faults.clear()
  expect((await look()).told).toEqual([`item deleted ${id}`])
})

import { expect, it } from 'vitest'
import { computed, from } from '../mapping/index.ts'
import { defineFlow } from './define-flow.ts'
import { RetryLater } from './errors.ts'
import { aPair } from './testing/pair.ts'
import { buyer, debtor } from './testing/trade.ts'

/** Targets that stay when their record is deleted, and say so. */
const pair = aPair()
const hour = 3600_000

/** A debtor is shown as a buyer of a kind; one that is deleted stays, as `former`. */
const shown = defineFlow('shown', debtor, buyer, {
  says: 'A debtor is shown as a buyer.',
  match: [['number']],
  retired: { kind: 'former' },
  map: { name: from('title'), number: from('number'), kind: computed(['vat'], 'a constant', () => 'present') },
})
const bike = { title: 'Bike', number: 'ZZ-1', vat: null, town: null, opened: null }
const kinds = () => Object.values(pair.one.shop.all(buyer)).map(({ name, kind }) => [name, kind])
const former = ['Bike', 'former']
const present = ['Bike', 'present']

const begin = async () => {
  await pair.open(shown)
  await make('d1')
}
const make = async (...ids: readonly string[]) => {
  for (const id of ids) pair.one.books.put(debtor, id, bike, 'c1')
  await pair.one.changed(debtor, ...ids)
}
const remove = async () => {
  pair.one.books.remove(debtor, 'd1', 'c1')
  await pair.one.changed(debtor, 'd1')
}
const later = async (milliseconds: number) => {
  pair.one.clock.advance(milliseconds)
  await pair.one.worker.drain()
}

it('says so once, and no more when the record is there again without a signal: it was only hidden', async () => {
  await begin()
  expect(kinds()).toEqual([present])
  await remove()
  expect(kinds()).toEqual([former])
  await later(hour)
  await later(hour)
  pair.one.books.put(debtor, 'd1', bike, 'c1')
  await later(2 * hour)
  expect(kinds()).toEqual([present])
  expect(await pair.one.outcomes('books', 'd1')).toEqual([
    ...['shown inserted', 'shown modified', 'shown skipped', 'shown skipped', 'shown modified'],
  ])
})

it('looks for the record less and less often, and not for ever', async () => {
  await begin()
  await remove()
  for (let day = 0; day < 40; day += 1) await later(24 * hour)
  expect(await pair.one.store.jobs.nextReadyAt()).toBeUndefined()
  expect((await pair.one.outcomes('books', 'd1')).length).toBeLessThan(40)
})

it('is taken back although nobody knows whether it was said', async () => {
  await begin()
  pair.one.shop.faults.push({ error: new RetryLater('No answer.'), lost: true })
  await remove()
  expect(kinds()).toEqual([former])
  pair.one.books.put(debtor, 'd1', bike, 'c1')
  await later(60_000)
  expect(kinds()).toEqual([present])
})

it.each([
  ['in the same moment', () => pair.one.changed(debtor, 'd1', 'd2')],
  ['afterwards', () => pair.one.changed(debtor, 'd1').then(() => pair.one.changed(debtor, 'd2'))],
  ['before anybody has heard of the deletion', () => pair.one.changed(debtor, 'd2')],
])('a record that is made again under the old number has the target, %s', async (_, hear) => {
  await begin()
  pair.one.books.remove(debtor, 'd1', 'c1')
  pair.one.books.put(debtor, 'd2', bike, 'c1')
  await hear()
  await later(60_000)
  await later(hour)
  expect(kinds()).toEqual([present])
  const links = await pair.one.store.links.find('c1', [{ entity: debtor, id: 'd2', partner: buyer }])
  expect([...links.values()]).toEqual(Object.keys(pair.one.shop.all(buyer)))
  expect(await pair.one.store.issues.count()).toBe(0)
})

it('one that was parked meanwhile has it as soon as the other one is deleted; a free one goes first', async () => {
  await begin()
  await make('d2')
  expect((await pair.issue())?.message).toContain('linked to the debtor d1 already')
  await remove()
  await later(60_000)
  expect([kinds(), await pair.one.store.issues.count()]).toEqual([[present], 0])
  pair.one.books.remove(debtor, 'd2', 'c1')
  await pair.one.changed(debtor, 'd2')
  pair.one.shop.put(buyer, 'b9', { name: 'By hand', number: 'ZZ-1' })
  await make('d3')
  expect(kinds()).toEqual([former, present])
})

/** As `shown`, and put back where it is edited. */
const restored = (more: object = {}) => ({ ...shown, onTargetChanged: 'restore' as const, ...more })
const edit = async (fields: object, id = Object.keys(pair.one.shop.all(buyer))[0] ?? '') => {
  pair.one.shop.put(buyer, id, { ...pair.one.shop.all(buyer)[id], ...fields })
  await pair.one.changed(buyer, id)
}
const trail = async () => (await pair.one.store.audit.of('books', 'd1', 10)).map(({ message }) => message)

it('says so once more, by one write, when somebody has edited that, and minds no other edit', async () => {
  await pair.open(restored())
  await make('d1')
  await remove()
  expect(kinds()).toEqual([former])
  for (let time = 0; time < 2; time += 1) {
    const writes = await pair.writesDuring(async () => {
      await edit({ kind: 'present' })
      await later(2 * hour)
      await edit({ town: 'Rome' })
      await later(2 * hour)
    })
    expect([kinds(), writes]).toEqual([[former], 1])
  }
  expect(await trail()).toContain('Put back what was edited in shop: kind from "present" to "former".')
  pair.one.books.put(debtor, 'd1', bike, 'c1')
  await pair.one.changed(debtor, 'd1')
  expect(kinds()).toEqual([present])
})

it('says nothing more of one that somebody deletes, nor of one that is another company has', async () => {
  await pair.open(restored())
  await make('d1')
  await remove()
  const writes = await pair.writesDuring(async () => {
    const [id = ''] = Object.keys(pair.one.shop.all(buyer))
    pair.one.shop.remove(buyer, id)
    await pair.one.changed(buyer, id)
    await later(2 * hour)
  })
  expect([writes, kinds(), await pair.one.store.issues.count()]).toEqual([0, [], 0])

  const isOurs = (record: { town?: unknown }) => record.town !== 'theirs'
  await pair.one.store.close()
  await pair.open(restored({ belongs: { reads: ['town'], to: isOurs } }))
  await make('d1')
  await remove()
  const reads = () => pair.one.shop.calls.filter(({ what }) => what === 'read').length
  expect(await pair.writesDuring(() => edit({ kind: 'present', town: 'theirs' }))).toBe(0)
  expect(kinds()).toEqual([present])
  const before = reads()
  await later(2 * hour)
  expect(reads()).toBe(before)
})

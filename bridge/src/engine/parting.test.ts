import { describe, expect, it } from 'vitest'
import { choose } from './choose.ts'
import { Rejected } from './errors.ts'
import type { Below } from './ports.ts'
import { aPair, back, forth, fresh } from './testing/pair.ts'
import { buyer, debtor, purchase } from './testing/trade.ts'

/** What becomes of pairs of which one goes away, or of which there could be several. */
const pair = aPair()

describe('deletions', () => {
  it('uncouples when the source goes, makes nothing new, and couples again when it comes back', async () => {
    await pair.begin(forth(), back())
    const before = pair.inShop()
    pair.one.shop.remove(buyer, 'b1')
    await pair.one.changed(buyer, 'b1')
    await pair.one.changed(debtor, pair.first())
    expect(await pair.one.outcomes('shop', 'b1')).toContain('forth uncoupled')
    expect([pair.ids().length, Object.keys(pair.one.shop.all(buyer)).length]).toEqual([1, 0])
    pair.one.shop.put(buyer, 'b1', { ...before, name: 'Ann again' })
    await pair.one.changed(buyer, 'b1')
    expect(pair.ids()).toHaveLength(1)
    expect(pair.inBooks().title).toBe('Ann again')
    await pair.editBooks({ town: 'Oslo' })
    expect(pair.inShop().town).toBe('Oslo')
  })

  it.each([
    ['recreate', 1],
    ['uncouple', 0],
  ])('asks what to do when the target was deleted: %s', async (choice, left) => {
    await pair.begin(forth(), back())
    const gone = pair.first()
    pair.one.books.remove(debtor, gone, 'c1')
    await pair.one.changed(debtor, gone)
    expect(pair.ids()).toEqual([])
    const open = await pair.issue()
    expect(open?.message).toBe('Its debtor was deleted in books.')
    await pair.editShop({ name: 'Anne' })
    expect(await pair.one.store.issues.count()).toBe(1)
    await choose(pair.one, open?.id ?? '', choice)
    await pair.one.worker.drain()
    expect(pair.ids()).toHaveLength(left)
    await pair.editShop({ name: 'Anna' })
    expect(pair.ids()).toHaveLength(left)
    expect(await pair.one.store.issues.count()).toBe(0)
  })

  it.each([
    ['leave', 'Its buyer cannot be found in shop: it was deleted, or the bridge may not see it.'],
    ['uncouple', 'The buyer cannot be seen in shop any more; nothing says that it was deleted.'],
  ])('writes to a target that was hidden as soon as it is found again: %s', async (policy, message) => {
    await pair.begin(forth({ onSourceDeleted: policy }), back())
    Object.assign(pair.one.shop.reader, { deleted: async () => new Set() })
    const before = pair.inShop()
    pair.one.shop.remove(buyer, 'b1')
    await pair.editBooks({ town: 'Oslo' })
    expect((await pair.one.store.issues.list(5)).map((each) => each.message)).toEqual([message])
    pair.one.shop.put(buyer, 'b1', before)
    pair.one.clock.advance(3600_000)
    await pair.one.worker.drain()
    expect(pair.inShop().town).toBe('Oslo')
    expect(await pair.one.store.issues.count()).toBe(0)
  })

  it('leaves the partner of a record alone that has something below it, and asks for no more than that', async () => {
    await pair.begin(forth({ onSourceDeleted: 'delete' }))
    const asked: unknown[] = []
    const below: Below = async (_, __, id, most) => {
      asked.push([id, most])
      return [{ entity: purchase, id: 'p1' }]
    }
    Object.assign(pair.one.shop, { below })
    pair.one.shop.remove(buyer, 'b1')
    await pair.one.changed(buyer, 'b1')
    expect((await pair.issue())?.message).toContain('nothing says that it was deleted')
    expect([pair.ids().length, asked]).toEqual([1, [['b1', 1]]])
  })

  it('asks once about a record that may be hidden, and does what a person says', async () => {
    await pair.begin(forth({ onSourceDeleted: 'ask' }), back())
    Object.assign(pair.one.shop.reader, { deleted: async () => new Set() })
    const { b1 } = pair.one.shop.all(buyer)
    pair.one.shop.remove(buyer, 'b1')
    await pair.one.changed(buyer, 'b1')
    expect((await pair.issue())?.message).toContain('nothing says that it was deleted')
    const decide = async (choice: string) => {
      await choose(pair.one, (await pair.issue())?.id ?? '', choice)
      await pair.one.worker.drain()
    }
    await decide('gone')
    expect((await pair.issue())?.message).toBe('The buyer was deleted in shop.')
    await decide('delete')
    expect([pair.ids(), await pair.one.store.issues.count()]).toEqual([[], 0])
    // It was only hidden after all: what was chosen names no record.
    pair.one.shop.put(buyer, 'b1', b1 ?? {})
    await pair.one.changed(buyer, 'b1')
    expect(pair.ids()).toHaveLength(1)
  })

  it('does by itself what the flow says', async () => {
    await pair.begin(forth({ onTargetDeleted: 'recreate', onSourceDeleted: 'delete' }))
    const gone = pair.first()
    pair.one.books.remove(debtor, gone, 'c1')
    await pair.one.changed(debtor, gone)
    expect(pair.ids()).toHaveLength(1)
    expect(pair.first()).not.toBe(gone)
    pair.one.shop.remove(buyer, 'b1')
    await pair.one.changed(buyer, 'b1')
    expect(pair.ids()).toEqual([])
  })
})

describe('merged records', () => {
  const merge = async () => {
    pair.one.shop.put(buyer, 'b2', { ...fresh, name: 'Ann Two', taxId: 'T2' })
    pair.one.shop.remove(buyer, 'b1')
    pair.one.shop.merged.set('b1', 'b2')
  }

  it('moves the link to the winner', async () => {
    await pair.begin(forth(), back())
    await merge()
    await pair.one.changed(buyer, 'b2', 'b1')
    expect(pair.ids()).toHaveLength(1)
    expect(pair.inBooks()).toMatchObject({ title: 'Ann Two', vat: 'T2' })
    await pair.editBooks({ town: 'Oslo' })
    expect(pair.inShop('b2').town).toBe('Oslo')
    expect(await pair.one.store.issues.count()).toBe(0)
  })

  it.each([
    ['keep', 'T2'],
    ['take', 'T1'],
  ])('asks when the winner has a partner of its own, and obeys: %s', async (choice, stays) => {
    await pair.begin(forth(), back({ mayCreate: true }))
    const losers = pair.first()
    pair.one.shop.put(buyer, 'b2', { ...fresh, name: 'Ann Two', taxId: 'T2' })
    await pair.one.changed(buyer, 'b2')
    const winners = pair.ids().find((id) => id !== losers) ?? ''
    await merge()
    await pair.one.changed(buyer, 'b1', 'b2')
    const open = await pair.issue()
    expect(open?.message).toContain('was merged into b2, and both have a debtor in One')
    expect(open?.message).toContain(losers)
    const asked: string[] = []
    const below: Below = async (_, __, id) => {
      asked.push(id)
      return []
    }
    Object.assign(pair.one.books, { below })
    await choose(pair.one, open?.id ?? '', choice)
    // In the same batch as what was chosen, the winner is edited.
    await pair.editShop({ name: 'Ann Three' }, 'b2')
    const linked = await pair.one.store.links.find('c1', [{ entity: buyer, id: 'b2', partner: debtor }])
    expect([...linked.values()]).toEqual([stays === 'T1' ? losers : winners])
    expect(pair.ids()).toHaveLength(2)
    expect(await pair.one.store.issues.count()).toBe(0)
    const [mine, parted] = stays === 'T1' ? [losers, winners] : [winners, losers]
    const titles = [mine, parted].map((id) => pair.one.books.all(debtor, 'c1')[id]?.title)
    expect(titles).toEqual(['Ann Three', parted === losers ? 'Ann' : 'Ann Two'])
    // What hangs on the one that is parted looks for another one as well.
    expect(asked).toContain(parted)
    // It is no new record: nobody makes a buyer of it.
    await pair.one.changed(debtor, parted)
    expect(Object.keys(pair.one.shop.all(buyer))).toEqual(['b2'])
    expect(await pair.one.store.issues.count()).toBe(0)
  })

  it.each([
    ['is linked again with its own partner, which was left alone', false],
    ['gets a new partner when its own was deleted meanwhile', true],
  ])('a record that is restored after the winner has kept its partner %s', async (_, isDeleted) => {
    await pair.begin(forth(), back({ mayCreate: true }))
    const losers = pair.first()
    pair.one.shop.put(buyer, 'b2', { ...fresh, name: 'Ann Two', taxId: 'T2' })
    await pair.one.changed(buyer, 'b2')
    await merge()
    await pair.one.changed(buyer, 'b1')
    await choose(pair.one, (await pair.issue())?.id ?? '', 'keep')
    await pair.one.worker.drain()
    if (isDeleted) pair.one.books.remove(debtor, losers, 'c1')
    await pair.one.changed(debtor, losers)
    pair.one.shop.merged.clear()
    pair.one.shop.put(buyer, 'b1', fresh)
    await pair.one.changed(buyer, 'b1')
    const linked = await pair.one.store.links.find('c1', [{ entity: buyer, id: 'b1', partner: debtor }])
    expect([...linked.values()]).toEqual([isDeleted ? 'debtor-3' : losers])
    expect([pair.ids().length, Object.keys(pair.one.shop.all(buyer)).length]).toEqual([2, 2])
    expect(await pair.one.store.issues.count()).toBe(0)
  })

  it('asks when the winner gets a partner in this very moment', async () => {
    await pair.begin(forth(), back())
    pair.one.books.put(debtor, 'd9', { title: 'Quick', vat: null, town: null, number: null }, 'c1')
    const link = { company: 'c1', source: buyer, sourceId: 'b2', target: debtor, targetId: 'd9' }
    const below: Below = async () => {
      await pair.one.store.links.save([link])
      return []
    }
    Object.assign(pair.one.books, { below })
    await merge()
    await pair.one.changed(buyer, 'b1')
    pair.one.clock.advance(60_000)
    await pair.one.worker.drain()
    expect((await pair.issue())?.message).toContain('was merged into b2, and both have a debtor in One')
  })
})

it.each([
  ['parted', 'uncouple', false],
  ['merged', 'ask', true],
])('what hangs on a pair that is to be %s, and is refused, is a matter for a person', async (_, policy, isMerged) => {
  await pair.begin(forth({ onSourceDeleted: policy }))
  const below: Below = async () => {
    throw new Rejected('You may not see that.', { advice: 'Ask for the permission.' })
  }
  Object.assign(pair.one.books, { below })
  pair.one.shop.remove(buyer, 'b1')
  if (isMerged) pair.one.shop.merged.set('b1', 'b2')
  await pair.one.changed(buyer, 'b1')
  expect((await pair.one.store.issues.list(5)).map(({ message }) => message)).toEqual(['You may not see that.'])
})

describe('several candidates', () => {
  it('links the one that a person chooses', async () => {
    await pair.open(forth({ match: [['title']] }))
    for (const id of ['d1', 'd2']) {
      pair.one.books.put(debtor, id, { title: 'Ann', vat: null, town: null, number: null }, 'c1')
    }
    pair.one.shop.put(buyer, 'b1', fresh)
    await pair.one.changed(buyer, 'b1')
    const open = await pair.issue()
    expect(open?.choices).toEqual([
      { id: 'd1', label: 'Link Ann / d1' },
      { id: 'd2', label: 'Link Ann / d2' },
    ])
    await choose(pair.one, open?.id ?? '', 'd2')
    await pair.one.worker.drain()
    expect(pair.one.books.all(debtor, 'c1').d2).toMatchObject({ vat: 'T1' })
    expect(pair.ids()).toHaveLength(2)
    await expect(choose(pair.one, open?.id ?? '', 'd1')).rejects.toThrow('There is no open issue')
  })
})

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { from, onceWon, shared, untilWon } from '../mapping/index.ts'
import { scratchServer, type ScratchServer } from '../store/testing/scratch-database.ts'
import { choose } from './choose.ts'
import { defineFlow, type Flow } from './define-flow.ts'
import { bench, type Bench } from './testing/bench.ts'
import { buyer, debtor, purchase, purchaseToSale, sale } from './testing/trade.ts'

/** Who may edit what, who wins, and what becomes of pairs of which one goes away. */
let server: ScratchServer
let one: Bench
let flows: readonly Flow[]
beforeAll(async () => {
  server = await scratchServer()
})
afterAll(async () => server.stop())

const forth = (more: object = {}) =>
  defineFlow('forth', buyer, debtor, {
    says: 'A buyer becomes a debtor.',
    match: [['vat']],
    onTargetChanged: 'compare',
    onSourceDeleted: 'uncouple',
    onTargetDeleted: 'ask',
    stageOf: 'source',
    map: { title: from('name'), vat: from('taxId'), town: shared(from('town')), number: untilWon(from('number')) },
    ...more,
  })
const back = (more: object = {}) =>
  defineFlow('back', debtor, buyer, {
    says: 'A debtor tells its buyer.',
    follows: ['forth'],
    mayCreate: false,
    onTargetChanged: 'compare',
    stageOf: 'target',
    conflict: 'target',
    map: { town: shared(from('town')), number: onceWon(from('number')) },
    ...more,
  })

const fresh = { name: 'Ann', taxId: 'T1', town: 'Rome', number: '7', kind: null }
const bought = { ...purchaseToSale, reaches: { entity: buyer, by: 'buyerId' } }
const ids = () => Object.keys(one.books.all(debtor, 'c1'))
const first = () => ids()[0] ?? ''
const inBooks = () => one.books.all(debtor, 'c1')[first()] ?? {}
const inShop = (id = 'b1') => one.shop.all(buyer)[id] ?? {}
const editBooks = async (fields: object) => {
  one.books.put(debtor, first(), { ...inBooks(), ...fields }, 'c1')
  await one.changed(debtor, first())
}
const editShop = async (fields: object, id = 'b1') => {
  one.shop.put(buyer, id, { ...inShop(id), ...fields })
  await one.changed(buyer, id)
}
const issue = async () => (await one.store.issues.list(5))[0]
afterEach(() => one.store.close())
const begin = async (...some: readonly Flow[]) => {
  flows = some
  one = await bench(server, { flows: () => flows })
  one.shop.put(buyer, 'b1', fresh)
  await one.changed(buyer, 'b1')
}
const writesDuring = async (work: () => Promise<void>) => {
  const count = () => [...one.shop.calls, ...one.books.calls].filter(({ what }) => what === 'write').length
  const before = count()
  await work()
  return count() - before
}

describe('fields', () => {
  beforeEach(() => begin(forth(), back()))

  it('puts back what the source owns, once, and says so', async () => {
    expect(await writesDuring(() => editBooks({ title: 'Anna' }))).toBe(1)
    expect(inBooks()).toMatchObject({ title: 'Ann', town: 'Rome' })
    const [entry] = (await one.store.audit.of('shop', 'b1', 10)).filter(({ outcome }) => outcome === 'modified')
    expect(entry?.message).toBe('Put back what was edited in books: title from "Anna" to "Ann".')
    expect(await writesDuring(() => one.changed(debtor, first()))).toBe(0)
  })

  it('leaves what the target side edits of a shared field, and the flow back carries it', async () => {
    expect(await writesDuring(() => editBooks({ town: 'Oslo' }))).toBe(1)
    expect([inBooks().town, inShop().town]).toEqual(['Oslo', 'Oslo'])
    expect(await writesDuring(() => editShop({ town: 'Bern' }))).toBe(1)
    expect([inBooks().town, inShop().town]).toEqual(['Bern', 'Bern'])
  })

  it('merges edits of different fields', async () => {
    one.shop.put(buyer, 'b1', { ...inShop(), name: 'Anne' })
    one.books.put(debtor, first(), { ...inBooks(), town: 'Oslo' }, 'c1')
    await one.changed(buyer, 'b1')
    await one.changed(debtor, first())
    expect(inBooks()).toMatchObject({ title: 'Anne', town: 'Oslo' })
    expect(inShop()).toMatchObject({ name: 'Anne', town: 'Oslo' })
  })

  it('lets the conflict rule decide when both edited the same field, in either order of arrival', async () => {
    for (const order of [
      [buyer, debtor],
      [debtor, buyer],
    ]) {
      await one.store.close()
      await begin(forth(), back())
      one.shop.put(buyer, 'b1', { ...inShop(), town: 'Bern' })
      one.books.put(debtor, first(), { ...inBooks(), town: 'Oslo' }, 'c1')
      for (const entity of order) await one.changed(entity, entity === buyer ? 'b1' : first())
      expect([inBooks().town, inShop().town]).toEqual(['Bern', 'Bern'])
    }
  })
})

describe('a conflict that a person decides', () => {
  it.each([
    ['source', 'Bern'],
    ['target', 'Oslo'],
  ])('takes the %s', async (choice, town) => {
    await begin(forth({ conflict: 'ask' }), back({ conflict: 'ask' }))
    one.shop.put(buyer, 'b1', { ...inShop(), town: 'Bern' })
    one.books.put(debtor, first(), { ...inBooks(), town: 'Oslo' }, 'c1')
    await one.changed(buyer, 'b1')
    const open = await issue()
    expect(open?.message).toBe('Edited on both sides: town is "Bern" in shop and "Oslo" in books.')
    await expect(choose(one, open?.id ?? '', 'elsewhere')).rejects.toThrow('It offers: source (Take what shop says)')
    await choose(one, open?.id ?? '', choice)
    await one.worker.drain()
    await one.changed(debtor, first())
    expect(inBooks().town).toBe(town)
    expect(await one.store.decisions.find([{ flow: 'forth', company: 'c1', record: 'b1' }])).toEqual([])
    await one.changed(buyer, 'b1')
    expect([inBooks().town, inShop().town]).toEqual([town, town])
    expect(await one.store.issues.count()).toBe(0)
  })
})

describe('stages', () => {
  beforeEach(() => begin(forth(), back(), bought))

  it('gives a field to the other side with the first document', async () => {
    expect(inBooks().number).toBe('7')
    await editBooks({ number: '8' })
    expect([inBooks().number, inShop().number]).toEqual(['7', '7'])
    one.shop.put(purchase, 'p1', { code: 'P1', buyerId: 'b1' })
    await one.changed(purchase, 'p1')
    expect(Object.keys(one.books.all(sale, 'c1'))).toHaveLength(1)
    await editBooks({ number: '9' })
    expect([inBooks().number, inShop().number]).toEqual(['9', '9'])
    await editShop({ number: '1' })
    expect([inBooks().number, inShop().number]).toEqual(['9', '9'])
  })

  it('leaves a partner that was there before as it is', async () => {
    one.books.put(debtor, 'old', { title: 'Bob', vat: 'T2', town: null, number: '55' }, 'c1')
    one.shop.put(buyer, 'b2', { ...fresh, name: 'Bob', taxId: 'T2', number: '66' })
    await one.changed(buyer, 'b2')
    expect(one.books.all(debtor, 'c1').old).toMatchObject({ number: '55', town: 'Rome' })
    expect(inShop('b2').number).toBe('55')
  })
})

describe('deletions', () => {
  it('uncouples when the source goes, makes nothing new, and couples again when it comes back', async () => {
    await begin(forth(), back())
    const before = inShop()
    one.shop.remove(buyer, 'b1')
    await one.changed(buyer, 'b1')
    await one.changed(debtor, first())
    expect(await one.outcomes('shop', 'b1')).toContain('forth uncoupled')
    expect([ids().length, Object.keys(one.shop.all(buyer)).length]).toEqual([1, 0])
    one.shop.put(buyer, 'b1', { ...before, name: 'Ann again' })
    await one.changed(buyer, 'b1')
    expect(ids()).toHaveLength(1)
    expect(inBooks().title).toBe('Ann again')
    await editBooks({ town: 'Oslo' })
    expect(inShop().town).toBe('Oslo')
  })

  it.each([
    ['recreate', 1],
    ['uncouple', 0],
  ])('asks what to do when the target was deleted: %s', async (choice, left) => {
    await begin(forth(), back())
    const gone = first()
    one.books.remove(debtor, gone, 'c1')
    await one.changed(debtor, gone)
    expect(ids()).toEqual([])
    const open = await issue()
    expect(open?.message).toBe('Its debtor was deleted in books.')
    await editShop({ name: 'Anne' })
    expect(await one.store.issues.count()).toBe(1)
    await choose(one, open?.id ?? '', choice)
    await one.worker.drain()
    expect(ids()).toHaveLength(left)
    await editShop({ name: 'Anna' })
    expect(ids()).toHaveLength(left)
    expect(await one.store.issues.count()).toBe(0)
  })

  it.each([
    ['leave', 'Its buyer cannot be found in shop: it was deleted, or the bridge may not see it.'],
    ['uncouple', 'The buyer cannot be seen in shop any more; nothing says that it was deleted.'],
  ])('writes to a target that was hidden as soon as it is found again: %s', async (policy, message) => {
    await begin(forth({ onSourceDeleted: policy }), back())
    Object.assign(one.shop.reader, { deleted: async () => new Set() })
    const before = inShop()
    one.shop.remove(buyer, 'b1')
    await editBooks({ town: 'Oslo' })
    expect((await one.store.issues.list(5)).map((each) => each.message)).toEqual([message])
    one.shop.put(buyer, 'b1', before)
    one.clock.advance(3600_000)
    await one.worker.drain()
    expect(inShop().town).toBe('Oslo')
    expect(await one.store.issues.count()).toBe(0)
  })

  it('asks once about a record that may be hidden, and does what a person says', async () => {
    await begin(forth({ onSourceDeleted: 'ask' }), back())
    Object.assign(one.shop.reader, { deleted: async () => new Set() })
    const { b1 } = one.shop.all(buyer)
    one.shop.remove(buyer, 'b1')
    await one.changed(buyer, 'b1')
    expect((await issue())?.message).toContain('nothing says that it was deleted')
    const decide = async (choice: string) => {
      await choose(one, (await issue())?.id ?? '', choice)
      await one.worker.drain()
    }
    await decide('gone')
    expect((await issue())?.message).toBe('The buyer was deleted in shop.')
    await decide('delete')
    expect([ids(), await one.store.issues.count()]).toEqual([[], 0])
    // It was only hidden after all: what was chosen names no record.
    one.shop.put(buyer, 'b1', b1 ?? {})
    await one.changed(buyer, 'b1')
    expect(ids()).toHaveLength(1)
  })

  it('does by itself what the flow says', async () => {
    await begin(forth({ onTargetDeleted: 'recreate', onSourceDeleted: 'delete' }))
    const gone = first()
    one.books.remove(debtor, gone, 'c1')
    await one.changed(debtor, gone)
    expect(ids()).toHaveLength(1)
    expect(first()).not.toBe(gone)
    one.shop.remove(buyer, 'b1')
    await one.changed(buyer, 'b1')
    expect(ids()).toEqual([])
  })
})

describe('merged records', () => {
  const merge = async () => {
    one.shop.put(buyer, 'b2', { ...fresh, name: 'Ann Two', taxId: 'T2' })
    one.shop.remove(buyer, 'b1')
    one.shop.merged.set('b1', 'b2')
  }

  it('moves the link to the winner', async () => {
    await begin(forth(), back())
    await merge()
    await one.changed(buyer, 'b2', 'b1')
    expect(ids()).toHaveLength(1)
    expect(inBooks()).toMatchObject({ title: 'Ann Two', vat: 'T2' })
    await editBooks({ town: 'Oslo' })
    expect(inShop('b2').town).toBe('Oslo')
    expect(await one.store.issues.count()).toBe(0)
  })

  it.each([
    ['keep', 'T2'],
    ['take', 'T1'],
  ])('asks when the winner has a partner of its own, and obeys: %s', async (choice, stays) => {
    await begin(forth(), back())
    const losers = first()
    one.shop.put(buyer, 'b2', { ...fresh, name: 'Ann Two', taxId: 'T2' })
    await one.changed(buyer, 'b2')
    const winners = ids().find((id) => id !== losers) ?? ''
    await merge()
    await one.changed(buyer, 'b1', 'b2')
    const open = await issue()
    expect(open?.message).toContain('was merged into b2, and both have a debtor in One')
    expect(open?.message).toContain(losers)
    await choose(one, open?.id ?? '', choice)
    await one.worker.drain()
    const linked = await one.store.links.find('c1', [{ entity: buyer, id: 'b2', partner: debtor }])
    expect([...linked.values()]).toEqual([stays === 'T1' ? losers : winners])
    expect(ids()).toHaveLength(2)
    expect(await one.store.issues.count()).toBe(0)
    await one.changed(debtor, losers)
    expect(Object.keys(one.shop.all(buyer))).toEqual(['b2'])
  })
})

describe('several candidates', () => {
  it('links the one that a person chooses', async () => {
    flows = [forth({ match: [['title']] })]
    one = await bench(server, { flows: () => flows })
    for (const id of ['d1', 'd2']) {
      one.books.put(debtor, id, { title: 'Ann', vat: null, town: null, number: null }, 'c1')
    }
    one.shop.put(buyer, 'b1', fresh)
    await one.changed(buyer, 'b1')
    const open = await issue()
    expect(open?.choices).toEqual([
      { id: 'd1', label: 'Link Ann / d1' },
      { id: 'd2', label: 'Link Ann / d2' },
    ])
    await choose(one, open?.id ?? '', 'd2')
    await one.worker.drain()
    expect(one.books.all(debtor, 'c1').d2).toMatchObject({ vat: 'T1' })
    expect(ids()).toHaveLength(2)
    await expect(choose(one, open?.id ?? '', 'd1')).rejects.toThrow('There is no open issue')
  })
})

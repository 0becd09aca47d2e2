import { beforeEach, describe, expect, it } from 'vitest'
import { choose } from './choose.ts'
import { aPair, back, forth, fresh } from './testing/pair.ts'
import { buyer, debtor, purchase, purchaseToSale, sale } from './testing/trade.ts'

/** Who may edit what, and who wins. */
const pair = aPair()
const bought = { ...purchaseToSale, reaches: { entity: buyer, by: 'buyerId' } }

describe('fields', () => {
  beforeEach(() => pair.begin(forth(), back()))

  it('puts back what the source owns, once, and says so', async () => {
    expect(await pair.writesDuring(() => pair.editBooks({ title: 'Anna' }))).toBe(1)
    expect(pair.inBooks()).toMatchObject({ title: 'Ann', town: 'Rome' })
    const [entry] = (await pair.one.store.audit.of('shop', 'b1', 10)).filter(({ outcome }) => outcome === 'modified')
    expect(entry?.message).toBe('Put back what was edited in books: title from "Anna" to "Ann".')
    expect(await pair.writesDuring(() => pair.one.changed(debtor, pair.first()))).toBe(0)
  })

  it('leaves what the target side edits of a shared field, and the flow back carries it', async () => {
    expect(await pair.writesDuring(() => pair.editBooks({ town: 'Oslo' }))).toBe(1)
    expect([pair.inBooks().town, pair.inShop().town]).toEqual(['Oslo', 'Oslo'])
    expect(await pair.writesDuring(() => pair.editShop({ town: 'Bern' }))).toBe(1)
    expect([pair.inBooks().town, pair.inShop().town]).toEqual(['Bern', 'Bern'])
  })

  it('merges edits of different fields', async () => {
    pair.one.shop.put(buyer, 'b1', { ...pair.inShop(), name: 'Anne' })
    pair.one.books.put(debtor, pair.first(), { ...pair.inBooks(), town: 'Oslo' }, 'c1')
    await pair.one.changed(buyer, 'b1')
    await pair.one.changed(debtor, pair.first())
    expect(pair.inBooks()).toMatchObject({ title: 'Anne', town: 'Oslo' })
    expect(pair.inShop()).toMatchObject({ name: 'Anne', town: 'Oslo' })
  })

  it('lets the conflict rule decide when both edited the same field, in either order of arrival', async () => {
    for (const order of [
      [buyer, debtor],
      [debtor, buyer],
    ]) {
      await pair.one.store.close()
      await pair.begin(forth(), back())
      pair.one.shop.put(buyer, 'b1', { ...pair.inShop(), town: 'Bern' })
      pair.one.books.put(debtor, pair.first(), { ...pair.inBooks(), town: 'Oslo' }, 'c1')
      for (const entity of order) await pair.one.changed(entity, entity === buyer ? 'b1' : pair.first())
      expect([pair.inBooks().town, pair.inShop().town]).toEqual(['Bern', 'Bern'])
    }
  })
})

describe('a conflict that a person decides', () => {
  it.each([
    ['source', 'Bern'],
    ['target', 'Oslo'],
  ])('takes the %s', async (choice, town) => {
    await pair.begin(forth({ conflict: 'ask' }), back({ conflict: 'ask' }))
    pair.one.shop.put(buyer, 'b1', { ...pair.inShop(), town: 'Bern' })
    pair.one.books.put(debtor, pair.first(), { ...pair.inBooks(), town: 'Oslo' }, 'c1')
    await pair.one.changed(buyer, 'b1')
    const open = await pair.issue()
    expect(open?.message).toBe('Edited on both sides: town is "Bern" in shop and "Oslo" in books.')
    await expect(choose(pair.one, open?.id ?? '', 'elsewhere')).rejects.toThrow(
      'It offers: source (Take what shop says)',
    )
    await choose(pair.one, open?.id ?? '', choice)
    await pair.one.worker.drain()
    await pair.one.changed(debtor, pair.first())
    expect(pair.inBooks().town).toBe(town)
    expect(await pair.one.store.decisions.find([{ flow: 'forth', company: 'c1', record: 'b1' }])).toEqual([])
    await pair.one.changed(buyer, 'b1')
    expect([pair.inBooks().town, pair.inShop().town]).toEqual([town, town])
    expect(await pair.one.store.issues.count()).toBe(0)
  })
})

describe('stages', () => {
  beforeEach(() => pair.begin(forth(), back(), bought))

  it('gives a field to the other side with the first document', async () => {
    expect(pair.inBooks().number).toBe('7')
    await pair.editBooks({ number: '8' })
    expect([pair.inBooks().number, pair.inShop().number]).toEqual(['7', '7'])
    pair.one.shop.put(purchase, 'p1', { code: 'P1', buyerId: 'b1' })
    await pair.one.changed(purchase, 'p1')
    expect(Object.keys(pair.one.books.all(sale, 'c1'))).toHaveLength(1)
    await pair.editBooks({ number: '9' })
    expect([pair.inBooks().number, pair.inShop().number]).toEqual(['9', '9'])
    await pair.editShop({ number: '1' })
    expect([pair.inBooks().number, pair.inShop().number]).toEqual(['9', '9'])
  })

  it('leaves a partner that was there before as it is', async () => {
    pair.one.books.put(debtor, 'old', { title: 'Bob', vat: 'T2', town: null, number: '55' }, 'c1')
    pair.one.shop.put(buyer, 'b2', { ...fresh, name: 'Bob', taxId: 'T2', number: '66' })
    await pair.one.changed(buyer, 'b2')
    expect(pair.one.books.all(debtor, 'c1').old).toMatchObject({ number: '55', town: 'Rome' })
    expect(pair.inShop('b2').number).toBe('55')
  })
})

import { afterAll, afterEach, beforeAll } from 'vitest'
import { from, onceWon, shared, untilWon } from '../../mapping/index.ts'
import { scratchServer, type ScratchServer } from '../../store/testing/scratch-database.ts'
import { defineFlow, type Flow } from '../define-flow.ts'
import { bench, type Bench } from './bench.ts'
import { buyer, debtor } from './trade.ts'

/** A buyer is a debtor; `more` changes what the flow says. */
export const forth = (more: object = {}) =>
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
/** A debtor tells its buyer. */
export const back = (more: object = {}) =>
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

/** A buyer as he is at first. */
export const fresh = { name: 'Ann', taxId: 'T1', town: 'Rome', number: '7', kind: null }

/** A pair of a buyer of the shop and a debtor of the books, and what people do to the two. One bench per test. */
export interface Pair {
  one: Bench
  flows: readonly Flow[]
}

/** Call it at the top of a test file: it brings its own set-up and clean-up. */
export function aPair() {
  let server: ScratchServer
  const pair = {} as Pair
  beforeAll(async () => {
    server = await scratchServer()
  })
  afterEach(() => pair.one.store.close())
  afterAll(() => server.stop())

  const ids = () => Object.keys(pair.one.books.all(debtor, 'c1'))
  const first = () => ids()[0] ?? ''
  const inBooks = () => pair.one.books.all(debtor, 'c1')[first()] ?? {}
  const inShop = (id = 'b1') => pair.one.shop.all(buyer)[id] ?? {}
  return Object.assign(pair, {
    ids,
    first,
    inBooks,
    inShop,
    async editBooks(fields: object) {
      pair.one.books.put(debtor, first(), { ...inBooks(), ...fields }, 'c1')
      await pair.one.changed(debtor, first())
    },
    async editShop(fields: object, id = 'b1') {
      pair.one.shop.put(buyer, id, { ...inShop(id), ...fields })
      await pair.one.changed(buyer, id)
    },
    issue: async () => (await pair.one.store.issues.list(5))[0],
    /** A bench with these flows. */
    async open(...some: readonly Flow[]) {
      pair.flows = some
      pair.one = await bench(server, { flows: () => pair.flows })
    },
    /** A bench with these flows and a first buyer. */
    async begin(...some: readonly Flow[]) {
      await this.open(...some)
      pair.one.shop.put(buyer, 'b1', fresh)
      await pair.one.changed(buyer, 'b1')
    },
    async writesDuring(work: () => Promise<void>) {
      const count = () =>
        [...pair.one.shop.calls, ...pair.one.books.calls].filter(({ what }) => what === 'write').length
      const before = count()
      await work()
      return count() - before
    },
  })
}

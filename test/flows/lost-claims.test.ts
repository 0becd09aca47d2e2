import { expect, it, vi } from 'vitest'
import { order as orders } from '../../bridge/src/connectors/salesforce/entities.ts'
import { hear } from '../support/hear.ts'
import { hoursLater } from '../support/later.ts'
import { untilDone } from '../support/until-done.ts'
import { activate, deactivate, order } from './deals.ts'
import { aSeller, type Buyer } from './seller.ts'

/**
 * A bridge makes the sales order of an order that comes back, and its claim is lost when it writes that down: another one has begun
 * anew. In one company in its own currency, in the other in euro.
 */
const { test, buyers, isMade, isNotMade, stands } = aSeller()
const lines = [{ item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33 } }]
const total = '66.66'

/** The next time that a job of this order is done with, it belongs to nobody any more. Returns how often that has happened. */
function loseClaim(id: string): () => number {
  const { store } = test.system
  const transaction = store.transaction.bind(store)
  let lost = 0
  const spy = vi.spyOn(store, 'transaction').mockImplementation((work) =>
    transaction((tables) => {
      const done: typeof tables.jobs.done = async (jobs) => {
        const mine = jobs.filter(({ record }) => record === id)
        if (mine.length > 0) {
          spy.mockRestore()
          lost++
          await store.jobs.retry(mine, new Date(test.clock.now()).toISOString())
        }
        await tables.jobs.done(jobs)
      }
      return work({ ...tables, jobs: { ...tables.jobs, done } })
    }),
  )
  return () => lost
}

/** An order whose sales order was taken back, and made anew by a bridge that could not write it down. */
async function madeAnew(buyer: Buyer): Promise<string> {
  const { id } = order(test.sandboxes, buyer.accountId, lines, buyer.says)
  await test.settle()
  deactivate(test.sandboxes, id)
  await hoursLater(test)
  isNotMade(id)
  const lost = loseClaim(id)
  activate(test.sandboxes, id)
  await hear(test, orders, id)
  expect(lost()).toBe(1)
  stands(id, buyer, total)
  return id
}

it.each(buyers)('it is made once, $where', async (buyer) => {
  const id = await madeAnew(buyer)
  await untilDone(test)
  isMade(id, buyer, total)
  expect(await test.system.store.issues.list(10)).toEqual([])
})

it.each(buyers)('nothing is left of one that is taken back once more, $where', async (buyer) => {
  const id = await madeAnew(buyer)
  deactivate(test.sandboxes, id)
  await hoursLater(test)
  isNotMade(id)
  expect(await test.system.store.issues.list(10)).toEqual([])
})

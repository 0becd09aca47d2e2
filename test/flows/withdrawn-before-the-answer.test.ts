import { afterEach, describe, expect, it } from 'vitest'
import {
  account as accounts,
  opportunity as opportunities,
  order as orders,
} from '../../bridge/src/connectors/salesforce/entities.ts'
import { hear } from '../support/hear.ts'
import { hoursLater } from '../support/later.ts'
import { createAccount } from '../support/sell.ts'
import { setFlow } from '../support/set-flow.ts'
import { untilDone } from '../support/until-done.ts'
import { activate, deactivate, deal, draft, order, remove, update, win } from './deals.ts'
import { bookkeeper } from './histories/bookkeeper.ts'
import { aSeller, type Buyer } from './seller.ts'

/**
 * Business Central was asked to make a document, its answer was lost, and sales takes the record back before the bridge asks again:
 * what was made is found and taken back as well; in one company in its own currency, in the other in euro.
 */
const { test, table, buyers, isMade, isNotMade, stands } = aSeller()
const lines = [{ item: '1896-S', quantity: 2, fields: { UnitPrice: 33.33 } }]
const total = '66.66'
const faults = () => test.sandboxes.businessCentral.faults
const loseAnswer = (to = 'salesOrders') => {
  faults().arm({ kind: 'write-done-but-504', match: `POST .*/${to}` })
}
const parked = async () => (await test.system.store.issues.list(50)).map(({ message }) => message)

afterEach(() => {
  expect(faults().list()).toEqual([])
})

/** An activated order whose sales order stands, of which nobody knows yet. */
async function orderInDoubt(buyer: Buyer) {
  loseAnswer()
  const { id } = order(test.sandboxes, buyer.accountId, lines, buyer.says)
  await hear(test, orders, id)
  stands(id, buyer, total)
  return id
}

/** The same of a won deal, with a draft order. */
async function dealInDoubt(buyer: Buyer) {
  loseAnswer()
  const { id } = deal(test.sandboxes, buyer.accountId, lines, buyer.says)
  const { id: ord } = draft(test.sandboxes, buyer.accountId, lines, { ...buyer.says, OpportunityId: id })
  win(test.sandboxes, id)
  await hear(test, opportunities, id)
  stands(id, buyer, total)
  return { id, ord }
}

const lose = async (id: string) => {
  update(test.sandboxes, 'Opportunity', id, { StageName: 'Closed Lost' })
  await hear(test, opportunities, id)
}

describe.each(['a draft', 'deleted'] as const)('an order that is %s again', (how) => {
  it.each(buyers)('leaves no sales order behind, $where', async (buyer) => {
    const id = await orderInDoubt(buyer)
    deactivate(test.sandboxes, id)
    if (how === 'deleted') remove(test.sandboxes, 'Order', id)
    await hear(test, orders, id)
    await hoursLater(test)
    isNotMade(id)
    expect(await parked()).toEqual([])
  })
})

describe.each(['lost', 'deleted'] as const)('a won opportunity that is %s', (how) => {
  it.each(buyers)('leaves no sales order behind, $where', async (buyer) => {
    const { id, ord } = await dealInDoubt(buyer)
    if (how === 'lost') await lose(id)
    else {
      remove(test.sandboxes, 'Opportunity', id)
      await hear(test, opportunities, id)
    }
    await hoursLater(test)
    isNotMade(id, ord)
    expect(await parked()).toEqual([])
  })
})

it.each(buyers)(
  'the order of an opportunity that was lost again makes the one sales order of the deal, $where',
  async (buyer) => {
    const { id, ord } = await dealInDoubt(buyer)
    await lose(id)
    activate(test.sandboxes, ord)
    await hear(test, orders, ord)
    await hoursLater(test)
    win(test.sandboxes, id)
    await hoursLater(test)
    const documents = [...buyer.books.salesOrders(id), ...buyer.books.salesOrders(ord)]
    expect(documents).toHaveLength(1)
    stands(String(documents[0]?.externalDocumentNumber).includes(id.toUpperCase()) ? id : ord, buyer, total)
  },
)

it.each(buyers)(
  'an order that comes back and is taken back once more leaves no sales order behind, $where',
  async (buyer) => {
    const { id } = order(test.sandboxes, buyer.accountId, lines, buyer.says)
    await test.settle()
    deactivate(test.sandboxes, id)
    await hoursLater(test)
    isNotMade(id)
    loseAnswer()
    activate(test.sandboxes, id)
    await hear(test, orders, id)
    stands(id, buyer, total)
    deactivate(test.sandboxes, id)
    await hear(test, orders, id)
    await hoursLater(test)
    isNotMade(id)
    activate(test.sandboxes, id)
    await hoursLater(test)
    isMade(id, buyer, total)
  },
)

/** The tries to make a sales order of an order of which nobody knows what came of them. */
const inDoubt = ({ books }: Buyer, record: string) =>
  test.system.store.intents.find([{ flow: 'order-to-sales-order', company: books.companyId, record }])

describe.each(['a new order', 'one that comes back'] as const)('of %s', (which) => {
  it.each(buyers)(
    'what may still be made is waited for, what never was is made once when the order is back, $where',
    async (buyer) => {
      const { id } = (which === 'a new order' ? draft : order)(test.sandboxes, buyer.accountId, lines, buyer.says)
      await test.settle()
      if (which === 'one that comes back') deactivate(test.sandboxes, id)
      await hoursLater(test)
      faults().arm({ kind: 'status', status: 504, match: 'POST .*/salesOrders' })
      activate(test.sandboxes, id)
      await hear(test, orders, id)
      isNotMade(id)
      deactivate(test.sandboxes, id)
      await hear(test, orders, id)
      // The order is looked at again by itself.
      expect(await inDoubt(buyer, id)).toHaveLength(1)
      await hoursLater(test)
      expect(await inDoubt(buyer, id)).toEqual([])
      activate(test.sandboxes, id)
      await untilDone(test)
      isMade(id, buyer, total)
    },
  )
})

it.each(buyers)(
  'what takes effect only after the order was taken back is taken back as well, $where',
  async (buyer) => {
    faults().arm({ kind: 'status', status: 504, match: 'POST .*/salesOrders' })
    const { id } = order(test.sandboxes, buyer.accountId, lines, buyer.says)
    await hear(test, orders, id)
    deactivate(test.sandboxes, id)
    await hear(test, orders, id)
    const asked = test.sandboxes.businessCentral.journal
      .calls()
      .findLast(({ method, url }) => method === 'POST' && url.includes('/salesOrders'))
    const { salesOrderLines, ...header } = JSON.parse(asked?.requestBody ?? '{}') as Record<string, unknown>
    expect(salesOrderLines).toBeDefined()
    bookkeeper(test.sandboxes.businessCentral.company(buyer.books.companyId)).make('salesOrders', header)
    expect(buyer.books.salesOrders(id)).toHaveLength(1)
    await hoursLater(test)
    isNotMade(id)
  },
)

it.each(buyers)(
  'two of them are named, to be deleted: which one is meant is nobody’s question, $where',
  async (buyer) => {
    const id = await orderInDoubt(buyer)
    const [first] = buyer.books.salesOrders(id)
    const same = { customerId: first?.customerId, externalDocumentNumber: first?.externalDocumentNumber }
    const keeper = bookkeeper(test.sandboxes.businessCentral.company(buyer.books.companyId))
    const second = keeper.make('salesOrders', same)
    deactivate(test.sandboxes, id)
    await hear(test, orders, id)
    const [issue] = await test.system.store.issues.list(10)
    expect(issue?.message).toContain('2 records match')
    expect(issue?.message).toContain(String(second.number))
    expect(issue?.choices ?? []).toEqual([])
    expect(issue?.advice).toBe('What they were made of was taken back: delete them in Business Central.')
    table('salesOrders', buyer.books).delete(second.id)
    await hear(test, orders, id)
    await hoursLater(test)
    isNotMade(id)
    expect(await parked()).toEqual([])
  },
)

it('a customer that finance has made by hand is left alone when the account of its name is deleted', async () => {
  await test.system.catalogue.announce()
  await setFlow(test, 'account-to-customer', { BC_Source_Deleted__c: 'Delete It Too' })
  faults().arm({ kind: 'status', status: 504, match: 'POST .*/customers' })
  const id = await createAccount(test.sandboxes, 'By Hand Ltd.', { BillingPostalCode: '12345' })
  await hear(test, accounts, id)
  const [{ books }] = buyers
  expect(books.customers('By Hand Ltd.')).toEqual([])
  const keeper = bookkeeper(test.sandboxes.businessCentral.company(books.companyId))
  keeper.make('customers', { displayName: 'By Hand Ltd.', postalCode: '12345' })
  remove(test.sandboxes, 'Account', id)
  await hear(test, accounts, id)
  await hoursLater(test)
  expect(books.customers('By Hand Ltd.')).toHaveLength(1)
  await setFlow(test, 'account-to-customer', { BC_Source_Deleted__c: null })
})

describe('a quote', () => {
  it('of an opportunity that is lost is taken back; one that was made into an order meanwhile is told', async () => {
    await test.system.catalogue.announce()
    await setFlow(test, 'opportunity-to-sales-order', { BC_Enabled__c: false })
    await setFlow(test, 'opportunity-to-sales-quote', { BC_Enabled__c: true })
    const quotes = ({ books }: Buyer, id: string) =>
      table('salesQuotes', books).filter((row) => row.externalDocumentNumber === `OPP/${id.toUpperCase()}`)
    const inDoubt = async (buyer: Buyer) => {
      loseAnswer('salesQuotes')
      const { id } = deal(test.sandboxes, buyer.accountId, lines, buyer.says)
      win(test.sandboxes, id)
      await hear(test, opportunities, id)
      expect(quotes(buyer, id)).toHaveLength(1)
      return id
    }
    const told: unknown[] = []
    for (const buyer of buyers) {
      const left = await inDoubt(buyer)
      await lose(left)
      const ordered = await inDoubt(buyer)
      await buyer.books.accountant.makeOrder(String(quotes(buyer, ordered)[0]?.id))
      await lose(ordered)
      await hoursLater(test)
      expect([...quotes(buyer, left), ...quotes(buyer, ordered)]).toEqual([])
      isNotMade(left)
      const number = String(stands(ordered, buyer, total).number)
      told.push(
        expect.stringContaining(`Too late to take back the sales quote: it was made into the sales order ${number}.`),
      )
    }
    expect(await parked()).toHaveLength(told.length)
    expect(await parked()).toEqual(expect.arrayContaining(told))
  })
})

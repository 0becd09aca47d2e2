import { afterEach, describe, expect, it } from 'vitest'
import { later } from '../support/later.ts'
import { change, createAccount, createOrder } from '../support/sell.ts'
import { untilDone } from '../support/until-done.ts'
import { addOrderLine, order, remove } from './deals.ts'
import { bookkeeper } from './histories/bookkeeper.ts'
import { aSeller, type Buyer } from './seller.ts'

/** Business Central did the work and nobody heard of it: the bridge finds what it made, and makes nothing twice. */
const { test, books, org, buyers } = aSeller()
const faults = () => test.sandboxes.businessCentral.faults

afterEach(() => {
  expect(faults().list()).toEqual([])
})

function oneCustomer(name: string, id: string, of = books) {
  const made = of.customers(name)
  expect(made, name).toHaveLength(1)
  expect(org().get('Account', id)).toMatchObject({ BC_Number__c: made[0]?.number, BC_Sync_Status__c: 'Synced' })
}

const parked = async () => (await test.system.store.issues.list(50)).map((issue) => issue.record)

it('in the middle of a batch: each account has one customer', async () => {
  faults().arm({ kind: 'write-done-but-504', match: 'POST .*/customers', skip: 2, times: 3 })
  const names = Array.from({ length: 10 }, (_, index) => `Batch ${index + 1} Ltd.`)
  const accounts: string[] = []
  const companies = test.sandboxes.businessCentral.companies.map(({ name }) => name)
  for (const [index, name] of names.entries())
    accounts.push(await createAccount(test.sandboxes, name, { BC_Company__c: companies[index % 2] }))
  await untilDone(test)
  for (const [index, name] of names.entries())
    oneCustomer(name, accounts[index] ?? '', buyers[index % 2 === 0 ? 0 : 1].books)
  expect(await parked()).toEqual([])
})

it('in the middle of a batch: each order has one sales order', async () => {
  faults().arm({ kind: 'write-done-but-504', match: 'POST .*/salesOrders', skip: 1, times: 3 })
  const orders = [1, 2, 3, 4, 5, 6].map((quantity) => {
    const buyer = buyers[quantity % 2 === 1 ? 0 : 1]
    const { id } = order(test.sandboxes, buyer.accountId, [{ item: '1896-S', quantity }], buyer.says)
    return { id, quantity, buyer }
  })
  await untilDone(test)
  for (const { id, quantity, buyer } of orders) {
    const made = buyer.books.salesOrders(id)
    expect(made).toHaveLength(1)
    expect(made[0]?.currencyCode ?? '').toBe(buyer.says.BC_Currency_Code__c ?? '')
    const lines = buyer.books.linesOf('salesOrderLines', made[0]?.id ?? '')
    expect(lines.map((line) => String(line.quantity))).toEqual([String(quantity)])
    expect(org().get('Order', id)).toMatchObject({ BC_Number__c: made[0]?.number, BC_Sync_Status__c: 'Synced' })
  }
  expect(await parked()).toEqual([])
})

it('again and again', async () => {
  faults().arm({ kind: 'write-done-but-504', match: 'POST .*/customers' })
  // The first looks for what was made fail too.
  faults().arm({ kind: 'status', status: 503, match: 'GET .*/customers.*displayName', times: 2 })
  const id = await createAccount(test.sandboxes, 'Again Ltd.')
  await untilDone(test)
  oneCustomer('Again Ltd.', id)
})

it('and the connection was cut', async () => {
  faults().arm({ kind: 'drop-connection', when: 'after', match: 'POST .*/(customers|salesOrders)', times: 2 })
  const id = await createAccount(test.sandboxes, 'Cut Ltd.')
  const order = await createOrder(test.sandboxes, id, [{ item: '1896-S', quantity: 1 }])
  await untilDone(test)
  oneCustomer('Cut Ltd.', id)
  expect(books.salesOrders(order)).toHaveLength(1)
  expect(org().get('Order', order)).toMatchObject({ BC_Sync_Status__c: 'Synced' })
})

it('and the account was renamed before the bridge looked', async () => {
  const before = test.sandboxes.businessCentral.company(books.companyId).table('customers').all().length
  faults().arm({ kind: 'write-done-but-504', match: 'POST .*/customers' })
  const id = await createAccount(test.sandboxes, 'Maiden Name Ltd.')
  await test.settle()
  change(test.sandboxes, 'Account', id, { Name: 'Married Name Ltd.', BillingPostalCode: '30301' })
  await untilDone(test)
  expect(test.sandboxes.businessCentral.company(books.companyId).table('customers').all()).toHaveLength(before + 1)
  oneCustomer('Married Name Ltd.', id)
})

describe('and people went on working before the bridge tried again', () => {
  const lines = (orderId: string) => {
    const [only, ...others] = books.salesOrders(orderId)
    expect(others).toEqual([])
    return books
      .linesOf('salesOrderLines', only?.id ?? '')
      .map((line) => `${String(line.quantity)} ${String(line.lineObjectNumber)}`)
  }
  const rework = (id: string, work: () => void) => {
    change(test.sandboxes, 'Order', id, { Status: 'Draft' })
    work()
    change(test.sandboxes, 'Order', id, { Status: 'Activated' })
  }
  const lost = (match: string) => {
    faults().arm({ kind: 'write-done-but-504', match })
  }
  const one = [{ item: '1896-S', quantity: 3 }]
  const another = { item: '1900-S', quantity: 6 }
  /** An order whose second line was added in Business Central, and nobody knows. */
  const orderWithLostLine = async () => {
    const id = await createOrder(test.sandboxes, buyers[0].accountId, one)
    await test.settle()
    lost('POST .*/salesOrderLines')
    let line = ''
    rework(id, () => (line = addOrderLine(test.sandboxes, id, another)))
    await test.settle()
    return { id, line }
  }

  it('a line that was added twice, with two quantities, is there once', async () => {
    const { id, line } = await orderWithLostLine()
    rework(id, () => {
      change(test.sandboxes, 'OrderItem', line, { Quantity: 7 })
    })
    await untilDone(test)
    expect(lines(id)).toEqual(['3 1896-S', '7 1900-S'])
  })

  it('a line that was taken away again is not left', async () => {
    const { id, line } = await orderWithLostLine()
    rework(id, () => {
      remove(test.sandboxes, 'OrderItem', line)
    })
    await untilDone(test)
    expect(lines(id)).toEqual(['3 1896-S'])
  })

  it('a quantity that was changed back is changed back', async () => {
    const id = await createOrder(test.sandboxes, buyers[0].accountId, one)
    await test.settle()
    const line = org()
      .all('OrderItem')
      .find((row) => row.OrderId === id)
    lost('PATCH .*/salesOrderLines')
    for (const quantity of [5, 3]) {
      rework(id, () => {
        change(test.sandboxes, 'OrderItem', line?.Id ?? '', { Quantity: quantity })
      })
      await test.settle()
    }
    await untilDone(test)
    expect(lines(id)).toEqual(['3 1896-S'])
  })

  it('a new order whose lines are others now has those alone', async () => {
    lost('POST .*/salesOrders')
    const id = await createOrder(test.sandboxes, buyers[0].accountId, [...one, another])
    await test.settle()
    const [first, second] = org()
      .all('OrderItem')
      .filter((row) => row.OrderId === id)
    rework(id, () => {
      change(test.sandboxes, 'OrderItem', first?.Id ?? '', { Quantity: 4 })
      remove(test.sandboxes, 'OrderItem', second?.Id ?? '')
    })
    await untilDone(test)
    expect(lines(id)).toEqual(['4 1896-S'])
  })

  it('an address that was changed back is changed back', async () => {
    const id = await createAccount(test.sandboxes, 'To And Fro Ltd.', { BillingCity: 'Atlanta' })
    await test.settle()
    lost('PATCH .*/customers')
    for (const city of ['Boston', 'Atlanta']) {
      change(test.sandboxes, 'Account', id, { BillingCity: city })
      await test.settle()
    }
    await untilDone(test)
    expect(books.customers('To And Fro Ltd.')).toMatchObject([{ city: 'Atlanta' }])
    expect(org().get('Account', id)).toMatchObject({ BillingCity: 'Atlanta' })
  })
})

describe('and what was asked for takes effect only after the bridge has looked', () => {
  const lines = (orderId: string, { books: of }: Buyer) => {
    const [only, ...others] = of.salesOrders(orderId)
    expect(others).toEqual([])
    return of
      .linesOf('salesOrderLines', only?.id ?? '')
      .map((line) => `${String(line.quantity)} ${String(line.lineObjectNumber)}`)
  }
  const posts = () =>
    test.sandboxes.businessCentral.journal
      .calls()
      .filter(({ method, url }) => method === 'POST' && url.includes('salesOrderLines'))
  /** No answer comes, and nothing is done yet. */
  const stuck = () => {
    faults().arm({ kind: 'status', status: 504, match: 'POST .*/salesOrderLines' })
  }
  /** What the last call asked for is done after all. */
  const takesEffect = (orderId: string, { books: of }: Buyer) => {
    const body = JSON.parse(posts().at(-1)?.requestBody ?? '{}') as Record<string, unknown>
    const company = test.sandboxes.businessCentral.company(of.companyId)
    bookkeeper(company).make('salesOrderLines', { documentId: of.salesOrders(orderId)[0]?.id, ...body })
  }
  /** An order to which a line is added, with a call that hangs. */
  const orderWithLine = async (buyer: Buyer) => {
    const { id } = order(test.sandboxes, buyer.accountId, [{ item: '1896-S', quantity: 3 }], buyer.says)
    await test.settle()
    stuck()
    change(test.sandboxes, 'Order', id, { Status: 'Draft' })
    const line = addOrderLine(test.sandboxes, id, { item: '1900-S', quantity: 6 })
    change(test.sandboxes, 'Order', id, { Status: 'Activated' })
    await test.settle()
    // The bridge has looked, and there was no such line.
    await later(test, 10)
    expect(lines(id, buyer)).toEqual(['3 1896-S'])
    return { id, line }
  }

  it('a line is there once, and is the order’s', async () => {
    for (const buyer of buyers) {
      const { id, line } = await orderWithLine(buyer)
      takesEffect(id, buyer)
      await untilDone(test)
      expect(lines(id, buyer)).toEqual(['3 1896-S', '6 1900-S'])
      change(test.sandboxes, 'Order', id, { Status: 'Draft' })
      change(test.sandboxes, 'OrderItem', line, { Quantity: 8 })
      change(test.sandboxes, 'Order', id, { Status: 'Activated' })
      await untilDone(test)
      expect(lines(id, buyer)).toEqual(['3 1896-S', '8 1900-S'])
      expect(org().get('Order', id)).toMatchObject({ BC_Sync_Status__c: 'Synced' })
    }
  })

  it('a line that nobody wants any more is not left', async () => {
    const [buyer] = buyers
    const { id, line } = await orderWithLine(buyer)
    change(test.sandboxes, 'Order', id, { Status: 'Draft' })
    remove(test.sandboxes, 'OrderItem', line)
    change(test.sandboxes, 'Order', id, { Status: 'Activated' })
    await test.settle()
    takesEffect(id, buyer)
    await untilDone(test)
    expect(lines(id, buyer)).toEqual(['3 1896-S'])
  })

  it('a line that another call hung for is waited for from that call on', async () => {
    const [buyer] = buyers
    const before = posts().length
    const { id } = await orderWithLine(buyer)
    expect(posts().length - before).toBe(1)
    stuck()
    await later(test, 40)
    expect(posts().length - before).toBe(2)
    await later(test, 10)
    takesEffect(id, buyer)
    await untilDone(test)
    expect(lines(id, buyer)).toEqual(['3 1896-S', '6 1900-S'])
    expect(posts().length - before).toBe(2)
  })

  it('a line that was never made is made, and nothing else waits for it', async () => {
    const [buyer, other] = buyers
    const { id } = await orderWithLine(buyer)
    const next = order(test.sandboxes, other.accountId, [{ item: '1896-S', quantity: 1 }], other.says)
    await test.settle()
    expect(lines(next.id, other)).toEqual(['1 1896-S'])
    await untilDone(test)
    expect(lines(id, buyer)).toEqual(['3 1896-S', '6 1900-S'])
  })
})

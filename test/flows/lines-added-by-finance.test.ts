import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Fault } from '../emulators/kit/faults.ts'
import { booksOf, type Books } from '../support/books.ts'
import { createAccount } from '../support/sell.ts'
import { startSystem, type TestSystem } from '../support/start-system.ts'
import { untilDone } from '../support/until-done.ts'
import { activate, addOrderLine, deactivate, entryOf, order, remove, update } from './deals.ts'

/**
 * A line that the bridge wanted to add failed, or nobody knows; finance adds the same line by hand; sales takes it out of the order.
 * What finance made stays.
 */
let test: TestSystem
let books: Books
let accountId: string

const faults = () => test.sandboxes.businessCentral.faults
const table = (name: string) => test.sandboxes.businessCentral.company(books.companyId).table(name)
const linesOf = (orderId: string) =>
  books
    .linesOf('salesOrderLines', books.salesOrders(orderId)[0]?.id ?? '')
    .toSorted((a, b) => Number(a.sequence) - Number(b.sequence))
    .map((line) => `${String(line.quantity)} ${String(line.lineObjectNumber)}`)
const rework = async (id: string, work: () => void) => {
  deactivate(test.sandboxes, id)
  work()
  activate(test.sandboxes, id)
  await test.settle()
}
const another = { item: '1900-S', quantity: 6 }
const refused = {
  kind: 'status',
  status: 400,
  body: { error: { code: 'Application_DialogException', message: 'Not on a Sunday.' } },
}
/** An order in step, with one line. */
const ordered = async () => {
  const { id, lineIds } = order(test.sandboxes, accountId, [{ item: '1896-S', quantity: 3 }])
  await test.settle()
  return { id, first: lineIds[0] ?? '' }
}
/** Sales adds a line, and what `fault` says happens to the call that adds it. */
const adding = async (id: string, fault: Fault) => {
  faults().arm({ match: 'POST .*/salesOrderLines', ...fault })
  let line = ''
  await rework(id, () => (line = addOrderLine(test.sandboxes, id, another)))
  return line
}
/** Finance adds the line by hand, and nothing tells it from the one that the bridge would add. */
const byHand = (orderId: string, { item, quantity } = another) =>
  table('salesOrderLines').insert({
    documentId: books.salesOrders(orderId)[0]?.id,
    lineType: 'Item',
    itemId: books.items().find((row) => row.number === item)?.id,
    lineObjectNumber: item,
    quantity: String(quantity),
    unitPrice: String(entryOf(test.sandboxes, item).UnitPrice),
    sequence: 90000,
  })
const intents = async (record: string) =>
  (await test.system.store.lineIntents.find('order-to-sales-order', books.companyId, [record])).get(record) ?? []

beforeAll(async () => {
  test = await startSystem()
  books = booksOf(test.sandboxes)
  accountId = await createAccount(test.sandboxes, 'Acme Ltd.')
  await test.settle()
})
afterAll(() => test.close())
afterEach(() => {
  expect(faults().list()).toEqual([])
})

it('stays when the bridge’s own line was refused, and is taken for it as long as the order wants one', async () => {
  const { id } = await ordered()
  const line = await adding(id, refused)
  expect(await intents(id)).toEqual([])
  byHand(id)
  await rework(id, () => remove(test.sandboxes, 'OrderItem', line))
  expect(linesOf(id)).toEqual(['3 1896-S', '6 1900-S'])

  const wanting = await ordered()
  const wanted = await adding(wanting.id, refused)
  byHand(wanting.id)
  await rework(wanting.id, () => update(test.sandboxes, 'OrderItem', wanted, { Quantity: 6.0, Description: null }))
  await test.system.store.jobs.put([{ flow: 'order-to-sales-order', company: books.companyId, record: wanting.id }])
  await untilDone(test)
  expect(linesOf(wanting.id)).toEqual(['3 1896-S', '6 1900-S'])
})

it('stays when the answer to the bridge’s own line was lost: that one goes, once', async () => {
  const { id, first } = await ordered()
  const line = await adding(id, { kind: 'write-done-but-504' })
  byHand(id)
  expect(linesOf(id)).toEqual(['3 1896-S', '6 1900-S', '6 1900-S'])
  await rework(id, () => {
    remove(test.sandboxes, 'OrderItem', line)
    // A new quantity makes the bridge look a second time.
    update(test.sandboxes, 'OrderItem', first, { Quantity: 4 })
  })
  await untilDone(test)
  expect(linesOf(id)).toEqual(['4 1896-S', '6 1900-S'])
  expect(await intents(id)).toEqual([])
})

it('stays when the bridge breaks off after its own line is gone', async () => {
  const { id } = await ordered()
  const line = await adding(id, { kind: 'write-done-but-504' })
  byHand(id)
  faults().arm({ kind: 'lock', match: 'POST .*/salesOrderLines', times: 2 })
  await rework(id, () => {
    remove(test.sandboxes, 'OrderItem', line)
    addOrderLine(test.sandboxes, id, { item: '1906-S', quantity: 2 })
  })
  await untilDone(test)
  expect(linesOf(id).toSorted()).toEqual(['2 1906-S', '3 1896-S', '6 1900-S'])
})

it('is not looked for when nothing was to be added, or nothing can have been', async () => {
  const { id, first } = await ordered()
  faults().arm({ kind: 'write-done-but-504', match: 'PATCH .*/salesOrderLines' })
  await rework(id, () => update(test.sandboxes, 'OrderItem', first, { Quantity: 4 }))
  expect(await intents(id)).toEqual([])
  faults().arm({ ...refused, match: 'POST .*/salesOrders' })
  const never = order(test.sandboxes, accountId, [another])
  await untilDone(test)
  expect(books.salesOrders(never.id)).toEqual([])
  expect(await intents(never.id)).toEqual([])
  expect(linesOf(id)).toEqual(['4 1896-S'])
})

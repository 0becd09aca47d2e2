import { afterEach, expect, it } from 'vitest'
import type { Fault } from '../emulators/kit/faults.ts'
import { untilDone } from '../support/until-done.ts'
import { addOrderLine, entryOf, order, remove, update } from './deals.ts'
import { aSeller } from './seller.ts'

/**
 * A line that the bridge wanted to add failed, or nobody knows; finance adds the same line by hand; sales takes it out of the order.
 * What finance made stays.
 */
const seller = aSeller()
const { test, made, table } = seller
const [own, foreign] = seller.buyers
const faults = () => test.sandboxes.businessCentral.faults
const linesOf = (orderId: string, { books } = own) =>
  seller.rowsOf(orderId, books).map((line) => `${String(line.quantity)} ${String(line.lineObjectNumber)}`)
const rework = async (id: string, work: () => void) => {
  seller.rework(id, work)
  await test.settle()
}
const another = { item: '1900-S', quantity: 6 }
const refused = {
  kind: 'status',
  status: 400,
  body: { error: { code: 'Application_DialogException', message: 'Not on a Sunday.' } },
}
/** An order in step, with one line. */
const ordered = async ({ accountId, says } = own) => {
  const { id, lineIds } = order(test.sandboxes, accountId, [{ item: '1896-S', quantity: 3 }], says)
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
const byHand = (orderId: string, { books } = own, { item, quantity } = another) =>
  table('salesOrderLines', books).insert({
    documentId: made(orderId, books)?.id,
    lineType: 'Item',
    itemId: books.items().find((row) => row.number === item)?.id,
    lineObjectNumber: item,
    quantity: String(quantity),
    unitPrice: String(entryOf(test.sandboxes, item).UnitPrice),
    sequence: 90000,
  })
const intents = async (record: string, { books } = own) =>
  (await test.system.store.lineIntents.find('order-to-sales-order', books.companyId, [record])).get(record) ?? []

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
  await test.system.store.jobs.put([{ flow: 'order-to-sales-order', company: own.books.companyId, record: wanting.id }])
  await untilDone(test)
  expect(linesOf(wanting.id)).toEqual(['3 1896-S', '6 1900-S'])
})

it('stays when the answer to the bridge’s own line was lost: that one goes, once', async () => {
  const { id, first } = await ordered(foreign)
  const line = await adding(id, { kind: 'write-done-but-504' })
  byHand(id, foreign)
  expect(linesOf(id, foreign)).toEqual(['3 1896-S', '6 1900-S', '6 1900-S'])
  await rework(id, () => {
    remove(test.sandboxes, 'OrderItem', line)
    // A new quantity makes the bridge look a second time.
    update(test.sandboxes, 'OrderItem', first, { Quantity: 4 })
  })
  await untilDone(test)
  expect(linesOf(id, foreign)).toEqual(['4 1896-S', '6 1900-S'])
  expect(await intents(id, foreign)).toEqual([])
})

it('stays when the bridge breaks off after its own line is gone', async () => {
  const { id } = await ordered(foreign)
  const line = await adding(id, { kind: 'write-done-but-504' })
  byHand(id, foreign)
  faults().arm({ kind: 'lock', match: 'POST .*/salesOrderLines', times: 2 })
  await rework(id, () => {
    remove(test.sandboxes, 'OrderItem', line)
    addOrderLine(test.sandboxes, id, { item: '1906-S', quantity: 2 })
  })
  await untilDone(test)
  expect(linesOf(id, foreign).toSorted()).toEqual(['2 1906-S', '3 1896-S', '6 1900-S'])
})

it('is not looked for when nothing was to be added, or nothing can have been', async () => {
  const { id, first } = await ordered()
  faults().arm({ kind: 'write-done-but-504', match: 'PATCH .*/salesOrderLines' })
  await rework(id, () => update(test.sandboxes, 'OrderItem', first, { Quantity: 4 }))
  expect(await intents(id)).toEqual([])
  // However often it is tried.
  faults().arm({ ...refused, match: 'POST .*/salesOrders', times: 0 })
  const never = order(test.sandboxes, seller.accountId, [another])
  await untilDone(test)
  faults().clear()
  expect(own.books.salesOrders(never.id)).toEqual([])
  expect(await intents(never.id)).toEqual([])
  expect(linesOf(id)).toEqual(['4 1896-S'])
})

import { afterEach, expect, it } from 'vitest'
import type { Switches } from '../emulators/business-central/index.ts'
import { untilDone } from '../support/until-done.ts'
import { activate, addOrderLine, deactivate, order, remove, update } from './deals.ts'
import { aSeller } from './seller.ts'

/** An order that was made in a currency, or into one, and names none any more. */
const seller = aSeller()
const {
  test,
  books,
  table,
  made,
  linesOf,
  rowsOf,
  told,
  status,
  release,
  reopen,
  putInto,
  synced,
  rework,
  writesWhile,
} = seller
const [, foreigner] = seller.buyers
const abroad = foreigner.books
const euro = { BC_Currency_Code__c: 'EUR' }
const unsaid = { BC_Currency_Code__c: null }
const amounts = (id: string, of = books) => [
  made(id, of)?.currencyCode,
  ...of.linesOf('salesOrderLines', made(id, of)?.id ?? '').map((line) => String(line.unitPrice)),
]

it('is in the currency of the company again, when its customer is, too', async () => {
  const [reworked, rested] = [await synced(euro), await synced(euro)]
  const prices = amounts(reworked.id).slice(1)
  expect(amounts(rested.id)).toEqual(['EUR', ...prices])
  rework(reworked.id, () => update(test.sandboxes, 'Order', reworked.id, unsaid))
  deactivate(test.sandboxes, rested.id)
  await test.settle()
  update(test.sandboxes, 'Order', rested.id, unsaid)
  activate(test.sandboxes, rested.id)
  await test.settle()
  for (const { id } of [reworked, rested]) {
    expect(amounts(id)).toEqual(['', ...prices])
    expect([told(id), status(id)]).toEqual(['In step with its sales order.', 'Synced'])
  }
  // From then on it is as one that never named any: nothing is written for it.
  expect(await writesWhile(() => void update(test.sandboxes, 'Order', rested.id, { PoNumber: '4711' }))).toEqual([])
})

/** What Business Central does with the lines when the currency of their header changes. */
const linesAre = (linesOfChangedHeader: Switches['linesOfChangedHeader']) =>
  (test.sandboxes.businessCentral.switches.linesOfChangedHeader = linesOfChangedHeader)
afterEach(() => void linesAre('recreated'))

it.each([
  ['recreated', ''],
  ['recreated', ', and the answer is lost'],
  ['kept', ''],
  ['kept', ', and the answer is lost'],
] as const)('has each line once, and the lines of before are %s in Business Central%s', async (then, lost) => {
  linesAre(then)
  const { id, lineIds } = await synced(euro)
  const [first = '', second = ''] = lineIds
  const fault = { kind: 'write-done-but-504', match: 'PATCH .*/salesOrders\\(', times: 1 } as const
  if (lost !== '') test.sandboxes.businessCentral.faults.arm(fault)
  rework(id, () => {
    update(test.sandboxes, 'Order', id, unsaid)
    remove(test.sandboxes, 'OrderItem', first)
    update(test.sandboxes, 'OrderItem', second, { Quantity: 6, UnitPrice: 150, BC_Discount_Percent__c: 10 })
    addOrderLine(test.sandboxes, id, { item: '1906-S', quantity: 2 })
  })
  const before = rowsOf(id).map((line) => line.id)
  await untilDone(test)
  expect(test.sandboxes.businessCentral.faults.list()).toEqual([])
  expect(linesOf(id)).toEqual([
    ['1900-S', '6'],
    ['1906-S', '2'],
  ])
  const lines = rowsOf(id)
  const stayed = before.map((each) => lines.some((line) => line.id === each))
  // One of the two is not sold any more.
  expect(stayed).toEqual([false, then === 'kept'])
  expect([String(lines[0]?.unitPrice), String(lines[0]?.discountPercent)]).toEqual(['150', '10'])
  expect([made(id)?.currencyCode, status(id)]).toEqual(['', 'Synced'])
})

it('waits until the sales order that was released is reopened', async () => {
  const { id } = await synced(euro)
  release(id)
  rework(id, () => update(test.sandboxes, 'Order', id, unsaid))
  await test.settle()
  expect(status(id)).toBe('Needs Attention')
  expect(told(id)).toContain('it has been released. What differs: its currency code is EUR, wanted USD.')
  reopen(id)
  await test.settle()
  expect([made(id)?.currencyCode, status(id)]).toEqual(['', 'Synced'])
})

it('waits for a person when its customer is billed in another one, until it is named again', async () => {
  const [customer] = abroad.customers('Acme Abroad')
  const [card] = table('currencies', abroad).filter(({ code }) => code === 'EUR')
  table('customers', abroad).update(customer?.id ?? '', { currencyId: card?.id ?? '', currencyCode: 'EUR' })
  const { id, lineIds } = await synced(foreigner.says, foreigner.accountId)
  rework(id, () => {
    update(test.sandboxes, 'Order', id, unsaid)
    update(test.sandboxes, 'OrderItem', String(lineIds[1]), { Quantity: 6 })
  })
  await test.settle()
  expect(status(id)).toBe('Needs Attention')
  expect(told(id)).toMatch(/is billed in EUR, and nothing says in which currency the prices are\. Fill in .* EUR/)
  expect(linesOf(id, abroad)[1]).toEqual(['1900-S', '5'])
  rework(id, () => update(test.sandboxes, 'Order', id, euro))
  await test.settle()
  expect([linesOf(id, abroad)[1], status(id)]).toEqual([['1900-S', '6'], 'Synced'])
})

it('waits for a person when finance has put its sales order into another one', async () => {
  const { id, lineIds } = order(test.sandboxes, seller.accountId, [
    { item: '1896-S', quantity: 1, fields: { UnitPrice: 33.33 } },
    { item: '1900-S', quantity: 5, fields: { UnitPrice: 44.44 } },
  ])
  await test.settle()
  putInto('EUR', id)
  rework(id, () => update(test.sandboxes, 'OrderItem', String(lineIds[1]), { Quantity: 6 }))
  await test.settle()
  const number = String(made(id)?.number)
  expect(status(id)).toBe('Needs Attention')
  expect(told(id)).toContain(`The sales order ${number} is in EUR, and nothing says in which currency the prices are.`)
  expect(linesOf(id)[1]).toEqual(['1900-S', '5'])
  putInto('', id)
  await test.settle()
  expect([linesOf(id)[1], status(id)]).toEqual([['1900-S', '6'], 'Synced'])
  // Those that Business Central made anew were at the prices of the cards.
  expect(amounts(id)).toEqual(['', '33.33', '44.44'])
})

import { beforeAll, describe, expect, it } from 'vitest'
import type { Row } from '../emulators/business-central/tables.ts'
import { later } from '../support/later.ts'
import { activate, deactivate, order, update } from './deals.ts'
import { bookkeeper } from './histories/bookkeeper.ts'
import { aSeller, type Buyer } from './seller.ts'

/**
 * The invoice of an order that is gone was canceled ("Correct"); finance has made another one of it by "Copy Document", which takes
 * our reference over, and no number of an order. Or nobody has, yet.
 */
const seller = aSeller()
const { test, buyers, told, status } = seller
type Instead = 'none' | 'a draft' | 'posted'
const sold = ['none', 'a draft', 'posted', 'a draft', 'posted'] as const

interface Corrected {
  readonly id: string
  readonly line: string
  readonly buyer: Buyer
  readonly salesOrder: Row
  readonly instead: Instead
  readonly canceled: Row
  /** What finance has made instead. */
  readonly other: Row | undefined
}

const orders: Corrected[] = []
/** A first and a second order of each kind, one of each buyer. */
const [rested, changed] = [() => orders.slice(0, 6), () => orders.slice(6)]

function copyOf({ books, currencyCode }: Buyer, invoice: Row, instead: Exclude<Instead, 'none'>): Row {
  const keeper = bookkeeper(test.sandboxes.businessCentral.company(books.companyId))
  const [line] = keeper.linesOf('salesInvoices', invoice.id)
  const copied = { item: '1896-S', quantity: '2', unitPrice: String(line?.unitPrice) }
  const says = { externalDocumentNumber: invoice.externalDocumentNumber, currencyCode }
  const draft = keeper.draft('salesInvoices', String(invoice.customerNumber), [copied], says)
  return instead === 'posted' ? keeper.post('salesInvoices', draft.id) : draft
}

beforeAll(async () => {
  const lines = [{ item: '1896-S', quantity: 2 }]
  const made = sold.flatMap((instead) =>
    buyers.map((buyer) => ({ instead, buyer, ...order(test.sandboxes, buyer.accountId, lines, buyer.says) })),
  )
  await test.settle()
  for (const { id, lineIds, instead, buyer } of made) {
    const keeper = bookkeeper(test.sandboxes.businessCentral.company(buyer.books.companyId))
    const salesOrder = seller.made(id, buyer.books)
    const canceled = salesOrder && keeper.shipAndInvoice(salesOrder.id)
    if (!canceled) throw new Error(`${id} was not invoiced.`)
    keeper.cancel(canceled.id)
    const other = instead === 'none' ? undefined : copyOf(buyer, canceled, instead)
    orders.push({ id, line: String(lineIds[0]), buyer, salesOrder, instead, canceled, other })
  }
  await test.settle()
})

const inStep = ['In step with its sales order.', 'Synced']
const why = ({ salesOrder, canceled }: Corrected) =>
  `the sales order ${String(salesOrder.number)}: it was invoiced as ${String(canceled.number)}, and that was canceled.`

describe('an order whose invoice was canceled', () => {
  it('cannot be taken back where another one bills it, which is named; else nothing is left to be taken back', async () => {
    for (const { id } of rested()) deactivate(test.sandboxes, id)
    await test.settle()
    await later(test, 16 * 60)
    const parked = new Set((await test.system.store.issues.list(50)).map(({ record }) => record))
    for (const { id, salesOrder, other } of rested()) {
      const billed = `the sales order ${String(salesOrder.number)}: it was invoiced as ${String(other?.number)}.`
      expect(told(id)).toContain(other ? `Too late to take back ${billed}` : 'its sales order was gone already')
      expect(parked.has(id)).toBe(other !== undefined)
    }
  })

  it('and that comes back makes no second sales order, and says so when nothing bills it', async () => {
    for (const { id } of rested()) activate(test.sandboxes, id)
    await test.settle()
    for (const each of rested()) {
      const { id, buyer, other } = each
      expect(buyer.books.salesOrders(id)).toEqual([])
      const unbilled = [expect.stringContaining(`Too late to change ${why(each)}`), 'Needs Attention']
      expect([told(id), status(id)]).toEqual(other ? inStep : unbilled)
    }
  })

  it('is in step as soon as finance has made another one of it', async () => {
    const unbilled = rested().filter(({ other }) => !other)
    for (const { id, buyer, canceled } of unbilled) {
      copyOf(buyer, canceled, 'a draft')
      seller.rework(id, () => undefined)
    }
    await test.settle()
    for (const { id } of unbilled) expect([told(id), status(id)]).toEqual(inStep)
  })

  it('is compared with what bills it instead when it is changed', async () => {
    const change = async (Quantity: number) => {
      for (const { id, line } of changed()) {
        seller.rework(id, () => update(test.sandboxes, 'OrderItem', line, { Quantity }))
      }
      await test.settle()
    }
    await change(3)
    for (const { id, salesOrder, other } of changed()) {
      expect(told(id)).toContain(`Too late to change the sales order ${String(salesOrder.number)}`)
      expect(told(id)).toContain(
        `(${String(other?.number)}). What differs: line "ATHENS Desk": quantity is 2, wanted 3`,
      )
    }
    await change(2)
    for (const { id } of changed()) expect([told(id), status(id)]).toEqual(inStep)
  })
})

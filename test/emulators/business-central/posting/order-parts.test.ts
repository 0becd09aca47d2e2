import { beforeEach, describe, expect, it } from 'vitest'
import { invoiceOrder, legalMoves, shipOrder } from './index.ts'
import { type Books, createBooks } from './testing/books.ts'
import { refusal } from './testing/refusal.ts'

let books: Books
beforeEach(() => {
  books = createBooks()
})

describe('an order', () => {
  it('is shipped in part, invoiced in part, shipped and invoiced to the end', () => {
    const order = books.draft('salesOrder', [books.sale(books.lamp, '5'), books.sale(books.desk, '2')])
    const [lamps, desks] = books.lines('salesOrder', order.id).map(({ id }) => id)
    const line = (id = '') => books.get('salesOrderLines', id)
    const first = shipOrder(books.company, order.id, [{ lineId: lamps ?? '', quantity: '3' }])
    expect([first.shipment !== undefined, first.invoice, first.orderDeleted]).toEqual([true, undefined, false])
    expect(line(lamps)).toMatchObject({ shippedQuantity: '3', invoicedQuantity: '0', shipQuantity: '2' })
    expect(line(desks)).toMatchObject({ shippedQuantity: '0', shipQuantity: '2' })
    expect(refusal(() => invoiceOrder(books.company, order.id, [{ lineId: lamps ?? '', quantity: '4' }]))).toBe(
      'You cannot invoice more than 3 units.',
    )
    const second = invoiceOrder(books.company, order.id, [{ lineId: lamps ?? '', quantity: '1' }])
    expect(second.invoice).toMatchObject({ totalAmountExcludingTax: '54.9', orderId: order.id })
    expect(second.shipment).toBeUndefined()
    shipOrder(books.company, order.id)
    expect(books.get('salesOrders', order.id)['fullyShipped']).toBe(true)
    const last = invoiceOrder(books.company, order.id)
    expect(last.orderDeleted).toBe(true)
    expect(last.invoice).toMatchObject({ totalAmountExcludingTax: '2221.2' })
  })

  it('refuses more than is outstanding, a strange line, a line twice, nothing shipped yet', () => {
    const order = books.draft('salesOrder', [books.sale(books.lamp, '5')])
    const [line] = books.lines('salesOrder', order.id)
    const part = (quantity: string, lineId = line?.id ?? '') => ({ lineId, quantity })
    const ship = (...parts: { lineId: string; quantity: string }[]) =>
      refusal(() => shipOrder(books.company, order.id, parts))
    expect(ship(part('6'))).toBe('You cannot ship more than 5 units.')
    expect(ship(part('1', 'x'))).toContain('not in the order')
    expect(ship(part('1'), part('1'))).toContain('named twice')
    expect(ship()).toBe('There is nothing to post.')
    expect(refusal(() => invoiceOrder(books.company, order.id))).toBe('There is nothing to post.')
    expect(refusal(() => shipOrder(books.company, 'x'))).toContain('cannot be found')
    expect(books.lines('salesOrder', order.id)).toMatchObject([{ shipQuantity: '5', invoiceQuantity: '5' }])
  })

  it('of a customer blocked for shipments may still be invoiced', () => {
    const order = books.draft('salesOrder', [books.sale(books.lamp, '5')])
    shipOrder(books.company, order.id, [{ lineId: books.lines('salesOrder', order.id)[0]?.id ?? '', quantity: '2' }])
    books.company.table('customers').update(books.adatum.id, { blocked: 'Ship' })
    expect(refusal(() => shipOrder(books.company, order.id))).toContain('blocked with type Ship')
    expect(legalMoves(books.company, 'salesOrders', order.id)).toEqual(['invoiceOrder'])
    expect(invoiceOrder(books.company, order.id).invoice).toMatchObject({ totalAmountExcludingTax: '109.8' })
    books.company.table('customers').update(books.adatum.id, { blocked: 'Invoice' })
    expect(legalMoves(books.company, 'salesOrders', order.id)).toEqual([])
  })
})

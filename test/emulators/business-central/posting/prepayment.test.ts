import { beforeEach, expect, it } from 'vitest'
import {
  cancelInvoice,
  customerBalance,
  invoiceOrder,
  postPayment,
  postPrepaymentInvoice,
  releaseOrder,
  setPrepayment,
  setUpPosting,
  shipAndInvoice,
  shipOrder,
} from './index.ts'
import { decimal } from './money.ts'
import { checkBooks } from './proof/check-books.ts'
import { type Books, createBooks } from './testing/books.ts'

let books: Books
beforeEach(() => {
  books = createBooks()
})
const ordered = (header: object = {}, percent = '30') => {
  const lines = [books.sale(books.lamp, '3'), books.sale(books.desk, '2'), books.sale(books.service, '1')]
  const order = books.draft('salesOrder', lines, { ...header })
  setPrepayment(books.company, order.id, percent)
  return order
}
const state = (id: string) => {
  const { status, _state } = books.get('salesOrders', id)
  return [status, _state]
}
const net = (number: string) =>
  books
    .accountBalance(number)
    .reduce((total, row) => total.plus(decimal(row['debitAmount'])).minus(decimal(row['creditAmount'])), decimal(0))
    .toFixed()

it('an order that asks for a prepayment is pending until it is invoiced, Open to the API', () => {
  const order = ordered()
  expect(() => shipAndInvoice(books.company, order.id)).toThrow('There are unposted prepayment amounts on the document')
  releaseOrder(books.company, order.id)
  expect(state(order.id)).toEqual(['Open', 'Pending Prepayment'])
  expect(() => shipOrder(books.company, order.id)).toThrow('unposted prepayment amounts')
  const invoice = postPrepaymentInvoice(books.company, order.id)
  expect(state(order.id)).toEqual(['Open', 'Released'])
  // 30 % of 2166.30 at 5 % and of 100 at 6 %.
  expect(invoice).toMatchObject({
    status: 'Open',
    orderNumber: '',
    totalAmountExcludingTax: '679.89',
    totalTaxAmount: '34.29',
  })
  expect(books.lines('salesInvoice', invoice.id)).toMatchObject([
    { lineType: 'Account', lineObjectNumber: '5360', netAmount: '649.89' },
    { lineType: 'Account', lineObjectNumber: '5360', netAmount: '30' },
  ])
  expect(net('5360')).toBe('-679.89')
})

it.each([[false], [true]])('the invoices of the order deduct all of it (prices with tax: %s)', (pricesIncludeTax) => {
  const order = ordered({ pricesIncludeTax, discountAmount: '0.05' }, '33.33')
  const whole = decimal(books.get('salesOrders', order.id)['totalAmountIncludingTax'])
  const ahead = postPrepaymentInvoice(books.company, order.id)
  const [lamps] = books.lines('salesOrder', order.id)
  shipOrder(books.company, order.id, [{ lineId: lamps?.id ?? '', quantity: '2' }])
  const first = invoiceOrder(books.company, order.id).invoice
  expect(books.lines('salesInvoice', first?.id ?? '').at(-1)).toMatchObject({
    description: 'Prepayment',
    quantity: '-1',
  })
  const last = shipAndInvoice(books.company, order.id)
  expect(last.orderDeleted).toBe(true)
  const sum = [ahead, first, last.invoice].reduce(
    (total, invoice) => total.plus(decimal(invoice?.['totalAmountIncludingTax'])),
    decimal(0),
  )
  expect(sum.minus(whole).abs().lte('0.02')).toBe(true)
  expect(net('5360')).toBe('0')
  expect(customerBalance(books.company, books.adatum.id)).toBe(sum.toFixed())
  checkBooks(books.company, 100)
})

it('must be paid first where the set-up says so', () => {
  setUpPosting(books.company, { checkPrepayment: true })
  const order = ordered()
  const invoice = postPrepaymentInvoice(books.company, order.id)
  expect(() => shipAndInvoice(books.company, order.id)).toThrow('unpaid prepayment invoices')
  const closes = [{ invoiceId: invoice.id }]
  postPayment(books.company, { customerId: books.adatum.id, amount: '714.18', closes })
  expect(shipAndInvoice(books.company, order.id).orderDeleted).toBe(true)
})

it('is refused twice, without a percentage, out of range, once released; its invoice cannot be canceled', () => {
  const order = ordered()
  expect(() => setPrepayment(books.company, order.id, '101')).toThrow('between 0 and 100')
  expect(() => setPrepayment(books.company, order.id, 'half')).toThrow('Decimal')
  const invoice = postPrepaymentInvoice(books.company, order.id)
  expect(() => postPrepaymentInvoice(books.company, order.id)).toThrow('nothing to post')
  expect(() => setPrepayment(books.company, order.id, '10')).toThrow("Status must be equal to 'Open'")
  expect(() => cancelInvoice(books.company, invoice.id)).toThrow('prepayment invoice')
  const plain = books.draft('salesOrder', [books.sale(books.lamp, '1')])
  expect(() => postPrepaymentInvoice(books.company, plain.id)).toThrow('nothing to post')
  releaseOrder(books.company, plain.id)
  expect(state(plain.id)).toEqual(['Open', 'Released'])
  expect(() => releaseOrder(books.company, books.draft('salesOrder', []).id)).toThrow('nothing to release')
})

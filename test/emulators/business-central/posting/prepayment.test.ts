import { beforeEach, expect, it } from 'vitest'
import {
  apply,
  cancelInvoice,
  customerBalance,
  entryOf,
  invoiceOrder,
  postPayment,
  postPrepaymentCreditMemo,
  postPrepaymentInvoice,
  releaseOrder,
  reopenOrder,
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

it('an order that asks for a prepayment is pending once it is invoiced, Open to the API, until it is released', () => {
  const order = ordered()
  const unposted = 'There are unposted prepayment amounts on the document'
  expect(() => shipAndInvoice(books.company, order.id)).toThrow(unposted)
  expect(() => shipOrder(books.company, order.id)).toThrow(unposted)
  expect(() => releaseOrder(books.company, order.id)).toThrow(unposted)
  expect(state(order.id)).toEqual(['Draft', undefined])
  const invoice = postPrepaymentInvoice(books.company, order.id)
  expect(state(order.id)).toEqual(['Open', 'Pending Prepayment'])
  releaseOrder(books.company, order.id)
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
  reopenOrder(books.company, order.id)
  expect(state(order.id)).toEqual(['Draft', 'Open'])
  // A release that is refused leaves its mark.
  expect(() => releaseOrder(books.company, order.id)).toThrow('unpaid prepayment invoices')
  expect(state(order.id)).toEqual(['Open', 'Pending Prepayment'])
  const closes = [{ invoiceId: invoice.id }]
  postPayment(books.company, { customerId: books.adatum.id, amount: '714.18', closes })
  expect(shipAndInvoice(books.company, order.id).orderDeleted).toBe(true)
})

it('a prepayment credit memo gives back what no invoice has deducted; then it is asked for anew or taken back', () => {
  const order = ordered()
  const ahead = postPrepaymentInvoice(books.company, order.id)
  const [lamps] = books.lines('salesOrder', order.id)
  shipOrder(books.company, order.id, [{ lineId: lamps?.id ?? '', quantity: '1' }])
  invoiceOrder(books.company, order.id)
  const memo = postPrepaymentCreditMemo(books.company, order.id)
  // 679.89 less 30 % of a lamp.
  expect(memo).toMatchObject({ status: 'Open', invoiceNumber: '', totalAmountExcludingTax: '663.42' })
  expect(net('5360')).toBe('0')
  expect(state(order.id)).toEqual(['Open', 'Pending Prepayment'])
  // It is applied to nothing by itself.
  expect(books.left(ahead)).toBe('714.18')
  const [owed, given] = [
    entryOf(books.company, 'salesInvoices', ahead.id),
    entryOf(books.company, 'salesCreditMemos', memo.id),
  ]
  apply(books.company, { entry: given, appliesTo: owed })
  expect(books.get('salesCreditMemos', memo.id)['status']).toBe('Paid')

  expect(() => postPrepaymentCreditMemo(books.company, order.id)).toThrow('nothing to post')
  expect(() => shipAndInvoice(books.company, order.id)).toThrow('unposted prepayment amounts')
  reopenOrder(books.company, order.id)
  // The lamp that is invoiced has had its share.
  expect(() => setPrepayment(books.company, order.id, '5')).toThrow('Prepmt. Line Amount cannot be less than 16.47')
  setPrepayment(books.company, order.id, '50')
  expect(postPrepaymentInvoice(books.company, order.id)['totalAmountExcludingTax']).toBe('1116.68')
  expect(shipAndInvoice(books.company, order.id).orderDeleted).toBe(true)
  expect(net('5360')).toBe('0')
  checkBooks(books.company, 100)
})

it('all of it credited, the order goes on without', () => {
  const order = ordered({}, '100')
  postPrepaymentInvoice(books.company, order.id)
  postPrepaymentCreditMemo(books.company, order.id)
  reopenOrder(books.company, order.id)
  setPrepayment(books.company, order.id, '0')
  const { invoice } = shipAndInvoice(books.company, order.id)
  expect(invoice?.['totalAmountExcludingTax']).toBe('2266.3')
  expect(customerBalance(books.company, books.adatum.id)).toBe(invoice?.['totalAmountIncludingTax'])
})

it('more may be asked for later, less only once it is credited', () => {
  const order = ordered()
  postPrepaymentInvoice(books.company, order.id)
  reopenOrder(books.company, order.id)
  expect(() => setPrepayment(books.company, order.id, '29')).toThrow('cannot be less than')
  expect(books.get('salesOrders', order.id)['_prepaymentPercent']).toBe('30')
  setPrepayment(books.company, order.id, '40')
  expect(postPrepaymentInvoice(books.company, order.id)['totalAmountExcludingTax']).toBe('226.63')
  expect(shipAndInvoice(books.company, order.id).invoice?.['totalAmountExcludingTax']).toBe('1359.78')
})

it('paid ahead in full, no part of the order comes to more than nothing', () => {
  const order = ordered({ discountAmount: '0.05' }, '100')
  postPrepaymentInvoice(books.company, order.id)
  const [lamps, desks] = books.lines('salesOrder', order.id)
  const parts = [lamps, desks].map((line) => ({ lineId: line?.id ?? '', quantity: '1' }))
  shipOrder(books.company, order.id, parts)
  expect(invoiceOrder(books.company, order.id).invoice).toMatchObject({ totalAmountIncludingTax: '0', status: 'Paid' })
  expect(shipAndInvoice(books.company, order.id).invoice).toMatchObject({ totalAmountIncludingTax: '0' })
  expect(net('5360')).toBe('0')
})

it('is refused twice, without a percentage, out of range, once released; its invoice cannot be canceled', () => {
  const order = ordered()
  expect(() => setPrepayment(books.company, order.id, '101')).toThrow('between 0 and 100')
  expect(() => setPrepayment(books.company, order.id, 'half')).toThrow('Decimal')
  expect(() => postPrepaymentCreditMemo(books.company, order.id)).toThrow('nothing to post')
  const invoice = postPrepaymentInvoice(books.company, order.id)
  expect(() => postPrepaymentInvoice(books.company, order.id)).toThrow('nothing to post')
  expect(() => setPrepayment(books.company, order.id, '10')).toThrow("Status must be equal to 'Open'")
  expect(() => cancelInvoice(books.company, invoice.id)).toThrow('prepayment invoice')
  const plain = books.draft('salesOrder', [books.sale(books.lamp, '1')])
  expect(() => postPrepaymentInvoice(books.company, plain.id)).toThrow('nothing to post')
  releaseOrder(books.company, plain.id)
  expect(state(plain.id)).toEqual(['Open', 'Released'])
  expect(() => releaseOrder(books.company, books.draft('salesOrder', []).id)).toThrow('nothing to release')
  const returned = books.draft('salesOrder', [books.sale(books.lamp, '-1')])
  expect(() => setPrepayment(books.company, returned.id, '10')).toThrow('Quantity must be positive')
  books.company.table('salesOrders').update(plain.id, { status: 'In_x0020_Review' })
  expect(() => reopenOrder(books.company, plain.id)).toThrow('approval process must be cancelled')
})

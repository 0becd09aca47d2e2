import { beforeEach, expect, it } from 'vitest'
import { BusinessError, type Row } from '../tables.ts'
import {
  customerBalance,
  customerEntries,
  detailedEntries,
  ledgerRows,
  postCreditMemo,
  postPayment,
  postRefund,
  setUpPosting,
  unapply,
} from './index.ts'
import { checkBooks } from './proof/check-books.ts'
import { type Books, createBooks } from './testing/books.ts'

let books: Books
beforeEach(() => {
  books = createBooks()
})
// Terms 1M(8D): two percent until 23 January.
const pay = (invoice: Row, amount: string, postingDate = '2026-01-23', customer: Row = books.adatum) =>
  postPayment(books.company, { customerId: customer.id, amount, postingDate, closes: [{ invoiceId: invoice.id }] })
const rows = (entryType: string) =>
  books.company
    .table(detailedEntries)
    .filter((row) => row['entryType'] === entryType)
    .map((row) => [row['customerLedgerEntryNumber'], row['amount'], row['amountLcy']])

it('is offered, and not taken when it is switched off', () => {
  const invoice = books.invoiced()
  const [entry] = books.company.table(customerEntries).all()
  expect(entry).toMatchObject({ paymentDiscountDate: '2026-01-23', paymentDiscountPossible: '3.46' })
  pay(invoice, '169.48')
  expect(books.left(invoice)).toBe('3.46')
})

it('taken in time closes the invoice, is a row of the payment, and goes to its account', () => {
  books = createBooks({ setUp: {} })
  const invoice = books.invoiced()
  const paid = pay(invoice, '169.48')
  expect([books.left(invoice), books.get('salesInvoices', invoice.id)['status']]).toEqual(['0', 'Paid'])
  expect(rows('Payment_x0020_Discount')).toEqual([[2, '-3.46', '-3.46']])
  // The invoice is closed by all of it; only its rows name what did the applying.
  expect(rows('Application')).toEqual([
    [1, '-172.94', '-172.94'],
    [2, '172.94', '172.94'],
  ])
  const applied = ledgerRows(books.company).map((row) => [row.dcleEntryType, row.dcleAppliedCustLedgerEntryNo])
  expect(applied).toContainEqual(['Application', 2])
  expect(applied).toContainEqual(['Payment_x0020_Discount', 0])
  expect(books.accountBalance('9250').map((row) => row['debitAmount'])).toEqual(['3.46'])
  unapply(books.company, paid.application ?? 0)
  expect(books.left(invoice)).toBe('172.94')
  expect(customerBalance(books.company, books.adatum.id)).toBe('3.46')
  pay(invoice, '169.48')
  expect(books.left(invoice)).toBe('0')
})

it('keeps on the payment what it has too much', () => {
  setUpPosting(books.company, { paymentDiscounts: true })
  const invoice = books.invoiced()
  expect(pay(invoice, '172.94').entry).toMatchObject({ open: true, remainingAmount: '-3.46' })
  expect(books.left(invoice)).toBe('0')
})

it.each([
  ['a day too late', '169.48', '2026-01-24', '3.46'],
  ['a cent too little', '169.47', '2026-01-23', '3.47'],
])('is not earned %s', (_what, amount, date, stays) => {
  setUpPosting(books.company, { paymentDiscounts: true })
  const invoice = books.invoiced()
  pay(invoice, amount, date)
  expect(books.left(invoice)).toBe(stays)
})

it('in euro is converted at the rate of the payment', () => {
  setUpPosting(books.company, { paymentDiscounts: true })
  const invoice = books.invoiced('3', books.relecloud)
  books.company.table('currencyExchangeRates').insert({
    currencyCode: 'EUR',
    startingDate: '2026-01-18',
    exchangeRateAmount: '100',
    relationalExchangeRateAmount: '120',
    relationalCurrencyCode: '',
  })
  // 205.88 less 4.12.
  const paid = pay(invoice, '201.76', '2026-01-20', books.relecloud)
  expect(books.left(invoice)).toBe('0')
  expect(paid.entry).toMatchObject({ open: false, remainingAmountLcy: '0' })
  expect(rows('Payment_x0020_Discount')).toEqual([[2, '-4.12', '-4.95']])
  expect(rows('Realized_x0020_Gain')).toEqual([[2, '0', '20.59']])
  expect(customerBalance(books.company, books.relecloud.id)).toBe('0')
})

it('a rest within the tolerance is forgiven, a larger one is not', () => {
  setUpPosting(books.company, { paymentTolerancePercent: '0.5', maxPaymentTolerance: 1 })
  const [small, large] = [books.invoiced(), books.invoiced()]
  pay(small, '172.08')
  pay(large, '172.07')
  expect([books.left(small), books.left(large)]).toEqual(['0', '0.87'])
  expect(rows('Payment_x0020_Tolerance')).toEqual([[3, '-0.86', '-0.86']])
  expect(books.accountBalance('9260').map((row) => row['debitAmount'])).toEqual(['0.86'])
})

it('a tolerance is rounded to cents, and an amount alone is one', () => {
  setUpPosting(books.company, { paymentTolerancePercent: '0.3' })
  // 0.3 percent of 172.94 are 0.51882.
  const [small, large] = [books.invoiced(), books.invoiced()]
  pay(small, '172.42')
  pay(large, '172.41')
  expect([books.left(small), books.left(large)]).toEqual(['0', '0.53'])
  setUpPosting(books.company, { paymentTolerancePercent: '0', maxPaymentTolerance: '1' })
  const [less, more] = [books.invoiced(), books.invoiced()]
  pay(less, '171.94')
  pay(more, '171.93')
  expect([books.left(less), books.left(more)]).toEqual(['0', '1.01'])
})

it('what a payment has too much within the tolerance is let go too, also beyond a discount', () => {
  setUpPosting(books.company, { paymentTolerancePercent: '0.5' })
  expect(pay(books.invoiced(), '173.81').entry).toMatchObject({ open: true, remainingAmount: '-0.87' })
  expect(pay(books.invoiced(), '173.80').entry).toMatchObject({ open: false, remainingAmount: '0' })
  expect(rows('Payment_x0020_Tolerance')).toEqual([[4, '0.86', '0.86']])
  expect(books.accountBalance('9260').map((row) => row['creditAmount'])).toEqual(['0.86'])
  setUpPosting(books.company, { paymentDiscounts: true })
  const early = books.invoiced()
  // 172.94 less 3.46 and 0.86 more.
  expect(pay(early, '170.34').entry).toMatchObject({ open: false })
  expect(books.left(early)).toBe('0')
  expect(rows('Payment_x0020_Discount')).toEqual([[6, '-3.46', '-3.46']])
  checkBooks(books.company, 100)
})

it('of several invoices the tolerances add up, and are one row', () => {
  setUpPosting(books.company, { paymentTolerancePercent: '0.5' })
  const customerId = books.adatum.id
  const both = () => [books.invoiced('3'), books.invoiced('6')]
  const payAll = (invoices: readonly Row[], amount: string) => {
    const closes = invoices.map(({ id }) => ({ invoiceId: id }))
    return postPayment(books.company, { customerId, amount, closes })
  }
  // 172.94 and 345.87: 0.86 and 1.73 together are 2.59.
  const [open, closed] = [both(), both()]
  payAll(open, '516.21')
  expect(open.map(books.left)).toEqual(['0', '2.6'])
  const paid = payAll(closed, '516.22')
  expect(closed.map(books.left)).toEqual(['0', '0'])
  expect(rows('Payment_x0020_Tolerance')).toEqual([[6, '-2.59', '-2.59']])
  checkBooks(books.company, 100)
  unapply(books.company, paid.application ?? 0)
  expect(closed.map(books.left)).toEqual(['172.94', '345.87'])
  checkBooks(books.company, 100)
})

it('a part that somebody names is no case for tolerance; a refund of a credit memo is', () => {
  setUpPosting(books.company, { paymentTolerancePercent: '0.5' })
  const invoice = books.invoiced()
  const customerId = books.adatum.id
  const closes = [{ invoiceId: invoice.id, amount: '172.08' }]
  postPayment(books.company, { customerId, amount: '172.08', closes })
  expect(books.left(invoice)).toBe('0.86')
  const memo = postCreditMemo(books.company, books.draft('salesCreditMemo', [books.sale(books.lamp, '3')]).id)
  const refund = { customerId, amount: '172.08', closes: [{ creditMemoId: memo.id }] }
  expect(postRefund(books.company, refund).entry).toMatchObject({ open: false })
  expect(books.get('salesCreditMemos', memo.id)['status']).toBe('Paid')
  expect(rows('Payment_x0020_Tolerance')).toEqual([[4, '0.86', '0.86']])
  checkBooks(books.company, 100)
})

it('an application has one row by type for the payment, whatever it closes', () => {
  books = createBooks({ setUp: {} })
  const [one, two] = [books.invoiced(), books.invoiced()]
  const customerId = books.adatum.id
  const closes = [one, two].map(({ id }) => ({ invoiceId: id }))
  const paid = postPayment(books.company, { customerId, amount: '338.96', postingDate: '2026-01-23', closes })
  expect(rows('Application')).toEqual([
    [1, '-172.94', '-172.94'],
    [3, '345.88', '345.88'],
    [2, '-172.94', '-172.94'],
  ])
  expect(rows('Payment_x0020_Discount')).toEqual([[3, '-6.92', '-6.92']])
  expect(paid.entry).toMatchObject({ open: false })
  unapply(books.company, paid.application ?? 0)
  expect([books.left(one), books.left(two)]).toEqual(['172.94', '172.94'])
  checkBooks(books.company, 100)
})

it('the set-up refuses what makes no sense', () => {
  for (const wrong of [
    { paymentTolerancePercent: '-1' },
    { maxPaymentTolerance: 'much' },
    { bankAccount: '0815' },
    { ['moonAccount' as 'bankAccount']: '2920' },
  ])
    expect(() => setUpPosting(books.company, wrong)).toThrow(BusinessError)
  setUpPosting(books.company, { bankAccount: '6910' })
  pay(books.invoiced(), '1')
  expect(books.accountBalance('6910').map((row) => row['debitAmount'])).toEqual(['1'])
})

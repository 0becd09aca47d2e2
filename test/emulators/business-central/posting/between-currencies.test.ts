import { beforeEach, expect, it } from 'vitest'
import { customerBalance, detailedEntries, postPayment, setUpPosting, unapply } from './index.ts'
import { Decimal } from './money.ts'
import { checkBooks } from './proof/check-books.ts'
import { type Books, createBooks } from './testing/books.ts'

/** An invoice in euro, paid in another currency. */
let books: Books
beforeEach(() => {
  books = createBooks()
})

it.each([
  ['local currency', 'USD', '120', [1, '10']],
  ['a third currency', 'JPY', '16901', [2, '10']],
])('an invoice is paid in %s where the set-up allows it', (_what, currencyCode, amount, gain) => {
  setUpPosting(books.company, { applicationBetweenCurrencies: true })
  const invoice = books.euroInvoice()
  const customerId = books.relecloud.id
  const pay = (part: string) =>
    postPayment(books.company, {
      customerId,
      amount: part,
      currencyCode,
      postingDate: '2026-02-10',
      closes: [{ invoiceId: invoice.id }],
    })
  const paid = pay(amount)
  expect(paid.entry).toMatchObject({ open: false, remainingAmountLcy: '0' })
  expect(books.get('salesInvoices', invoice.id)['status']).toBe('Paid')
  expect(customerBalance(books.company, customerId)).toBe('0')
  const gains = books.company.table(detailedEntries).filter((row) => row['entryType'] === 'Realized_x0020_Gain')
  expect(gains.map((row) => [row['customerLedgerEntryNumber'], row['amountLcy']])).toEqual([gain])
  unapply(books.company, paid.application ?? 0)
  expect(books.left(invoice)).toBe('100')
  expect(customerBalance(books.company, customerId)).toBe('-10')
})

it.each([
  ['short of it', 'USD', '119.98', '-0.02'],
  ['beyond it', 'USD', '120.01', '0.01'],
  ['short of it in a third currency', 'JPY', '16900', '-1'],
])('a payment a little %s closes it where the set-up lets that go', (_what, currencyCode, amount, rounding) => {
  setUpPosting(books.company, { applicationBetweenCurrencies: true, applicationRounding: '1' })
  const invoice = books.euroInvoice()
  const customerId = books.relecloud.id
  const closes = [{ invoiceId: invoice.id }]
  const paid = postPayment(books.company, { customerId, amount, currencyCode, postingDate: '2026-02-10', closes })
  expect(paid.entry).toMatchObject({ open: false, remainingAmountLcy: '0' })
  expect([books.left(invoice), customerBalance(books.company, customerId)]).toEqual(['0', '0'])
  const rows = () =>
    books.company.table(detailedEntries).filter((row) => row['entryType'] === 'Appln_x002E__x0020_Rounding')
  expect(rows()).toMatchObject([
    { customerLedgerEntryNumber: 2, amount: rounding, ledgerEntryAmount: false, appliedCustomerLedgerEntryNumber: 0 },
  ])
  checkBooks(books.company, 100)
  unapply(books.company, paid.application ?? 0)
  expect(books.left(invoice)).toBe('100')
  checkBooks(books.company, 100)
  // In one currency nothing is let go.
  setUpPosting(books.company, { applicationRounding: '5' })
  const same = postPayment(books.company, { customerId, amount: '99', postingDate: '2026-02-10', closes })
  expect([same.entry['open'], books.left(invoice)]).toEqual([false, '1'])
})

// 205.88 euro at 1.10 are 226.47 dollars, 4.12 of discount are 4.53: 221.94 are enough, and the discount is worked out
// before what is let go (PostApply: CalcPmtDisc, then CalcCurrencyApplnRounding).
it.each([
  // 226.46 + 4.53 - 226.47 = 4.52 too much, more than 1: the payment keeps it.
  ['all of it', '226.46', '-4.52', undefined],
  // 221.93 + 4.53 = 226.46: a cent is let go, which also decides that the discount is earned.
  ['a cent less than is owed after the discount', '221.93', '0', '-0.01'],
  // 222.93 + 4.53 - 226.47 = 0.99, and a cent more than 1 stays on the payment.
  ['0.99 more', '222.93', '0', '0.99'],
  ['1.01 more', '222.95', '-1.01', undefined],
])('%s in dollars, in time: the discount is taken first, then the rest let go', (_what, amount, keeps, rounding) => {
  const setUp = { paymentDiscounts: true, applicationBetweenCurrencies: true, applicationRounding: '1' }
  setUpPosting(books.company, setUp)
  const invoice = books.invoiced('3', books.relecloud)
  expect(invoice['totalAmountIncludingTax']).toBe('205.88')
  const customerId = books.relecloud.id
  const closes = [{ invoiceId: invoice.id }]
  const pay = { customerId, amount, currencyCode: 'USD', postingDate: '2026-01-20', closes }
  const paid = postPayment(books.company, pay)
  expect(books.left(invoice)).toBe('0')
  expect(paid.entry).toMatchObject({ remainingAmount: keeps, remainingAmountLcy: keeps, open: keeps !== '0' })
  const added = books.company
    .table(detailedEntries)
    .filter((row) => ['Payment_x0020_Discount', 'Appln_x002E__x0020_Rounding'].includes(String(row['entryType'])))
    .map((row) => [row['customerLedgerEntryNumber'], row['amount'], row['amountLcy']])
  expect(added).toEqual([[2, '-4.53', '-4.53'], ...(rounding === undefined ? [] : [[2, rounding, rounding]])])
  checkBooks(books.company, 100)
  unapply(books.company, paid.application ?? 0)
  expect([books.left(invoice), customerBalance(books.company, customerId)]).toEqual([
    '205.88',
    new Decimal('226.47').minus(amount).toFixed(),
  ])
  checkBooks(books.company, 100)
})

it('more than a cent below it, or more than is let go, the discount is not earned', () => {
  const setUp = { paymentDiscounts: true, applicationBetweenCurrencies: true, applicationRounding: '1' }
  setUpPosting(books.company, setUp)
  const invoice = books.invoiced('3', books.relecloud)
  const closes = [{ invoiceId: invoice.id }]
  // 221.94 - 1.01; at 1.10 it closes 200.85 euro.
  const ask = { customerId: books.relecloud.id, currencyCode: 'USD', postingDate: '2026-01-20', closes }
  postPayment(books.company, { ...ask, amount: '220.93' })
  expect(books.left(invoice)).toBe('5.03')
})

it('a part that is named and lacks less than is let go is all of it', () => {
  setUpPosting(books.company, { applicationBetweenCurrencies: true, applicationRounding: '1' })
  const [near, far] = [books.euroInvoice(), books.euroInvoice()]
  const pay = (invoiceId: string, amount: string, part: string) =>
    postPayment(books.company, {
      customerId: books.relecloud.id,
      amount,
      currencyCode: 'USD',
      postingDate: '2026-02-10',
      closes: [{ invoiceId, amount: part }],
    })
  // 120 dollars: 119.40 lack 0.60, 118.80 lack 1.20.
  pay(near.id, '119.40', '99.50')
  pay(far.id, '118.80', '99')
  expect([books.left(near), books.left(far)]).toEqual(['0', '1'])
  checkBooks(books.company, 100)
})

it('a part of an invoice is worth what the rates of the day say', () => {
  setUpPosting(books.company, { applicationBetweenCurrencies: true })
  const invoice = books.euroInvoice()
  const ask = { customerId: books.relecloud.id, amount: '50', currencyCode: 'USD', postingDate: '2026-02-10' }
  const closes = (amount?: string) => [{ invoiceId: invoice.id, ...(amount !== undefined && { amount }) }]
  expect(() => postPayment(books.company, { ...ask, closes: closes('41.68') })).toThrow('must not be larger')
  postPayment(books.company, { ...ask, closes: closes('20') })
  expect(books.left(invoice)).toBe('80')
  postPayment(books.company, { ...ask, closes: closes() })
  expect(books.left(invoice)).toBe('38.33')
  expect(() => postPayment(books.company, { ...ask, amount: '0.001' })).toThrow('Amount must have a value')
  expect(() => postPayment(books.company, { ...ask, closes: closes('0.001') })).toThrow('must be positive')
})

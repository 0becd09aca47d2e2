import { beforeEach, describe, expect, it } from 'vitest'
import {
  apply,
  customerBalance,
  customerEntries,
  detailedEntries,
  postInvoice,
  postPayment,
  postPayments,
  setUpPosting,
  unapply,
} from './index.ts'
import { type Books, createBooks } from './testing/books.ts'

let books: Books
beforeEach(() => {
  books = createBooks()
})

describe('in a foreign currency', () => {
  const euroInvoice = () =>
    postInvoice(
      books.company,
      books.draft('salesInvoice', [books.sale(books.desk, '1', { unitPrice: '80' })], {}, books.relecloud).id,
    )

  it('amounts are kept in both currencies, and a better rate is a realized gain on the payment', () => {
    const invoice = euroInvoice()
    expect(invoice).toMatchObject({ totalAmountIncludingTax: '100', currencyCode: 'EUR' })
    expect(customerBalance(books.company, books.relecloud.id)).toBe('110')
    books.pay(books.relecloud, '-100', { appliesToInvoiceId: invoice.id, postingDate: '2026-02-10' })
    postPayments(books.company, books.journal.id)
    expect(
      books.company
        .table(customerEntries)
        .all()
        .map((row) => [row['remainingAmount'], row['remainingAmountLcy'], row['amountLcy']]),
    ).toEqual([
      ['0', '0', '110'],
      ['0', '0', '-120'],
    ])
    expect(
      books.company
        .table(detailedEntries)
        .all()
        .slice(2)
        .map((row) => [row['customerLedgerEntryNumber'], row['entryType'], row['amount'], row['amountLcy']]),
    ).toEqual([
      [1, 'Application', '-100', '-110'],
      [2, 'Application', '100', '110'],
      [2, 'Realized_x0020_Gain', '0', '10'],
    ])
    const gains = books.accountBalance('9330')
    expect(gains.map((row) => row['creditAmount'])).toEqual(['10'])
  })

  it('an application taken back takes its gain back', () => {
    const invoice = euroInvoice()
    books.pay(books.relecloud, '-60', { postingDate: '2026-02-10' })
    postPayments(books.company, books.journal.id)
    const number = apply(books.company, { entry: 2, appliesTo: 1 })
    expect(books.left(invoice)).toBe('40')
    unapply(books.company, number)
    expect(
      books.company
        .table(customerEntries)
        .all()
        .map((row) => row['remainingAmountLcy']),
    ).toEqual(['110', '-72'])
    expect(books.accountBalance('9330').map((row) => [row['debitAmount'], row['creditAmount']])).toEqual([
      ['0', '6'],
      ['6', '0'],
    ])
  })

  it('does not mix with another currency', () => {
    const invoice = euroInvoice()
    books.company.table('customers').update(books.relecloud.id, { currencyCode: '' })
    books.pay(books.relecloud, '-100')
    postPayments(books.company, books.journal.id)
    expect(() => apply(books.company, { entry: 2, appliesTo: 1 })).toThrow(
      'All entries in one application must be in the same currency.',
    )
    expect(books.left(invoice)).toBe('100')
  })

  it.each([
    ['local currency', 'USD', '120', [1, '10']],
    ['a third currency', 'JPY', '16901', [2, '10']],
  ])('an invoice is paid in %s where the set-up allows it', (_what, currencyCode, amount, gain) => {
    setUpPosting(books.company, { applicationBetweenCurrencies: true })
    const invoice = euroInvoice()
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

  it('a part of an invoice is worth what the rates of the day say', () => {
    setUpPosting(books.company, { applicationBetweenCurrencies: true })
    const invoice = euroInvoice()
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
})

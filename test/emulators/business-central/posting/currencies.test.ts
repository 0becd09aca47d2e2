import { beforeEach, describe, expect, it } from 'vitest'
import {
  adjustExchangeRates,
  apply,
  customerBalance,
  customerEntries,
  detailedEntries,
  postInvoice,
  postPayment,
  postPayments,
  reverse,
  setUpPosting,
  unapply,
} from './index.ts'
import { checkBooks } from './proof/check-books.ts'
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

  it('adjusted to the rate of a day, what is gained is unrealized until the entry is applied', () => {
    const rows = (type: string) =>
      books.company
        .table(detailedEntries)
        .filter((row) => String(row['entryType']).startsWith(type))
        .map((row) => [row['customerLedgerEntryNumber'], row['entryType'], row['amount'], row['amountLcy']])
    const invoice = euroInvoice()
    const told = () => books.changes.filter(({ table }) => ['salesInvoices', 'customers'].includes(table)).length
    const before = told()
    const adjust = (date: string) => adjustExchangeRates(books.company, { date })
    const balance = () => customerBalance(books.company, books.relecloud.id)
    expect([adjust('2026-01-31'), balance()]).toEqual([0, '110'])
    expect([adjust('2026-02-10'), balance()]).toEqual([1, '120'])
    // Nobody is told, and nothing is adjusted twice.
    expect([adjust('2026-02-11'), told()]).toEqual([0, before])
    expect(books.accountBalance('9310').map((row) => row['creditAmount'])).toEqual(['10'])
    const rate = { currencyCode: 'EUR', startingDate: '2026-02-20', exchangeRateAmount: '100' }
    books.company
      .table('currencyExchangeRates')
      .insert({ ...rate, relationalExchangeRateAmount: '105', relationalCurrencyCode: '' })
    adjust('2026-02-20')
    expect(balance()).toBe('105')
    // The loss takes the gain back first.
    expect(rows('Unrealized')).toEqual([
      [1, 'Unrealized_x0020_Gain', '0', '10'],
      [1, 'Unrealized_x0020_Gain', '0', '-10'],
      [1, 'Unrealized_x0020_Loss', '0', '-5'],
    ])
    checkBooks(books.company, 100)

    const customerId = books.relecloud.id
    const closes = [{ invoiceId: invoice.id, amount: '40' }]
    const paid = postPayment(books.company, { customerId, amount: '40', postingDate: '2026-02-21', closes })
    // 40 percent of the loss are realized: 40 at 1.05 against 40 at 1.10.
    expect(rows('Unrealized').slice(3)).toEqual([[1, 'Unrealized_x0020_Loss', '0', '2']])
    expect(rows('Realized')).toEqual([[2, 'Realized_x0020_Loss', '0', '-2']])
    expect([books.left(invoice), balance()]).toEqual(['60', '63'])
    checkBooks(books.company, 100)
    unapply(books.company, paid.application ?? 0)
    expect([books.left(invoice), balance()]).toEqual(['100', '63'])
    checkBooks(books.company, 100)

    const other = postPayment(books.company, { customerId, amount: '1', postingDate: '2026-02-05' })
    adjust('2026-02-21')
    expect(() => reverse(books.company, Number(other.entry['entryNumber']))).toThrow('changed by a batch job')
    expect(() => adjust('2025-12-31')).toThrow('not within your range')
    expect(() => adjust('soon')).toThrow('type Date')
  })

  it.each([
    ['short of it', 'USD', '119.98', '-0.02'],
    ['beyond it', 'USD', '120.01', '0.01'],
    ['short of it in a third currency', 'JPY', '16900', '-1'],
  ])('a payment a little %s closes it where the set-up lets that go', (_what, currencyCode, amount, rounding) => {
    setUpPosting(books.company, { applicationBetweenCurrencies: true, applicationRounding: '1' })
    const invoice = euroInvoice()
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

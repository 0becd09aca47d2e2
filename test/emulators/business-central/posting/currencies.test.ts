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
import { Decimal } from './money.ts'
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
      [2, 'Realized_x0020_Gain', '0', '10'],
      [1, 'Application', '-100', '-110'],
      [2, 'Application', '100', '110'],
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
    const [near, far] = [euroInvoice(), euroInvoice()]
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

  it('what is left in local currency is corrected to the rate of the entry', () => {
    const invoice = books.invoiced('3', books.relecloud)
    const closes = [{ invoiceId: invoice.id }]
    // 226.47 less 0.04 are 226.43, but the 205.84 euro that are left come to 226.42.
    const ask = { customerId: books.relecloud.id, amount: '0.04', postingDate: '2026-01-20', closes }
    const { application = 0 } = postPayment(books.company, ask)
    const corrections = () =>
      books.company
        .table(detailedEntries)
        .filter((row) => row['entryType'] === 'Correction_x0020_of_x0020_Remaining_x0020_Amount')
        .map((row) => [row['customerLedgerEntryNumber'], row['amount'], row['amountLcy']])
    expect(corrections()).toEqual([[1, '0', '-0.01']])
    expect(customerBalance(books.company, books.relecloud.id)).toBe('226.42')
    checkBooks(books.company, 100)
    unapply(books.company, application)
    expect(corrections()).toEqual([
      [1, '0', '-0.01'],
      [1, '0', '0.01'],
    ])
    checkBooks(books.company, 100)
  })

  it('what an entry was posted with stays its rate, whatever rate is entered later for that day', () => {
    setUpPosting(books.company, { paymentDiscounts: true })
    const invoice = books.invoiced('3', books.relecloud)
    const ask = { customerId: books.relecloud.id, amount: '201.76', postingDate: '2026-01-20' }
    const { entry } = postPayment(books.company, ask)
    const rate = { currencyCode: 'EUR', startingDate: '2026-01-10', exchangeRateAmount: '100' }
    const late = { ...rate, relationalExchangeRateAmount: '150', relationalCurrencyCode: '' }
    books.company.table('currencyExchangeRates').insert(late)
    apply(books.company, { entry: Number(entry['entryNumber']), appliesTo: 1 })
    expect(books.left(invoice)).toBe('0')
    const discounts = books.company
      .table(detailedEntries)
      .filter((row) => row['entryType'] === 'Payment_x0020_Discount')
    // 205.88 at 1.10 less 201.76 at 1.10.
    expect(discounts).toMatchObject([{ amount: '-4.12', amountLcy: '-4.53' }])
    expect(customerBalance(books.company, books.relecloud.id)).toBe('0')
    checkBooks(books.company, 100)
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
